using System.IO.Compression;
using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>Each fault of a file is named by its place; none is passed over.</summary>
public class FaultTests
{
    [Theory]
    [InlineData("a,b\n\"x\ny\",\"z\n1,2\n", "t.csv, line 3: a quote is opened here and never closed")]
    [InlineData("a,b\r\n\"x\r\ny\",\"z\r\nq\"w\r\n", "t.csv, line 4: text follows a closing quote")]
    [InlineData("a,b\n5\" pipe,\"z\n1,2\n", "t.csv, line 2: a quote is opened here and never closed")]
    [InlineData("a,b\n5\" pipe,\"x\"y\n1,2\n", "t.csv, line 2: text follows a closing quote")]
    [InlineData("a,b\n5\" pipe, \"x\" y\n1,2\n", "t.csv, line 2: text follows a closing quote")]
    [InlineData("a,\"b\n1,2\n", "t.csv, line 1: a quote is opened here and never closed")]
    public void Quotes_that_leave_unsure_where_fields_end_are_named_by_their_own_line(string text, string expected) =>
        Assert.Equal($"{expected}. A quote inside a quoted field is written twice; where quotes are text, read with --quote none (HasQuotes = false).", Csv.Problem(text));

    [Fact]
    public void A_quote_inside_an_unquoted_field_is_text()
    {
        var table = Csv.Read("a,b\n5\" pipe,\"two\"\"\"\n \"x\" ,6\"\n");
        Assert.Equal(["5\" pipe", "x"], Csv.Texts(table, "a"));
        Assert.Equal(["two\"", "6\""], Csv.Texts(table, "b"));
    }

    [Theory]
    [InlineData("\n\na,b,a\n1,2,3\n", "t.csv, line 3: two columns are named 'a'")]
    [InlineData(",column1\n1,2\n", "t.csv, line 1: two columns are named 'column1'")]
    [InlineData("\n1,2\n3,4\n", "t.csv, line 2: the first line holds numbers")]
    [InlineData("0,5;1,5\n2,5;3\n", "t.csv, line 1: the first line holds numbers")]
    [InlineData(" \n\n", "t.csv: there is nothing in it")]
    [InlineData("\uFEFF", "t.csv: there is nothing in it")]
    public void Faults_of_the_header_are_named_by_its_line(string text, string expected) => Assert.Contains(expected, Csv.Problem(text));

    [Fact]
    public void Names_that_are_not_utf8_are_refused() =>
        Assert.Equal("t.csv, line 1: the name of column 2 is not UTF-8. Save the file as UTF-8.", Csv.Problem([.. "a,b"u8, 0xE9, .. "\n1,2\n"u8]));

    [Fact]
    public void Text_of_another_encoding_is_refused()
    {
        var utf16 = System.Text.Encoding.Unicode;
        Assert.Contains("this is not text, or it is UTF-16 without its mark", Csv.Problem(utf16.GetBytes("a,b\n1,2\n")));
        Assert.Contains("the text has the mark of UTF-16 and is something else or cut off", Csv.Problem([.. utf16.Preamble, .. utf16.GetBytes("a,b\n1,2\n"), 0x41]));
        Assert.Contains("the text has the mark of UTF-16 and is something else or cut off", Csv.Problem([.. utf16.Preamble, .. utf16.GetBytes("a,b\n1,x"), 0x00, 0xD8, .. utf16.GetBytes("\n")]));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Text_of_another_encoding_is_understood_by_its_mark(string name)
    {
        var encoding = System.Text.Encoding.GetEncoding(name);
        var table = Csv.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\n\"x\ny\",ü\nz,😀\n")]);
        Assert.Equal(["ü", "😀"], Csv.Texts(table, "b"));
        Assert.Equal("t.csv, line 4", table.Describe(1));
    }

    [Fact]
    public void Gzip_that_is_cut_off_anywhere_is_refused()
    {
        // One column, so that no cut leaves a record that is short of fields.
        var whole = Pack("a\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i * 7919 % 1000}\n")));
        Assert.Equal(2000, Csv.Read(whole).Rows);
        for (var length = 2; length < whole.Length; length++)
            Assert.Contains("t.csv: the gzip data are damaged or cut off", Csv.Problem(whole[..length]));
    }

    [Fact]
    public void Gzip_may_come_in_pieces_and_hold_any_encoding()
    {
        Assert.Equal([1, 2, 3], Csv.Numbers(Csv.Read([.. Pack("a\n1\n"), .. Pack("2\n3\n")]), "a"));
        Assert.Equal(["ü"], Csv.Texts(Csv.Read(Pack("\uFEFFa\nü\n", System.Text.Encoding.Unicode)), "a"));
    }

    [Fact]
    public void Names_that_are_no_files_are_answered_in_words()
    {
        Assert.Contains("this is not the name of a file", Assert.Throws<UnusableDataException>(() => TableReader.Read("")).Message);
        Assert.Contains("There is no folder", Assert.Throws<UnusableDataException>(() => TableReader.Read(Path.Combine(Path.GetTempPath(), "no-such-folder", "a.csv"))).Message);
        Assert.Throws<ArgumentException>(() => TableReader.Read([]));
    }

    [Fact]
    public void Files_with_other_columns_are_named_both()
    {
        using var folder = new TemporaryFolder();
        var (one, two) = (folder.Write("one.csv", "a,b\n1,2\n"), folder.Write("two.csv", "a,c\n1,2\n"));
        Assert.Equal($"{two}: the column 'c' is not in the first file, {one}. Files that are read as one table have the same columns.",
            Assert.Throws<UnusableDataException>(() => TableReader.Read([one, two])).Message);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Csv.Read("a\n1\n", new ReadOptions { Cancellation = source.Token }));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void Progress_rises_within_bounds(int chunkBytes)
    {
        var told = new Heard();
        var text = System.Text.Encoding.UTF8.GetBytes("a\n" + string.Concat(Enumerable.Repeat("1\n", 50_000)));
        TableReader.Read(new MemoryStream(text), "t.csv", new ReadOptions { Progress = told, ChunkBytes = chunkBytes });
        Assert.True(told.Values.Count > 5);
        Assert.Equal(told.Values.Order(), told.Values);
        Assert.All(told.Values, share => Assert.InRange(share, 0, 1));
    }

    private static byte[] Pack(string text, System.Text.Encoding? encoding = null)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write((encoding ?? System.Text.Encoding.UTF8).GetBytes(text));
        return packed.ToArray();
    }

    private sealed class Heard : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
