using System.Text;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Reads tables record by record: short ones, and those that are not what they should be, to say what and where. Where processes share the rows
/// out, each reads all of them.
/// </summary>
internal static class SequentialReader
{
    private const int ProgressRows = 4096;

    /// <summary>Reads sources as one table.</summary>
    /// <exception cref="UnusableDataException">They cannot be read as a table; the message says where and what to do.</exception>
    public static Table Read(Source[] sources, ReadOptions options)
    {
        if (sources.Any(source => source.Length > options.MostTextInMemory)) LongSources.RequireFault(sources, options);
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
        return Shares.Own(new Table(columns.Select(column => column.Build()), origin), options.Communicator);

        void Walk(Source source, ColumnBuilder?[] columns, FileOrigin? origin, Action<double>? progress)
        {
            using var fields = new Fields(source, options);
            var place = Header.Places(fields.Names, source, first.Names, sources[0]);
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
}
