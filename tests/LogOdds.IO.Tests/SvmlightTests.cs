using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

public class SvmlightTests
{
    [Fact]
    public void Rows_are_read_as_labels_and_entries()
    {
        var rows = Read("# a comment\n+1 1:0.5 3:-2e-3\n\n-1 qid:7 2:1 4:0 # another\r\n0\n");
        Assert.Equal([1, -1, 0], rows.Labels.ToArray());
        Assert.Equal([0, 2, 3, 3], rows.RowStarts.ToArray());
        Assert.Equal([0, 2, 1], rows.ColumnIndices.ToArray());
        Assert.Equal([0.5, -2e-3, 1], rows.Values.ToArray());
        Assert.Equal((3, 4), (rows.Rows, rows.Columns));
    }

    [Theory]
    [InlineData("x 1:2\n", "t.svm, line 1: the label is no number")]
    [InlineData("1 1:2\n1 2\n", "t.svm, line 2: '2' is no pair index:value")]
    [InlineData("1 a:2\n", "'a:2' is no pair")]
    [InlineData("1 1:b\n", "'1:b' is no pair")]
    [InlineData("1 1:2 3.5:1 7:0.123456789012345\n", "'3.5:1' is no pair")]
    [InlineData("1 1:2 3a5:1 7:0.123456789012345\n", "'3a5:1' is no pair")]
    [InlineData("1 1:2 :1 7:0.12345678901234567890\n", "':1' is no pair")]
    [InlineData("1 1:2 3::1 7:0.12345678901234567890\n", "'3::1' is no pair")]
    [InlineData("1 1:2 3: 7:0.12345678901234567890\n", "'3:' is no pair")]
    [InlineData("1 0:2\n", "the index 0 comes after 0")]
    [InlineData("1 3:2 2:1\n", "the index 2 comes after 3")]
    [InlineData("1 1:inf\n", "the value of index 1 is not a finite number")]
    [InlineData("# nothing\n", "there is no row in it")]
    public void A_fault_is_told_with_its_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UnusableDataException>(() => Read(text)).Message);

    [Fact]
    public void Indices_and_values_of_any_length_are_read_wherever_they_stand()
    {
        string[] values = ["1", ".5", "-0.25", "0.123456", "-12345.678", "0.0961234567", "123456789012345", "1234567890123456789", "0.12345678901234567", "1e-5", "-1.5E+20", "7."];
        int[] indices = [1, 9, 10, 99, 100, 12_345, 123_456, 1_234_567, 9_999_999, 12_345_678, 123_456_789];
        foreach (var blank in new[] { " ", "\t", "   " })
            for (var skip = 0; skip < values.Length; skip++)
            {
                var pairs = indices.Select((index, k) => (Index: index, Text: values[(k + skip) % values.Length])).ToArray();
                var rows = Read($"-1{string.Concat(pairs.Select(pair => $"{blank}{pair.Index}:{pair.Text}"))}\n");
                Assert.Equal(pairs.Select(pair => pair.Index - 1), rows.ColumnIndices.ToArray());
                Assert.Equal(pairs.Select(pair => double.Parse(pair.Text, System.Globalization.CultureInfo.InvariantCulture)), rows.Values.ToArray());
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1 << 20)]
    public void Pieces_of_any_length_give_the_same_rows(int chunk)
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => (i % 7) switch
        {
            0 => $"+1 1:{i}.5 {i + 2}:-2e-3\n",
            1 => "\n",
            2 => $"-1 qid:3 2:1 4:0 {i + 5}:.25 # 9:9 a comment: with a colon\r\n",
            3 => "# nothing: here\n",
            4 => $"  0.5\t3:1   {i + 9}:1e300 \n",
            5 => "-1\n",
            _ => $"1 {i}:123456789.123456789\n",
        })) + "-1 5:2";
        var whole = Read(text);
        var pieces = SvmlightReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "t.svm", new ReadOptions { ChunkBytes = chunk, Threads = 2 });
        Assert.Equal(whole.Labels.ToArray(), pieces.Labels.ToArray());
        Assert.Equal(whole.RowStarts.ToArray(), pieces.RowStarts.ToArray());
        Assert.Equal(whole.ColumnIndices.ToArray(), pieces.ColumnIndices.ToArray());
        Assert.Equal(whole.Values.ToArray(), pieces.Values.ToArray());
        Assert.Equal((whole.Columns, 203), (pieces.Columns, whole.Columns));
        Assert.Equal("t.svm, line 1", pieces.ToTable().Describe(0));
        Assert.Equal("t.svm, line 3", pieces.ToTable().Describe(1));
        Assert.Equal("t.svm, line 201", pieces.ToTable().Describe(pieces.Rows - 1));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void The_first_fault_is_told_with_its_line_in_pieces_of_any_length(int chunk)
    {
        var text = string.Concat(Enumerable.Range(1, 100).Select(i => i is 61 or 87 ? "1 3:1 2:1\n" : "1 3:1 4:0.5\n"));
        var fault = Assert.Throws<UnusableDataException>(() => SvmlightReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "t.svm", new ReadOptions { ChunkBytes = chunk }));
        Assert.Contains("t.svm, line 61: the index 2 comes after 3", fault.Message);
    }

    [Fact]
    public void Several_files_are_read_as_one()
    {
        using var folder = new TemporaryFolder();
        var (a, b) = (folder.Write("a.svm", "1 1:1\n-1 2:1"), folder.Write("b.svm", "\n1 9:3\n"));
        var rows = SvmlightReader.Read([a, b]);
        Assert.Equal((3, 9), (rows.Rows, rows.Columns));
        var table = rows.ToTable();
        Assert.Equal(["1:1", "2:1", "9:3"], Enumerable.Range(0, 3).Select(table["x"].TextAt));
        Assert.Equal($"{b}, line 2", table.Describe(2));
        Assert.Contains("there is no row in it", Assert.Throws<UnusableDataException>(() => SvmlightReader.Read([folder.Write("c.svm", "")])).Message);
    }

    private static SparseRows Read(string text) => SvmlightReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "t.svm");
}
