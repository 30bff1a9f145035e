using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>Detects the decimal mark from the first records of a file.</summary>
internal static class DecimalMark
{
    private const int Sample = 10_000;

    /// <summary>The mark: a comma only where fields are not separated by commas and numbers are written with it.</summary>
    /// <exception cref="UnusableDataException">Numbers of both kinds stand in the file.</exception>
    public static char Detect(Source source, char? delimiter)
    {
        using var fields = new Fields(source, delimiter);
        if (fields.Delimiter == ',') return '.';
        string? point = null, comma = null;
        for (var record = 0; record < Sample && fields.Next(); record++)
        {
            for (var j = 0; j < fields.Names.Length; j++)
            {
                var field = fields[j];
                if (point is null && field.Contains((byte)'.') && NumberParser.TryParse(field, (byte)'.', out _)) point = Place(field, fields.Line);
                if (comma is null && field.Contains((byte)',') && NumberParser.TryParse(field, (byte)',', out _)) comma = Place(field, fields.Line);
            }
            if (point is not null && comma is not null)
                throw new UnusableDataException($"numbers are written with a point ({point}) and with a comma ({comma})", source.Name, "Say which is the decimal mark (decimal).");
        }
        return comma is null ? '.' : ',';
    }

    private static string Place(ReadOnlySpan<byte> field, int line) => $"{System.Text.Encoding.UTF8.GetString(field)} in line {line}";
}
