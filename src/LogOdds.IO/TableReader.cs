using System.Globalization;
using System.Text;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Reads delimited text as a table: RFC 4180 with a header; delimiter and decimal mark detected; quotes, a byte order mark,
/// CR LF and blank lines taken as they come; gzip recognised. Empty and <c>NA</c> fields are missing. A column is numeric when
/// all its other fields are numbers, and categorical otherwise.
/// </summary>
public static class TableReader
{
    private const int ProgressRows = 4096;

    /// <summary>Reads files with the same header as one table; "-" is standard input.</summary>
    /// <exception cref="UnusableDataException">A file is absent or cannot be read as a table; the message says where and what to do.</exception>
    public static Table Read(IReadOnlyList<string> paths, ReadOptions? options = null) =>
        Read([.. paths.Select(Source.Open)], options ?? new ReadOptions());

    /// <summary>Reads one file; "-" is standard input.</summary>
    /// <inheritdoc cref="Read(IReadOnlyList{string}, ReadOptions?)"/>
    public static Table Read(string path, ReadOptions? options = null) => Read([path], options);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The text, or gzip of it.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How; null to detect everything.</param>
    /// <exception cref="UnusableDataException">The text cannot be read as a table.</exception>
    public static Table Read(Stream stream, string name, ReadOptions? options = null) => Read([Source.Read(stream, name)], options ?? new ReadOptions());

    private static Table Read(Source[] sources, ReadOptions options)
    {
        if (sources.Length == 0) throw new ArgumentException("There is no file to read.", nameof(sources));
        using var first = new Fields(sources[0], options.Delimiter);
        RequireNames(first.Names, sources[0]);
        var decimalMark = (byte)(options.Decimal ?? DecimalMark.Detect(sources[0], options.Delimiter));

        var columns = first.Names.Select(name => new ColumnBuilder(name, decimalMark)).ToArray();
        var lines = new List<int>();
        var files = new List<(string, int)>();
        var (bytesBefore, bytes) = (0L, sources.Sum(source => (long)source.Bytes.Length));
        foreach (var source in sources)
        {
            files.Add((source.Name, lines.Count));
            var before = bytesBefore;
            Walk(source, first.Names, options.Delimiter, columns, lines, share => options.Progress?.Report((before + share * source.Bytes.Length) / bytes));
            bytesBefore += source.Bytes.Length;
        }
        if (lines.Count == 0) throw new UnusableDataException("there is a header but no row of data", sources[0].Name);

        var again = columns.Select(column => column.MustRestart ? column : null).ToArray();
        if (again.Any(column => column is not null))
        {
            foreach (var column in again) column?.RestartAsText();
            foreach (var source in sources) Walk(source, first.Names, options.Delimiter, again, lines: null, progress: null);
        }
        return new Table(columns.Select(column => column.Build()), new FileOrigin(files, [.. lines]));
    }

    private static void Walk(Source source, string[] names, char? delimiter, ColumnBuilder?[] columns, List<int>? lines, Action<double>? progress)
    {
        using var fields = new Fields(source, delimiter);
        var place = Places(fields.Names, names, source);
        for (var row = 0; fields.Next(); row++)
        {
            lines?.Add(fields.Line);
            for (var j = 0; j < place.Length; j++)
            {
                if (columns[place[j]] is not { } column) continue;
                try
                {
                    column.Add(fields[j]);
                }
                catch (DecoderFallbackException e)
                {
                    throw new UnusableDataException($"the text in column '{fields.Names[j]}' is not UTF-8", $"{source.Name}, line {fields.Line}", "Save the file as UTF-8.", e);
                }
            }
            if (row % ProgressRows == 0) progress?.Invoke(fields.Share);
        }
    }

    /// <summary>Where each column of this file stands in the table: files may have their columns in another order.</summary>
    private static int[] Places(string[] here, string[] names, Source source)
    {
        var places = here.Select(name => Array.IndexOf(names, name)).ToArray();
        if (Array.IndexOf(places, -1) is var unknown and >= 0)
            throw new UnusableDataException($"the column '{here[unknown]}' is not in the first file", source.Name, "Files that are read as one table have the same columns.");
        if (names.FirstOrDefault(name => !here.Contains(name)) is { } absent)
            throw new UnusableDataException($"the column '{absent}' of the first file is not in this one", source.Name, "Files that are read as one table have the same columns.");
        return places;
    }

    private static void RequireNames(string[] names, Source source)
    {
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new UnusableDataException($"two columns are named '{repeated.Key}'", $"{source.Name}, line 1", "Rename one of them.");
        if (names.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            throw new UnusableDataException("the first line holds numbers, not the names of columns", $"{source.Name}, line 1", "Put a line with names on top.");
    }
}
