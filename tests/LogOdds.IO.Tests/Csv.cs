using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>Text as a table, and a table as text.</summary>
internal static class Csv
{
    public static Table Read(string text, ReadOptions? options = null) => Read(System.Text.Encoding.UTF8.GetBytes(text), options);

    public static Table Read(byte[] text, ReadOptions? options = null) => TableReader.Read(new MemoryStream(text), "t.csv", options);

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
