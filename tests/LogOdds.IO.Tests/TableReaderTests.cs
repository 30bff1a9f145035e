using System.IO.Compression;
using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

public class TableReaderTests
{
    [Fact]
    public void Numbers_and_texts_become_columns_of_their_kind()
    {
        var table = Read("a,b,c\n1,x,007\n-2.5,y,1e3\n");
        Assert.Equal([1, -2.5], Numbers(table, "a"));
        Assert.Equal(["x", "y"], Texts(table, "b"));
        Assert.Equal([7, 1000], Numbers(table, "c"));
    }

    [Fact]
    public void A_column_with_one_text_among_numbers_keeps_every_text_as_it_was()
    {
        var table = Read("a,b\n007,1\n7.0,2\nx,3\n");
        Assert.Equal(["007", "7.0", "x"], Texts(table, "a"));
        Assert.Equal([1, 2, 3], Numbers(table, "b"));
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a,b\r\n1,2\r\n3,4\r\n")]
    [InlineData("a,b\r1,2\r3,4")]
    [InlineData("\uFEFFa,b\n1,2\n3,4")]
    [InlineData("a,b\n\n1,2\n\r\n\n3,4\n\n")]
    [InlineData("a;b\n1;2\n3;4\n")]
    [InlineData("a\tb\n1\t2\n3\t4\n")]
    [InlineData("a|b\n1|2\n3|4\n")]
    [InlineData(" a , b \n 1 , 2 \n 3 , 4 \n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n3,\"4\"\n")]
    [InlineData("a;b\n1,0;2,0\n3,0;4,0\n")]
    public void Delimiters_line_ends_marks_blanks_and_quotes_change_nothing(string text)
    {
        var table = Read(text);
        Assert.Equal(["a", "b"], table.Columns.Select(c => c.Name));
        Assert.Equal([1, 3], Numbers(table, "a"));
        Assert.Equal([2, 4], Numbers(table, "b"));
    }

    [Fact]
    public void Quoted_fields_hold_delimiters_quotes_and_line_breaks()
    {
        var table = Read("name,n\n\"Smith, \"\"Jo\"\"\",1\n\"two\r\nlines\",2\n");
        Assert.Equal(["Smith, \"Jo\"", "two\r\nlines"], Texts(table, "name"));
        Assert.Equal("t.csv, line 4", Describe("name,n\n\"two\nlines\",2\nx,3\n", 1));
    }

    [Fact]
    public void Empty_and_NA_fields_are_missing_and_nothing_else_is()
    {
        var table = Read("a,b\n1,x\nNA,\n,NA\n 4 ,\"\"\n5,na\n");
        Assert.Equal([false, true, true, false, false], Enumerable.Range(0, 5).Select(table["a"].IsMissing));
        Assert.Equal(["x", null, null, null, "na"], Texts(table, "b"));
        Assert.Equal(3, Read("a,b\nNA,1\n,2\nNA,3\n")["a"].CountMissing());
    }

    [Fact]
    public void What_is_not_finite_is_a_number_and_not_missing()
    {
        var table = Read("a,b\nNaN,1\ninf,2\n-Inf,3\n1e999,4\n");
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.PositiveInfinity], Numbers(table, "a"));
        Assert.Equal(0, table["a"].CountMissing());
    }

    [Fact]
    public void Decimal_commas_are_detected_where_commas_do_not_separate()
    {
        var tabs = TableReader.Read(Repository.Sample("study_hours_12_decimal_comma.tsv"));
        Assert.Equal(["Hours studied", "Exam Passed"], tabs.Columns.Select(c => c.Name));
        Assert.Equal(Numbers(TableReader.Read(Repository.Sample("study_hours_12.csv")), "hours"), Numbers(tabs, "Hours studied"));
        var semicolons = TableReader.Read(Path.Combine(Golden.Folder, "more", "data", "study_hours_12_semicolon.csv"));
        Assert.Equal(12, semicolons.Rows);
        Assert.All(semicolons.Columns, c => Assert.IsType<NumericColumn>(c));
        Assert.Equal([0.5, 1], Numbers(Read("a;b\n0,5;x\n1;y\n"), "a"));
        Assert.Equal([-1.5e-3, 2], Numbers(Read("a;b\n-1,5e-3;x\n2;y\n"), "a"));
    }

    [Fact]
    public void Points_and_commas_in_one_file_are_a_question_and_not_a_guess()
    {
        var message = Problem("a;b\n0,5;1.5\n");
        Assert.Contains("numbers are written with a decimal point (1.5 in t.csv, line 2) and with a decimal comma (0,5 in t.csv, line 2)", message);
        Assert.Equal(["1.5"], Texts(Read("a;b\n0,5;1.5\n", new ReadOptions { Decimal = ',' }), "b"));
    }

    [Fact]
    public void Given_delimiters_are_used_as_given()
    {
        Assert.Equal(["a;b"], Read("a;b\n1;2\n", new ReadOptions { Delimiter = ',' }).Columns.Select(c => c.Name));
        Assert.Equal([1], Numbers(Read("a b\n1 2\n", new ReadOptions { Delimiter = ' ' }), "a"));
    }

    [Fact]
    public void Every_double_with_seventeen_digits_reads_back_bit_for_bit()
    {
        var random = new Random(7);
        var values = new List<double> { 0, -0.0, double.Epsilon, double.MaxValue, 1e22, 1e23, 9007199254740993, 0.1, 123456789012345678 };
        for (var i = 0; i < 20_000; i++)
        {
            values.Add(BitConverter.Int64BitsToDouble(random.NextInt64()) is var v && double.IsFinite(v) ? v : 1);
            values.Add(Math.Round(random.NextDouble() * 1000, random.Next(10)));
        }
        foreach (var format in new[] { "R", "E16" })
        {
            var text = "a\n" + string.Join("\n", values.Select(v => v.ToString(format, System.Globalization.CultureInfo.InvariantCulture))) + "\n";
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), Numbers(Read(text), "a").Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var random = new Random(3);
        string[] nasty = ["plain", "with, comma", "with \"quotes\"", "line\nbreak", "cr\r\nlf", " blanks ", "ü ¢ 😀", "\"", ",", "5\" pipe"];
        for (var trial = 0; trial < 20; trial++)
        {
            var rows = random.Next(1, 200);
            var numbers = Enumerable.Range(0, rows).Select(_ => random.Next(5) == 0 ? NumericColumn.Missing : random.NextDouble() * Math.Pow(10, random.Next(-30, 30))).ToArray();
            var texts = Enumerable.Range(0, rows).Select(_ => random.Next(5) == 0 ? null : nasty[random.Next(nasty.Length)]).Append("text").ToArray();
            var table = new Table([new NumericColumn("n, 1", numbers.Append(1).ToArray()), CategoricalColumn.FromTexts("t \"2\"", texts)]);
            var stream = new MemoryStream();
            TableWriter.Write(table, stream);
            stream.Position = 0;
            var back = TableReader.Read(stream, "back", new ReadOptions { Delimiter = ',' });
            Assert.Equal(table.Columns.Select(c => c.Name), back.Columns.Select(c => c.Name));
            foreach (var column in table.Columns)
                for (var row = 0; row <= rows; row++)
                    Assert.Equal(column.TextAt(row), back[column.Name].TextAt(row));
        }
    }

    [Fact]
    public void Files_with_the_same_columns_are_one_table_in_any_order_of_columns()
    {
        using var folder = new TemporaryFolder();
        var (one, two) = (folder.Write("one.csv", "a,b\n1,x\n2,y\n"), folder.Write("two.csv", "b,a\n\nz,3\n"));
        var table = TableReader.Read([one, two]);
        Assert.Equal([1, 2, 3], Numbers(table, "a"));
        Assert.Equal(["x", "y", "z"], Texts(table, "b"));
        Assert.Equal($"{one}, line 3", table.Describe(1));
        Assert.Equal($"{two}, line 3", table.Describe(2));
        // A text in the second file makes texts of the numbers in the first.
        Assert.Equal(["1", "2", "n/a"], Texts(TableReader.Read([one, folder.Write("three.csv", "a,b\nn/a,w\n")]), "a"));
        Assert.Contains("the column 'c' is not in the first file", Assert.Throws<UnusableDataException>(() => TableReader.Read([one, folder.Write("four.csv", "a,c\n1,2\n")])).Message);
        Assert.Contains("two columns are named 'a'", Assert.Throws<UnusableDataException>(() => TableReader.Read([one, folder.Write("six.csv", "a,b,a\n1,x,2\n")])).Message);
        Assert.Contains($"the column 'b' of the first file, {one}, is not in this one", Assert.Throws<UnusableDataException>(() => TableReader.Read([one, folder.Write("five.csv", "a\n1\n")])).Message);
    }

    [Fact]
    public void Rows_are_written_again_as_they_came_in_the_dialect_they_came_in()
    {
        using var folder = new TemporaryFolder();
        var one = folder.Write("one.csv", "id;zip;hours\n12345678901234567890;01234;2,50\n7; 99 ;\"a;b\"\n");
        var two = folder.Write("two.csv", "hours\tid\tzip\n1\t2\t\"x \"\"y\"\"\"\n");
        Assert.Equal("id;zip;hours;p;c\n12345678901234567890;01234;2,50;0,25;u\n7;99;\"a;b\";;\n2;\"x \"\"y\"\"\";1;0,1;\n", Extended([one, two]));
        string Extended(string[] files, int chunkBytes = 1 << 20)
        {
            var stream = new MemoryStream();
            var needed = new Dictionary<string, IReadOnlyCollection<string>?> { ["hours"] = ["2,50", "1"], ["id"] = null };
            RowStream.Extend(files, needed, table => [
                new NumericColumn("p", Enumerable.Range(0, table.Rows).Select(row => table["hours"].TextAt(row) switch { "2,50" => 0.25, "1" => 0.1, _ => NumericColumn.Missing }).ToArray()),
                CategoricalColumn.FromTexts("c", Enumerable.Range(0, table.Rows).Select(row => table["id"].TextAt(row).Length > 10 ? "u" : null))], stream, new ReadOptions { ChunkBytes = chunkBytes });
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
        foreach (var size in new[] { 1, 5, 30 }) Assert.Equal(Extended([one, two]), Extended([one, two], size));
    }

    [Fact]
    public void Rows_whose_quotes_are_text_are_written_again_in_quotes()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rows.tsv", "label\ttext\nham\t\"Happy days\" I know\nspam\tsay \"MIX\nham\tso \"\n");
        foreach (var size in new[] { 1, 9, 1 << 20 })
        {
            var stream = new MemoryStream();
            var needed = new Dictionary<string, IReadOnlyCollection<string>?> { ["text"] = [] };
            RowStream.Extend([file], needed, table => [new NumericColumn("n", Enumerable.Range(0, table.Rows).Select(row => (double)table["text"].TextAt(row).Length).ToArray())],
                stream, new ReadOptions { HasQuotes = false, ChunkBytes = size });
            Assert.Equal("label\ttext\tn\nham\t\"\"\"Happy days\"\" I know\"\t19\nspam\t\"say \"\"MIX\"\t8\nham\t\"so \"\"\"\t4\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        }
    }

    [Fact]
    public void A_fault_in_a_streamed_file_is_told_by_its_line()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("rows.csv", "a,b\n1,x\n2,y\n\n3,\"z\nz\"\noops,x\n");
        string Problem(string path, string name, int chunkBytes) => Assert.Throws<UnusableDataException>(() => RowStream.Extend([path],
            new Dictionary<string, IReadOnlyCollection<string>?> { [name] = null },
            table => table[name] is NumericColumn ? [] : throw new UnusableDataException("text", table.Describe(Enumerable.Range(0, table.Rows).First(row => !table[name].IsMissing(row)))),
            new MemoryStream(), new ReadOptions { ChunkBytes = chunkBytes })).Message;
        foreach (var size in new[] { 1, 9, 1000 })
        {
            Assert.Contains("rows.csv, line 7", Problem(file, "a", size));
            Assert.Contains("line 3: 1 field where the header has 2", Problem(folder.Write("short.csv", "a,b\n1,x\n2\n"), "a", size));
            Assert.Contains("there is a header but no row", Problem(folder.Write("none.csv", "a,b\n"), "a", size));
        }
    }

    [Fact]
    public void Gzip_is_recognised_by_its_bytes()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) gzip.Write("a,b\n1,2\n"u8);
        Assert.Equal([1], Numbers(TableReader.Read(new MemoryStream(packed.ToArray()), "t.gz"), "a"));
        var cut = packed.ToArray();
        cut[^12] ^= 0xFF;
        Assert.Contains("t.gz: the gzip data are damaged", Assert.Throws<UnusableDataException>(() => TableReader.Read(new MemoryStream(cut), "t.gz")).Message);
    }

    [Theory]
    [InlineData("", "t.csv: there is nothing in it")]
    [InlineData("a,b\n", "there is a header but no row of data")]
    [InlineData("a,b\n1,2\n3\n", "t.csv, line 3: 1 field where the header has 2")]
    [InlineData("a,b\n\n1,2,3\n", "t.csv, line 3: 3 fields where the header has 2")]
    [InlineData("a,b\n1,\"x\n2,y\n", "t.csv, line 2: a quote is opened here and never closed")]
    [InlineData("a,b\n1,\"x\"y\n", "t.csv, line 2: text follows a closing quote")]
    [InlineData("a,b,a\n1,2,3\n", "two columns are named 'a'")]
    [InlineData("1,2\n3,4\n", "the first line holds numbers, not the names of columns")]
    public void Damage_is_named_by_file_and_line(string text, string expected) => Assert.Contains(expected, Problem(text));

    [Fact]
    public void Text_that_is_not_utf8_is_named_by_line()
    {
        byte[] latin = [.. "a,b\n1,x\n2,caf"u8, 0xE9, .. "\n"u8];
        var message = Assert.Throws<UnusableDataException>(() => TableReader.Read(new MemoryStream(latin), "t.csv")).Message;
        Assert.Equal("t.csv, line 3: the text in column 'b' is not UTF-8. Save the file as UTF-8.", message);
    }

    [Fact]
    public void Utf16_with_its_mark_is_understood()
    {
        byte[] text = [.. System.Text.Encoding.Unicode.GetPreamble(), .. System.Text.Encoding.Unicode.GetBytes("a,b\n1,ü\n")];
        Assert.Equal(["ü"], Texts(TableReader.Read(new MemoryStream(text), "t.csv"), "b"));
    }

    [Fact]
    public void A_column_without_a_name_is_called_by_its_place() =>
        Assert.Equal(["column1", "a"], Read("\"\",a\n1,2\n").Columns.Select(c => c.Name));

    [Fact]
    public void Absent_files_are_answered_with_a_neighbour()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("marks.csv", "a\n1\n");
        var message = Assert.Throws<UnusableDataException>(() => TableReader.Read(path.Replace("marks", "mark"))).Message;
        Assert.Contains("there is no such file. Did you mean 'marks.csv'?", message);
        Assert.Contains("this is a folder", Assert.Throws<UnusableDataException>(() => TableReader.Read(Path.GetDirectoryName(path)!)).Message);
    }

    [Fact]
    public void A_write_that_fails_leaves_what_was_there_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.json", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    private static Table Read(string text, ReadOptions? options = null) => TableReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "t.csv", options);

    private static string Describe(string text, int row) => Read(text).Describe(row);

    private static string Problem(string text) => Assert.Throws<UnusableDataException>(() => Read(text)).Message;

    private static double[] Numbers(Table table, string name) => Assert.IsType<NumericColumn>(table[name]).Values.ToArray();

    private static IEnumerable<string?> Texts(Table table, string name)
    {
        var column = Assert.IsType<CategoricalColumn>(table[name]);
        return Enumerable.Range(0, column.Rows).Select(row => column.IsMissing(row) ? null : column.TextAt(row));
    }
}
