using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>Detects the decimal mark from the first records of each file.</summary>
internal static class DecimalMark
{
    private const string Remedy = "Say which is the decimal mark (decimal).";
    private const int Sample = 10_000;

    /// <summary>The mark: a comma only where fields are not separated by commas and numbers are written with it.</summary>
    /// <exception cref="UnusableDataException">Numbers of both kinds are there.</exception>
    public static byte Detect(IEnumerable<Source> sources, ReadOptions options)
    {
        string? point = null, comma = null;
        foreach (var source in sources)
        {
            using var fields = new Fields(source, options);
            if (fields.Delimiter == ',') continue;
            for (var record = 0; record < Sample && fields.Next(); record++)
            {
                for (var j = 0; j < fields.Names.Length; j++)
                {
                    if (point is null && IsWrittenWith(fields[j], (byte)'.')) point = Describe(fields[j], fields.Place);
                    if (comma is null && IsWrittenWith(fields[j], (byte)',')) comma = Describe(fields[j], fields.Place);
                }
                if (point is not null && comma is not null)
                    throw new UnusableDataException($"numbers are written with a decimal point ({point}) and with a decimal comma ({comma})", remedy: Remedy);
            }
        }
        return (byte)(comma is null ? '.' : ',');
    }

    /// <summary>
    /// Refuses a field that is no number with the detected mark and is one with the other: it stands past the records that
    /// were looked at, and as a text it would quietly make categories of its column.
    /// </summary>
    public static void RequireNotOther(ReadOnlySpan<byte> field, byte mark, Fields fields)
    {
        if (!IsWrittenWithOther(field, mark, fields.Delimiter)) return;
        var other = Other(mark);
        throw new UnusableDataException($"'{System.Text.Encoding.UTF8.GetString(field)}' has a decimal {Word(other)} where numbers before it have a {Word(mark)} or no decimals", fields.Place, Remedy);
    }

    /// <summary>Whether a field that is no number with the mark is one with the other.</summary>
    public static bool IsWrittenWithOther(ReadOnlySpan<byte> field, byte mark, char delimiter) =>
        !(mark == '.' && delimiter == ',') && IsWrittenWith(field, Other(mark));

    private static bool IsWrittenWith(ReadOnlySpan<byte> field, byte mark)
    {
        var other = Other(mark);
        return field.Contains(mark) && NumberParser.TryParse(field, mark, out _) || field.Contains(other) && NumberParser.IsGrouped(field, other, mark);
    }

    private static byte Other(byte mark) => (byte)(mark == '.' ? ',' : '.');

    private static string Describe(ReadOnlySpan<byte> field, string place) => $"{System.Text.Encoding.UTF8.GetString(field)} in {place}";

    private static string Word(byte mark) => mark == '.' ? "point" : "comma";
}
