using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>What separates fields and marks decimals is found out, or asked for, but never guessed wrongly.</summary>
public class DialectTests
{
    private static readonly ReadOptions AsText = new() { HasQuotes = false };

    [Theory]
    [InlineData("a;b\n0,5;1,5\n2,5;3,5\n", "a", "b")]
    [InlineData("a;b\n1,2,3;4\n5,6,7;8\n", "a", "b")]
    [InlineData("Size, m;b\n1,75;80\n1,80;90\n", "Size, m", "b")]
    [InlineData("name\tnote\nx\ta, b, c\ny\td, e\n", "name", "note")]
    [InlineData("a,b\n1;2,3;4\n5;6,7;8\n", "a", "b")]
    [InlineData("a|b,c\n1|2,3\n", "a|b", "c")]
    [InlineData("\"x;y\",b\n\"1;2\",3\n", "x;y", "b")]
    [InlineData("t,n\n\"a;b;c;d\",1\n\"e;f;g\",2\n", "t", "n")]
    [InlineData("t;n\n\"a,b\nc,d\";1\n\"e,f\ng,h\";2\n", "t", "n")]
    [InlineData("a\tb\n1\t2\n\t\n3\t4\n", "a", "b")]
    [InlineData("sep=;\na;b\n1;2\n", "a", "b")]
    public void The_delimiter_is_what_cuts_every_record_alike(string text, string first, string second) =>
        Assert.Equal([first, second], Csv.Read(text).Columns.Select(c => c.Name));

