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
    private readonly ReadOptions _options;
    private readonly char _decimalMark;

    private TextTable(Table table, Source[] sources, string[] names, char delimiter, ReadOptions options, char decimalMark)
    {
        Table = table;
        _sources = sources;
        _names = names;
        _delimiter = delimiter;
        _options = options;
        _decimalMark = decimalMark;
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>Reads files with the same header as one table; "-" is standard input. See <see cref="TableReader"/>.</summary>
    /// <exception cref="UnusableDataException">A file is absent or cannot be read as a table; the message says where and what to do.</exception>
    /// <exception cref="OperationCanceledException">The options asked for it.</exception>
    public static TextTable Read(IReadOnlyList<string> paths, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Read([.. paths.Select(path => Source.Open(path, options.Cancellation))], options);
    }

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
            using var fields = new Fields(source, _options);
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
        if (options.Progress is { } progress) options = options with { Progress = new RisingProgress(progress) };
        if (ParallelReader.TryRead(sources, options) is { } read) return new TextTable(read.Table, sources, read.Names, read.Delimiter, options, read.DecimalMark);
        using var first = new Fields(sources[0], options);
        var decimalMark = (byte?)options.Decimal ?? DecimalMark.Detect(sources, options);

        var columns = first.Names.Select(name => new ColumnBuilder(name, decimalMark)).ToArray();
        var origin = new FileOrigin();
        var (bytesBefore, bytes) = (0L, sources.Sum(source => source.Length));
        foreach (var source in sources)
        {
            origin.StartFile(source.Name);
            var before = bytesBefore;
            Walk(source, columns, origin, share => options.Progress?.Report((before + share * source.Length) / bytes));
            bytesBefore += source.Length;
        }
        if (origin.Rows == 0) throw new UnusableDataException("there is a header but no row of data", sources[0].Name);

        var again = columns.Select(column => column.MustRestart ? column : null).ToArray();
        if (again.Any(column => column is not null))
        {
            foreach (var column in again) column?.RestartAsText();
            foreach (var source in sources) Walk(source, again, origin: null, progress: null);
        }
        var table = new Table(columns.Select(column => column.Build()), origin);
        return new TextTable(table, sources, first.Names, first.Delimiter, options, (char)decimalMark);

        void Walk(Source source, ColumnBuilder?[] columns, FileOrigin? origin, Action<double>? progress)
        {
            using var fields = new Fields(source, options);
            var place = Places(fields.Names, source, first.Names, sources[0]);
            for (var row = 0; fields.Next(); row++)
            {
                origin?.Add(fields.Line);
                for (var j = 0; j < place.Length; j++)
                {
                    if (columns[place[j]] is not { } column) continue;
                    try
                    {
                        if (!column.Add(fields[j]) && options.Decimal is null) DecimalMark.RequireNotOther(fields[j], decimalMark, fields);
                    }
                    catch (DecoderFallbackException e)
                    {
                        throw new UnusableDataException($"the text in column '{fields.Names[j]}' is not UTF-8", fields.Place, Utf8.Remedy, e);
                    }
                }
                if (row % ProgressRows != 0) continue;
                options.Cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(fields.Share);
            }
        }
    }

    /// <summary>Where each column of a file stands in the table: files may have their columns in another order.</summary>
    internal static int[] Places(string[] names, Source source, string[] firstNames, Source first)
    {
        const string remedy = "Files that are read as one table have the same columns.";
        var places = Find(names, firstNames);
        if (Array.IndexOf(places, -1) is var unknown and >= 0)
            throw new UnusableDataException($"the column '{names[unknown]}' is not in the first file, {first.Name}", source.Name, remedy);
        if (Array.IndexOf(Find(firstNames, names), -1) is var absent and >= 0)
            throw new UnusableDataException($"the column '{firstNames[absent]}' of the first file, {first.Name}, is not in this one", source.Name, remedy);
        return places;
    }

    /// <summary>The place of each name among others; −1 where it is not.</summary>
    private static int[] Find(string[] names, string[] among)
    {
        var place = Enumerable.Range(0, among.Length).ToDictionary(i => among[i], StringComparer.Ordinal);
        return Array.ConvertAll(names, name => place.GetValueOrDefault(name, -1));
    }
}
