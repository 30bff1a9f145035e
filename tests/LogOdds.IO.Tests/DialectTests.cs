using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>What separates fields and marks decimals is found out, or asked for, but never guessed wrongly.</summary>
public class DialectTests
{
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
    public void Options_that_cannot_be_are_refused_where_they_are_set()
    {
        Assert.Throws<ArgumentException>(() => new ReadOptions { Decimal = 'x' });
        Assert.Throws<ArgumentException>(() => new ReadOptions { Delimiter = '"' });
        Assert.Throws<ArgumentException>(() => new ReadOptions { Delimiter = '\n' });
        Assert.Throws<ArgumentException>(() => new ReadOptions { Delimiter = 'é' });
    }
}
