using System.Globalization;
using System.Text;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>A table together with the text it was read from, so that its rows can be written again as they came.</summary>
public sealed class TextTable
{
    private const int ProgressRows = 4096;

    private readonly Source[] _sources;
    private readonly string[] _names;
    private readonly char _delimiter;
    private readonly char? _givenDelimiter;
    private readonly char _decimalMark;

    private TextTable(Table table, Source[] sources, string[] names, char delimiter, char? givenDelimiter, char decimalMark)
    {
        Table = table;
        _sources = sources;
        _names = names;
        _delimiter = delimiter;
        _givenDelimiter = givenDelimiter;
        _decimalMark = decimalMark;
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>Reads files with the same header as one table; "-" is standard input. See <see cref="TableReader"/>.</summary>
    /// <exception cref="UnusableDataException">A file is absent or cannot be read as a table; the message says where and what to do.</exception>
    public static TextTable Read(IReadOnlyList<string> paths, ReadOptions? options = null) =>
        Read([.. paths.Select(Source.Open)], options ?? new ReadOptions());

    /// <summary>
    /// Writes every row with the text of its fields as it was read ("007" stays "007"), followed by the values of
    /// <paramref name="added"/> columns, all with the delimiter and the decimal mark of the first file.
    /// </summary>
    /// <param name="added">Columns with one value a row.</param>
    /// <param name="stream">Receives UTF-8 text.</param>
    public void WriteWith(IReadOnlyList<Column> added, Stream stream)
    {
        using var writer = new RecordWriter(stream, _delimiter);
        foreach (var name in _names.Concat(added.Select(column => column.Name))) writer.Write(name);
        writer.EndRecord();
        var row = 0;
        foreach (var source in _sources)
        {
            using var fields = new Fields(source, _givenDelimiter);
            var here = Find(_names, fields.Names);
            for (; fields.Next(); row++)
            {
                foreach (var column in here) writer.Write(System.Text.Encoding.UTF8.GetString(fields[column]));
                foreach (var column in added) writer.Write(column is NumericColumn ? column.TextAt(row).Replace('.', _decimalMark) : column.TextAt(row));
                writer.EndRecord();
            }
        }
    }

    internal static TextTable Read(Source[] sources, ReadOptions options)
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
        var table = new Table(columns.Select(column => column.Build()), new FileOrigin(files, [.. lines]));
        return new TextTable(table, sources, first.Names, first.Delimiter, options.Delimiter, (char)decimalMark);
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
        RequireNames(here, source);
        var places = Find(here, names);
        if (Array.IndexOf(places, -1) is var unknown and >= 0)
            throw new UnusableDataException($"the column '{here[unknown]}' is not in the first file", source.Name, "Files that are read as one table have the same columns.");
        if (Array.IndexOf(Find(names, here), -1) is var absent and >= 0)
            throw new UnusableDataException($"the column '{names[absent]}' of the first file is not in this one", source.Name, "Files that are read as one table have the same columns.");
        return places;
    }

    /// <summary>The place of each name among others; −1 where it is not.</summary>
    private static int[] Find(string[] names, string[] among)
    {
        var place = Enumerable.Range(0, among.Length).ToDictionary(i => among[i], StringComparer.Ordinal);
        return Array.ConvertAll(names, name => place.GetValueOrDefault(name, -1));
    }

    private static void RequireNames(string[] names, Source source)
    {
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new UnusableDataException($"two columns are named '{repeated.Key}'", $"{source.Name}, line 1", "Rename one of them.");
        if (names.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            throw new UnusableDataException("the first line holds numbers, not the names of columns", $"{source.Name}, line 1", "Put a line with names on top.");
    }
}
