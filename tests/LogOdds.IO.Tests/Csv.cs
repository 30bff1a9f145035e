using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>Text as a table, and a table as text.</summary>
internal static class Csv
{
    public static Table Read(string text, ReadOptions? options = null) => Read(System.Text.Encoding.UTF8.GetBytes(text), options);

    /// <summary>Reads a text in one piece, and again in small pieces by several cores: it must be the same table, or the same fault.</summary>
    public static Table Read(byte[] text, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        var (whole, fault) = Try(() => TableReader.Read(new MemoryStream(text), "t.csv", options));
        foreach (var size in new[] { 1, 7, 64 })
        {
            var (table, otherFault) = Try(() => TableReader.Read(new MemoryStream(text), "t.csv", options with { ChunkBytes = size }));
            Assert.Equal(fault?.GetType(), otherFault?.GetType());
            Assert.Equal(fault?.Message, otherFault?.Message);
            if (whole is not null) Same(whole, table!);
        }
        foreach (var size in new[] { 2, 3 })
        {
            var (shares, otherFault) = Try(() => ThreadRanks.Run(size, ranks => TableReader.Read(new MemoryStream(text), "t.csv", options with { Communicator = ranks, ChunkBytes = 64 })));
            if (whole?.Rows < size) continue;
            Assert.Equal(fault?.GetType(), otherFault?.GetType());
            Assert.Equal(fault?.Message, otherFault?.Message);
            if (whole is not null) AreShares(whole, shares!);
        }
        return whole ?? throw fault!;
    }

    /// <summary>Whether tables are stretches of the rows of another, one after the other, with its columns and levels.</summary>
    private static void AreShares(Table whole, Table[] shares)
    {
        foreach (var share in shares)
        {
            Assert.Equal(whole.Columns.Select(column => (column.Name, column.GetType())), share.Columns.Select(column => (column.Name, column.GetType())));
            foreach (var (one, other) in whole.Columns.Zip(share.Columns))
                if (one is CategoricalColumn texts) Assert.Equal(texts.Levels, ((CategoricalColumn)other).Levels);
            Assert.True(share.Rows > 0);
        }
        Assert.Equal(Enumerable.Range(0, whole.Rows).Select(row => Line(whole, row)), shares.SelectMany(share => Enumerable.Range(0, share.Rows).Select(row => Line(share, row))));

        static string Line(Table table, int row) => $"{table.Describe(row)}: {string.Join('\0', table.Columns.Select(column => column.IsMissing(row) ? "missing" : $"'{column.TextAt(row)}'"))}";
    }

    /// <summary>Whether two tables are the same in every column, value and row's origin.</summary>
    public static void Same(Table expected, Table actual)
    {
        Assert.Equal(expected.Columns.Select(column => (column.Name, column.GetType())), actual.Columns.Select(column => (column.Name, column.GetType())));
        for (var j = 0; j < expected.Columns.Count; j++)
        {
            if (expected.Columns[j] is NumericColumn numbers) Assert.Equal(numbers.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), ((NumericColumn)actual.Columns[j]).Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
            else
            {
                Assert.Equal(((CategoricalColumn)expected.Columns[j]).Levels, ((CategoricalColumn)actual.Columns[j]).Levels);
                Assert.Equal(((CategoricalColumn)expected.Columns[j]).Codes, ((CategoricalColumn)actual.Columns[j]).Codes);
            }
        }
        Assert.Equal(Enumerable.Range(0, expected.Rows).Select(expected.Describe), Enumerable.Range(0, actual.Rows).Select(actual.Describe));
    }

    private static (T?, Exception?) Try<T>(Func<T> read) where T : class
    {
        try
        {
            return (read(), null);
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }

    public static string Problem(string text, ReadOptions? options = null) => Assert.Throws<UnusableDataException>(() => Read(text, options)).Message;

    public static string Problem(byte[] text) => Assert.Throws<UnusableDataException>(() => Read(text)).Message;

    public static string Write(params Column[] columns)
    {
        var stream = new MemoryStream();
        TableWriter.Write(new Table(columns), stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public static double[] Numbers(Table table, string name) => Assert.IsType<NumericColumn>(table[name]).Values.ToArray();

    public static IEnumerable<string?> Texts(Table table, string name)
    {
        var column = Assert.IsType<CategoricalColumn>(table[name]);
        return Enumerable.Range(0, column.Rows).Select(row => column.IsMissing(row) ? null : column.TextAt(row));
    }
}