    [Fact]
    public void A_delimiter_is_found_in_a_file_longer_than_what_is_looked_at()
    {
        var text = "a;b\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"\"{new string('x', 1000)}, {i}\n\";0,5\n"));
        Assert.Equal(90, Csv.Read(text).Rows);
        Assert.All(Csv.Numbers(Csv.Read(text), "b"), value => Assert.Equal(0.5, value));
    }

    [Fact]
    public void One_column_needs_no_delimiter()
    {
        Assert.Equal([1, 2], Csv.Numbers(Csv.Read("a\n1\n2\n"), "a"));
        Assert.Equal(["a;b;c"], Csv.Read("\"a;b;c\"\n\"1;2;3\"\n").Columns.Select(c => c.Name));
        Assert.Equal([0.5, 1.5], Csv.Numbers(Csv.Read("hours\n0,5\n1,5\n", new ReadOptions { Decimal = ',' }), "hours"));
    }

    [Fact]
    public void A_title_above_the_header_is_not_taken_for_the_name_of_one_column()
    {
        Assert.Equal("t.csv, line 2: 2 fields where the header has 1. A field that holds the delimiter or a line break stands in quotes.", Csv.Problem("Marks\na,b\n1,2\n"));
        Assert.Contains("t.csv, line 2: 2 fields where the header has 1", Csv.Problem("Marks\na;b\n1;2\n3,5;4\n"));
    }

    [Fact]
    public void A_decimal_comma_may_stand_in_quotes_between_commas_when_it_is_given() =>
        Assert.Equal([0.5], Csv.Numbers(Csv.Read("a,b\n\"0,5\",\"1,5\"\n", new ReadOptions { Decimal = ',' }), "a"));

    [Theory]
    [InlineData("a;b\n1,234;1\n1,234,567;2\n", "1,234,567 in t.csv, line 3", "1,234 in t.csv, line 2")]
    [InlineData("a;b\n1.234,5;1\n1.234;2\n", "1.234 in t.csv, line 3", "1.234,5 in t.csv, line 2")]
    [InlineData("a\tb\n0.5\t0,5\n", "0.5 in t.csv, line 2", "0,5 in t.csv, line 2")]
    public void Thousands_are_not_taken_for_decimals(string text, string point, string comma) =>
        Assert.Equal($"numbers are written with a decimal point ({point}) and with a decimal comma ({comma}). Say which is the decimal mark (decimal).", Csv.Problem(text));

    [Theory]
    [InlineData("1.5", "0,5", "t.csv, line 15002: '0,5' has a decimal comma where numbers before it have a point or no decimals")]
    [InlineData("0,5", "1.5", "t.csv, line 15002: '1.5' has a decimal point where numbers before it have a comma or no decimals")]
    [InlineData("7", "0,5", "t.csv, line 15002: '0,5' has a decimal comma where numbers before it have a point or no decimals")]
    public void Another_decimal_mark_late_in_a_file_makes_no_categories(string usual, string other, string expected)
    {
        var text = "a;b\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"1;{(i == 15_000 ? other : usual)}\n"));
        Assert.Contains(expected, Csv.Problem(text));
        Assert.IsType<CategoricalColumn>(Csv.Read(text, new ReadOptions { Decimal = usual == "0,5" ? ',' : '.' })["b"]);
    }

    [Fact]
    public void The_decimal_mark_is_looked_for_in_all_files()
    {
        using var folder = new TemporaryFolder();
        var (whole, comma, point) = (folder.Write("whole.csv", "a;b\n1;2\n"), folder.Write("comma.csv", "a;b\n0,5;3\n"), folder.Write("point.csv", "a;b\n0.5;4\n"));
        Assert.Equal([1, 0.5], Csv.Numbers(TableReader.Read([whole, comma]), "a"));
        Assert.Contains($"(0.5 in {point}, line 2)", Assert.Throws<UnusableDataException>(() => TableReader.Read([comma, point])).Message);
    }

    [Fact]
    public void Where_quotes_are_text_they_neither_enclose_nor_vanish()
    {
        var table = Csv.Read("\"a\"\tb\n\"x\t1\n5\" y \"\t2\n\"\"\"\t3\n\"z\"\t4\n\"p, q;\"r\t5\n", AsText);
        Assert.Equal(["\"a\"", "b"], table.Columns.Select(c => c.Name));
        Assert.Equal(["\"x", "5\" y \"", "\"\"\"", "\"z\"", "\"p, q;\"r"], Csv.Texts(table, "\"a\""));
        Assert.Equal([1, 2, 3, 4, 5], Csv.Numbers(table, "b"));
        Assert.Equal("t.csv, line 5", table.Describe(3));
        // The delimiter of these records is a comma, and within quotes none.
        Assert.Equal(["t", "n"], Csv.Read("t,n\n\"a,1\n\"b,2\n", AsText).Columns.Select(c => c.Name));
        Assert.Equal(["a"], Csv.Texts(Csv.Read("sep=;\nt;n\na;\"\n", AsText), "t"));
        Assert.Equal("t.csv, line 2: 3 fields where the header has 2. Where quotes are text, no field holds the delimiter or a line break.", Csv.Problem("a,b\n\"1,2\",3\n", AsText with { Delimiter = ',' }));
    }

    [Fact]
    public void Where_quotes_are_text_lines_and_delimiters_alone_cut_a_text()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 200; trial++)
        {
            var end = new[] { "\n", "\r\n", "\r" }[random.Next(3)];
            string Field() => $"x{string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "\"\"\", ;y"[random.Next(7)]))}.";
            var rows = Enumerable.Range(0, random.Next(1, 30)).Select(_ => new[] { Field(), $"\"{Field()}", Field() }).ToArray();
            var text = $"a\tb\t\"c{end}" + string.Concat(rows.Select(row => string.Join('\t', row) + end));
            var table = Csv.Read(text, AsText);
            foreach (var (j, name) in new[] { "a", "b", "\"c" }.Index()) Assert.Equal(rows.Select(row => row[j]), Csv.Texts(table, name));
            // No quote makes the reader of several cores give up, not even one that opens no field and is never closed.
            using var source = Source.Of(System.Text.Encoding.UTF8.GetBytes(text), "t.csv", TestContext.Current.CancellationToken);
            Csv.Same(table, Assert.IsType<Table>(ParallelReader.TryRead([source], AsText with { ChunkBytes = 8 }, new ColumnsInMemory())));
            // What is written stands in quotes where it must and is read back as any other table.
            Csv.Same(table, Csv.Read(Csv.Write([.. table.Columns])));
        }
    }

    [Fact]
    public void Options_that_cannot_be_are_refused_where_they_are_set()
    {
        Assert.Throws<ArgumentException>(() => new ReadOptions { Decimal = 'x' });
        Assert.Throws<ArgumentException>(() => new ReadOptions { Delimiter = '"' });
        Assert.Throws<ArgumentException>(() => new ReadOptions { Delimiter = '\n' });
        Assert.Throws<ArgumentException>(() => new ReadOptions { Delimiter = 'é' });
    }
}
