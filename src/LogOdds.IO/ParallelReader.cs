using System.Buffers;
using System.Text;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Reads tables with several cores and without holding the text: a first walk finds where records begin in each chunk and how many
/// there are, a second puts the fields of each chunk straight into the columns.
/// </summary>
/// <remarks>
/// It reads what is as it should be. Whatever is not (an odd quote, a record of another length, a text that is not UTF-8) makes it
/// give up, and the reader that goes record by record says what and where.
/// </remarks>
internal sealed class ParallelReader
{
    private readonly Source[] _sources;
    private readonly ReadOptions _options;
    private readonly string[] _names;
    private readonly char[] _delimiters;
    private readonly int[][] _places;
    private readonly byte _decimalMark;
    private readonly bool _isTrimmed;
    private readonly ParallelOptions _parallel;
    private readonly ColumnCells[] _columns;
    private readonly IColumnPlaces _columnPlaces;
    private readonly PackJournal? _journal;
    private readonly ThreadLocal<Utf8Levels[]> _levels;
    private readonly Lock _progress = new();
    private long _bytes;
    private long _bytesDone;

    private ParallelReader(Source[] sources, ReadOptions options, string[] names, char[] delimiters, int[][] places, byte decimalMark, bool isTrimmed, IColumnPlaces columnPlaces, PackJournal? journal)
    {
        (_sources, _options, _names, _delimiters, _places, _decimalMark, _isTrimmed, _columnPlaces, _journal) = (sources, options, names, delimiters, places, decimalMark, isTrimmed, columnPlaces, journal);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount, CancellationToken = options.Cancellation };
        _columns = [.. names.Select((name, number) => new ColumnCells { Number = number, IsKept = options.Columns?.Contains(name) ?? true })];
        _levels = new ThreadLocal<Utf8Levels[]>(() => [.. names.Select(_ => new Utf8Levels())], trackAllValues: true);
    }

    /// <summary>Reads sources as one table; null where they are short, or not what they should be.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="columnPlaces">Where the columns are put.</param>
    /// <param name="journal">What is done of it and what was done before; null where nobody goes on with it later.</param>
    public static Table? TryRead(Source[] sources, ReadOptions options, IColumnPlaces columnPlaces, PackJournal? journal = null)
    {
        if (options.Communicator.Size == 1 && sources.Sum(source => source.Length) < 2 * (long)options.ChunkBytes) return null;
        try
        {
            var beginnings = Array.ConvertAll(sources, source => source.Beginning());
            var (names, delimiters) = (new string[sources.Length][], new char[sources.Length]);
            for (var k = 0; k < sources.Length; k++)
            {
                if (beginnings[k].Delimiter(options) is not { } delimiter) return null;
                using var fields = new Fields(beginnings[k], options);
                // The header is taken for the first record of the first piece; blank lines above it would be that piece.
                if (fields.Line != 1) return null;
                (names[k], delimiters[k]) = (fields.Names, delimiter);
            }
            var places = names.Select((own, k) => Header.Places(own, sources[k], names[0], sources[0])).ToArray();
            var decimalMark = (byte?)options.Decimal ?? DecimalMark.Detect(beginnings, options);
            // Most files have no blanks about their fields, and looking for them in all takes a fifth of the time.
            foreach (var isTrimmed in journal?.IsTrimmed == true ? [true] : new[] { false, true })
            {
                var reader = new ParallelReader(sources, options, names[0], delimiters, places, decimalMark, isTrimmed, columnPlaces, journal);
                if (reader.Read() is { } table) return table;
            }
            return null;
        }
        catch (UnusableDataException)
        {
            return null;
        }
    }

    private Table? Read()
    {
        var ranks = _options.Communicator;
        var pieces = Shares.Own(Piece.Cut(_sources, _options, _parallel), _sources, ranks);
        var rows = pieces.Sum(piece => (long)piece.Capacity);
        if (!Shares.All(rows > 0 && rows <= Array.MaxLength, ranks)) return null;
        // A name that is not there is a fault that the other reader tells.
        if (_options.Columns?.All(_names.Contains) == false) return null;
        var kept = _columns.Where(column => column.IsKept).ToArray();
        if (kept.Length == 0) return null;
        _columnPlaces.Reserve(kept.Length, (int)rows);
        for (var k = 0; k < kept.Length; k++) (kept[k].Place, kept[k].Numbers) = (k, _columnPlaces.Numbers(k));
        foreach (var column in _columns) column.IsDone = !column.IsKept;
        foreach (var text in _journal?.Begin(pieces, rows, kept.Length, _isTrimmed) ?? []) _columns[text].IsText = _columns[text].IsDone = true;
        var isFine = true;
        // The first piece tells most texts from numbers. Where an earlier packing is gone on with, the texts of what it did are not known any more.
        if (_journal?.IsResumed != true)
        {
            isFine = Walk(pieces[0]);
            foreach (var column in _columns.Where(column => column.IsText)) TakeAsText(column);
        }
        isFine = isFine && Walk(pieces, _journal);
        _journal?.Settle();
        if (!Shares.All(isFine, ranks)) return null;

        // Where columns turned out to be texts later, or in another process, texts are walked once more: a piece has its codes from one core.
        var isText = Shares.Any([.. _columns.Select(column => column.IsText)], ranks);
        var late = _columns.Where((column, j) => isText[j] && column.Numbers is not null).ToArray();
        if (late.Length > 0)
        {
            foreach (var column in late) TakeAsText(column);
            foreach (var column in _columns) column.IsDone = !column.IsText;
            isFine = Walk(pieces, journal: null);
        }
        if (!Shares.All(isFine, ranks)) return null;
        var used = Close(pieces);
        if (!Shares.All(used > 0, ranks)) return null;

        var (origin, source) = (new FileOrigin(), -1);
        foreach (var piece in pieces)
        {
            if (piece.Source != source) origin.StartFile(_sources[source = piece.Source].Name);
            origin.Add(piece.Rows, piece.Jumps);
        }
        var levels = Decode();
        return Shares.All(levels is not null, ranks)
            ? new Table(kept.Select(column => Build(column, levels![column.Number], pieces, used)), origin) : null;
    }

    private void TakeAsText(ColumnCells column)
    {
        (column.Numbers, column.Codes) = (null, _columnPlaces.Codes(column.Place));
        (column.IsText, column.IsDone) = (true, false);
    }

    /// <summary>Puts the fields of all pieces into the columns; false where something is not as it should be.</summary>
    private bool Walk(List<Piece> pieces, PackJournal? journal)
    {
        var isFine = true;
        (_bytesDone, _bytes) = (0, pieces.Sum(piece => piece.End - piece.Start));
        Parallel.For(0, pieces.Count, _parallel, (k, state) =>
        {
            if (journal?.IsDone(k) == true) return;
            var isDone = Walk(pieces[k]);
            Report(pieces[k].End - pieces[k].Start);
            if (isDone)
            {
                journal?.Done(k, pieces[k], Texts, _columnPlaces.Flush);
                return;
            }
            isFine = false;
            state.Stop();
        });
        return isFine;
    }

    private IEnumerable<int> Texts() => _columns.Where(column => column.IsText).Select(column => column.Number);

    private bool Walk(Piece piece)
    {
        var length = checked((int)(piece.End - piece.Start));
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var text = _sources[piece.Source].Read(piece.Start, length, buffer);
            piece.Levels = _levels.Value!;
            return new PieceWalk(piece, text, _delimiters[piece.Source], _decimalMark, _isTrimmed, _options, Array.ConvertAll(_places[piece.Source], j => _columns[j]), _columnPlaces).Run();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Report(long bytes)
    {
        if (_options.Progress is not { } progress) return;
        lock (_progress)
        {
            _bytesDone += bytes;
            progress.Report((double)_bytesDone / _bytes);
        }
    }

    /// <summary>Moves rows up where pieces had fewer records than lines; returns their number.</summary>
    private int Close(List<Piece> pieces)
    {
        var next = 0;
        foreach (var piece in pieces)
        {
            if (next != piece.Row)
                foreach (var column in _columns)
                {
                    if (!column.IsKept) continue;
                    if (column.Numbers is { } numbers) numbers.Slice((int)piece.Row, piece.Rows).CopyTo(numbers[next..]);
                    else column.Codes.Slice((int)piece.Row, piece.Rows).CopyTo(column.Codes[next..]);
                }
            piece.Row = next;
            next += piece.Rows;
        }
        return next;
    }

    /// <summary>The texts of each column, by the levels of each core; null where one is not UTF-8.</summary>
    private Dictionary<Utf8Levels, string[]>[]? Decode()
    {
        try
        {
            return [.. _columns.Select((_, place) => _levels.Values.ToDictionary(levels => levels[place],
                levels => Enumerable.Range(0, levels[place].Count).Select(code => Utf8.Strict.GetString(levels[place][code])).ToArray()))];
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private Column Build(ColumnCells column, Dictionary<Utf8Levels, string[]> texts, List<Piece> pieces, int rows)
    {
        if (column.Numbers is { } numbers) return new NumericColumn(_names[column.Number], numbers[..rows]);
        var all = Shares.Union(texts.Values.SelectMany(own => own), _options.Communicator).Order(CategoricalColumn.LevelOrder).ToArray();
        var codeOf = Enumerable.Range(0, all.Length).ToDictionary(code => all[code], StringComparer.Ordinal);
        var map = texts.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(pair.Value, text => codeOf[text]));
        Parallel.ForEach(pieces, _parallel, piece =>
        {
            var newCode = map[piece.Levels![column.Number]];
            foreach (ref var code in column.Codes.Span.Slice((int)piece.Row, piece.Rows))
                if (code != CategoricalColumn.MissingCode) code = newCode[code];
        });
        return new CategoricalColumn(_names[column.Number], all, column.Codes[..rows]);
    }
}
