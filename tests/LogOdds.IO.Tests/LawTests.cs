using System.Globalization;
using System.Text;
using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>What holds for every table and every number.</summary>
public class LawTests
{
    [Fact]
    public void What_is_written_reads_back_the_same_with_everything_detected()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 300; trial++)
        {
            var rows = random.Next(1, 40);
            var columns = Enumerable.Range(0, random.Next(1, 5)).Select(j => RandomColumn(random, $"{Nasty(random)}n{j}{Nasty(random)}", rows)).ToArray();
            var text = Csv.Write(columns);
            var back = Csv.Read(text);
            Assert.Equal(columns.Select(c => c.Name), back.Columns.Select(c => c.Name));
            Assert.Equal(rows, back.Rows);
            foreach (var column in columns)
            {
                Assert.Equal(column.GetType(), back[column.Name].GetType());
                for (var row = 0; row < rows; row++)
                    Assert.Equal((column.IsMissing(row), column.TextAt(row)), (back[column.Name].IsMissing(row), back[column.Name].TextAt(row)));
            }
        }
    }

    [Fact]
    public void Lines_are_those_of_the_file_whatever_stands_between_and_within_the_rows()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 200; trial++)
        {
            var end = new[] { "\n", "\r\n", "\r" }[random.Next(3)];
            var (text, line, expected) = (new StringBuilder(), 1, new List<int>());
            void Append(string part, int lines) => (text, line) = (text.Append(part).Append(end), line + lines);
            while (random.Next(4) == 0) Append("", 1);
            Append("a,b", 1);
            for (var row = random.Next(1, 30); row > 0; row--)
            {
                while (random.Next(4) == 0) Append("", 1);
                expected.Add(line);
                var breaks = random.Next(4) == 0 ? random.Next(1, 4) : 0;
                Append($"x,\"y{string.Concat(Enumerable.Repeat(end, breaks))}\"", 1 + breaks);
            }
            var table = Csv.Read(text.ToString());
            Assert.Equal(expected.Select(l => $"t.csv, line {l}"), Enumerable.Range(0, table.Rows).Select(table.Describe));
        }
    }

    /// <summary>Long pieces of lines that are alike are read column by column; whatever is odd in one must not show in what comes of it.</summary>
    [Theory]
    [InlineData(2, 40_000, "\n")]
    [InlineData(3, 30_000, "\r\n")]
    [InlineData(31, 3000, "\n")]
    [InlineData(700, 150, "\r\n")]
    public void Regular_text_is_read_as_record_by_record(int columns, int rows, string end)
    {
        var random = new Random(columns);
        for (var trial = 0; trial < 13; trial++)
        {
            var text = new StringBuilder(string.Join(',', Enumerable.Range(0, columns).Select(j => $"c{j}"))).Append(end);
            for (var row = 0; row < rows; row++)
            {
                for (var j = 0; j < columns; j++) text.Append(j == 0 ? "" : ",").Append(j % 7 == 1 ? "rose" + random.Next(5) : Plain(random));
                text.Append(end);
            }
            // From the second trial on, something odd at some place: blank lines, other line ends, a line cut short, no end at the end, quotes, blanks.
            var at = text.ToString().IndexOf(end, random.Next(text.Length - 100), StringComparison.Ordinal);
            var odd = trial switch { 1 => end, 2 => end + end + end, 3 => "\r", 4 => "\n", 5 => $"{end}1,2", 6 => $"{end}\"a\"", 7 => " ", 8 => ",", 9 => $"{end},", 10 => $"{end}1,2{end}", _ => "" };
            text.Insert(at, odd);
            if (trial >= 11) text.Length -= end.Length;
            if (trial == 12) text.Append(end).Append('1');
            var isTable = IsReadAlikeInPieces(text.ToString(), new ReadOptions());
            Assert.True(trial != 0 || isTable);
        }
    }

    [Theory]
    [InlineData(2, 40_000, "\n", "")]
    [InlineData(5, 20_000, "\r\n", "")]
    [InlineData(31, 3000, "\n", "")]
    // What is odd at one place: a quote in quotes, a quote within a field, text behind a closing quote, line breaks in quotes, a quote never closed.
    [InlineData(5, 20_000, "\n", "a,\"b \"\"c\"\"\",1,d,2\n")]
    [InlineData(5, 20_000, "\n", "a,5\" pipe,1,d,2\n")]
    [InlineData(5, 20_000, "\n", "a,5\" or 6\" pipe,1,d,2\n")]
    [InlineData(5, 20_000, "\n", "a,\"b\"c,1,d,2\n")]
    [InlineData(5, 20_000, "\r\n", "a,\"b\"c,1,d,2\r\n")]
    [InlineData(5, 20_000, "\n", "a,\"b\nc\",1,d,2\n")]
    [InlineData(5, 20_000, "\r\n", "a,\"b\r\nc\",1,d,2\r\n")]
    [InlineData(5, 20_000, "\n", "a,\"b,1,d,2\n")]
    [InlineData(5, 20_000, "\n", "a,b,1,d,\"2\n")]
    [InlineData(5, 20_000, "\n", "a,\"\",1,d,\"\"\n")]
    [InlineData(5, 20_000, "\n", "a, \"b\" ,1,d,2\n")]
    [InlineData(5, 20_000, "\n", "a,\" rose\",1,d,2\nb, rose,2,d,3\n")]
    [InlineData(5, 20_000, "\n", "a,b,1,d,\"3,5\"\n")]
    public void Text_in_quotes_is_read_as_record_by_record(int columns, int rows, string end, string odd)
    {
        var random = new Random(columns);
        for (var trial = 0; trial < 4; trial++)
        {
            var text = new StringBuilder(string.Join(',', Enumerable.Range(0, columns).Select(j => j % 2 == 0 ? $"c{j}" : $"\"c{j}\""))).Append(end);
            var place = random.Next(rows);
            for (var row = 0; row < rows; row++)
            {
                if (row == place) text.Append(odd);
                for (var j = 0; j < columns; j++)
                {
                    var cell = j % 2 == 1 ? "rose" + (random.Next(9) == 0 ? ", " : "") + random.Next(5) : Plain(random);
                    text.Append(j == 0 ? "" : ",").Append(cell.Contains(',') || random.Next(3) == 0 ? $"\"{cell}\"" : cell);
                }
                text.Append(end);
            }
            // A column that is not kept is not looked at, but its quotes are.
            var isTable = IsReadAlikeInPieces(text.ToString(), new ReadOptions { Columns = trial % 2 == 0 ? null : [.. Enumerable.Range(0, columns).Where(j => j != 1).Select(j => $"c{j}")] });
            Assert.True(odd.Length > 0 || isTable);
        }
    }

    private static bool IsReadAlikeInPieces(string text, ReadOptions options)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (whole, fault) = Try(options);
        foreach (var size in new[] { 5000, 300_000 })
        {
            var (table, otherFault) = Try(options with { ChunkBytes = size });
            Assert.Equal(fault, otherFault);
            if (whole is not null) Csv.Same(whole, table!);
        }
        return whole is not null;

        (Table?, string?) Try(ReadOptions options)
        {
            try
            {
                return (TableReader.Read(new MemoryStream(bytes), "t.csv", options), null);
            }
            catch (UnusableDataException e)
            {
                return (null, e.Message);
            }
        }
    }

    // Of any number of digits, up to more than fit into a register, with a sign and a point anywhere; now and then nothing at all.
    private static string Plain(Random random)
    {
        if (random.Next(50) == 0) return random.Next(2) == 0 ? "" : "NA";
        var digits = string.Concat(Enumerable.Range(0, random.Next(1, random.Next(2, 20))).Select(_ => (char)('0' + random.Next(10))));
        var point = random.Next(-1, digits.Length + 1);
        return (random.Next(4) switch { 0 => "-", 1 => "+", _ => "" }) + (point < 0 ? digits : digits.Insert(point, "."));
    }

    [Fact]
    public void Every_double_comes_back_bit_for_bit_and_every_text_half_way_is_rounded_to_even()
    {
        var random = new Random(17);
        var texts = new List<string>();
        var expected = new List<double>();
        for (var trial = 0; trial < 20_000; trial++)
        {
            // All magnitudes alike, subnormal numbers among them.
            var value = BitConverter.Int64BitsToDouble(random.NextInt64() & ~(trial % 10 == 0 ? 0x7FF0_0000_0000_0000 : 0));
            if (!double.IsFinite(value)) continue;
            foreach (var format in new[] { "G17", "R", "E16" })
            {
                texts.Add(value.ToString(format, System.Globalization.CultureInfo.InvariantCulture));
                expected.Add(value);
            }
            // Half way between an integer of 53 bits and the next: the even one.
            var odd = (1L << 53) + 2 * random.NextInt64(1L << 20) + 1;
            texts.Add($"{odd}");
            expected.Add(odd % 4 == 1 ? odd - 1 : odd + 1);
            var plain = Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(9)), random.Next(9));
            texts.Add(plain.ToString("F8", System.Globalization.CultureInfo.InvariantCulture).TrimEnd('0'));
            expected.Add(plain);
        }
        var table = TableReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes("a\n" + string.Join('\n', texts))), "t.csv");
        var read = Csv.Numbers(table, "a");
        for (var i = 0; i < texts.Count; i++) Assert.True(BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(read[i]), $"{texts[i]} was read as {read[i]:R}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_table_is_the_same_for_any_number_of_threads(int threads)
    {
        var random = new Random(4);
        var text = new StringBuilder("n,t,m\n");
        for (var row = 0; row < 5000; row++) text.Append(random.NextDouble()).Append(',').Append(random.Next(3) == 0 ? "\"a\nb\"" : $"level {random.Next(40)}").Append(',').Append(random.Next(5) == 0 ? "NA" : "7").Append('\n');
        Table Read(int threads, int chunk) => TableReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.ToString())), "t.csv", new ReadOptions { Threads = threads, ChunkBytes = chunk });
        Csv.Same(Read(1, 1 << 20), Read(threads, 997));
    }

    [Fact]
    public void A_lone_missing_value_keeps_its_row()
    {
        Assert.Equal("a\n1\n\"\"\n2\n", Csv.Write(new NumericColumn("a", new[] { 1, NumericColumn.Missing, 2 })));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(Csv.Read("a\n1\n\"\"\n2\n")["a"].IsMissing));
    }

    [Fact]
    public void Fields_are_quoted_only_where_they_must_be() =>
        Assert.Equal("a b,\"c,d\"\n1.5,x y\n-1E-05,\"x;y\"\n,\"\"\"\"\nNaN,\n", Csv.Write(
            new NumericColumn("a b", new[] { 1.5, -1e-5, NumericColumn.Missing, double.NaN }),
            CategoricalColumn.FromTexts("c,d", ["x y", "x;y", "\"", null])));

    [Fact]
    public void Numbers_are_those_of_the_platform_however_they_are_written()
    {
        var random = new Random(13);
        var words = new List<string>();
        for (var i = 0; i < 30_000; i++)
        {
            var digits = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => (char)('0' + random.Next(10))));
            var at = random.Next(digits.Length + 2);
            var number = at <= digits.Length ? digits.Insert(at, ".") : digits;
            words.Add((random.Next(3) switch { 0 => "-", 1 => "+", _ => "" }) + number + (random.Next(3) == 0 ? $"e{random.Next(-340, 320)}" : ""));
        }
        words.AddRange(["-0", "9007199254740993", "9007199254740992.5", "2.2250738585072011e-308", "4.9e-324", "2.4703282292062327e-324", "1.7976931348623158e308",
            "0." + new string('0', 400) + "1e400", "1" + new string('0', 500) + "e-500"]);
        var expected = words.Select(word => double.Parse(word, CultureInfo.InvariantCulture)).Select(BitConverter.DoubleToInt64Bits).ToArray();
        Assert.Equal(expected, Csv.Numbers(Csv.Read("a\n" + string.Join('\n', words)), "a").Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(expected, Csv.Numbers(Csv.Read("a;b\n" + string.Concat(words.Select(word => $" \" {word.Replace('.', ',')}\" ;\n"))), "a").Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("0x1F")]
    [InlineData("1_000")]
    [InlineData("1,000")]
    [InlineData("- 1")]
    [InlineData("1d")]
    [InlineData("1e")]
    [InlineData("(1)")]
    [InlineData("1-")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("n/a")]
    [InlineData("null")]
    [InlineData("١")]
    public void What_is_no_number_makes_a_column_of_texts(string word) =>
        Assert.Equal(["1", word], Csv.Texts(Csv.Read($"a,b\n1,2\n\"{word}\",3\n"), "a"));

    [Fact]
    public void Blanks_belong_to_quoted_texts_but_not_to_numbers_or_missing_values()
    {
        var table = Csv.Read("a,b,c\n\" 1 \",\" NA \",\" x\"\n2,\"  \",\" x \"\n");
        Assert.Equal([1, 2], Csv.Numbers(table, "a"));
        Assert.Equal(2, table["b"].CountMissing());
        Assert.Equal([" x", " x "], Csv.Texts(table, "c"));
    }

    [Theory]
    [InlineData("birthwt.csv", 189)]
    [InlineData("breast_cancer.csv", 569)]
    [InlineData("exam_marks.csv", 100)]
    [InlineData("iris.csv", 150)]
    [InlineData("penguins.csv", 333)]
    public void Sample_data_read_back_as_they_are_written(string file, int rows)
    {
        var table = TableReader.Read(Repository.Sample(file));
        var back = Csv.Read(Csv.Write([.. table.Columns]));
        Assert.Equal(rows, table.Rows);
        Assert.EndsWith($"{file}, line 2", table.Describe(0));
        Assert.EndsWith($"{file}, line {rows + 1}", table.Describe(rows - 1));
        foreach (var column in table.Columns)
            Assert.Equal(Enumerable.Range(0, rows).Select(column.TextAt), Enumerable.Range(0, rows).Select(back[column.Name].TextAt));
    }

    private static Column RandomColumn(Random random, string name, int rows) => random.Next(2) == 0
        ? new NumericColumn(name, Enumerable.Range(0, rows).Select(_ => random.Next(6) switch
        {
            0 => NumericColumn.Missing,
            1 => random.Next(100),
            _ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)) is var v && !double.IsNaN(v) ? v : double.NaN,
        }).ToArray())
        // At least one letter, for a text of digits reads back as a number.
        : CategoricalColumn.FromTexts(name, Enumerable.Range(0, rows).Select(row => row > 0 && random.Next(5) == 0 ? null : Nasty(random) + "x" + Nasty(random)));

    private static string Nasty(Random random)
    {
        const string letters = "ab,;\t|\"\"\r\n .é\u00A0\uFEFF'#=0-";
        return string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => letters[random.Next(letters.Length)]));
    }
}
