using System.Buffers;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Reads files of any size a piece at a time, has columns added to the rows of each piece, and writes the rows as they came with
/// the new columns behind. Memory does not grow with the files; standard input and packed files are unpacked in memory.
/// </summary>
public static class RowStream
{
    /// <summary>Adds columns to all rows of files with the same header.</summary>
    /// <remarks>
    /// Fields are written with the text that they had ("007" stays "007"), with the delimiter and the decimal mark of the first
    /// file, and in quotes where they must be, whether or not quotes are text in the files. Where a piece cannot be used, what stands before it may have been written.
    /// </remarks>
    /// <param name="paths">The files; "-" is standard input.</param>
    /// <param name="needed">
    /// The columns that are needed to add others: those of categories with their known levels, those of numbers with null. The
    /// others are in the tables by name only, without values.
    /// </param>
    /// <param name="add">Returns columns for the rows of a table; called for several tables at once. For a table of no rows it is asked for names.</param>
    /// <param name="output">Receives UTF-8 text.</param>
    /// <param name="options">How files are read; null to detect everything.</param>
    /// <exception cref="UnusableDataException">A file is absent or cannot be read as a table; the message says where and what to do.</exception>
    /// <exception cref="OperationCanceledException">The options asked for it.</exception>
    public static void Extend(IReadOnlyList<string> paths, IReadOnlyDictionary<string, IReadOnlyCollection<string>?> needed,
        Func<Table, IReadOnlyList<Column>> add, Stream output, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        Source[] sources = [.. paths.Select(path => Source.Open(path, options.Cancellation))];
        if (sources.Length == 0) throw new ArgumentException("There is no file to read.", nameof(paths));
        try
        {
            new Extension(sources, needed, add, options).Write(output);
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
        }
    }

    private sealed class Extension
    {
        private readonly Source[] _sources;
        private readonly string[] _names;
        private readonly char[] _delimiters;
        private readonly int[] _headerLines;
        private readonly int[][] _places;
        private readonly byte _decimalMark;
        private readonly IReadOnlyCollection<string>?[] _levels;
        private readonly bool[] _isNeeded;
        private readonly Func<Table, IReadOnlyList<Column>> _add;
        private readonly ReadOptions _options;

        public Extension(Source[] sources, IReadOnlyDictionary<string, IReadOnlyCollection<string>?> needed, Func<Table, IReadOnlyList<Column>> add, ReadOptions options)
        {
            (_sources, _add, _options) = (sources, add, options);
            var beginnings = Array.ConvertAll(sources, source => source.Beginning());
            var names = new string[sources.Length][];
            (_delimiters, _headerLines) = (new char[sources.Length], new int[sources.Length]);
            for (var k = 0; k < sources.Length; k++)
            {
                using var fields = new Fields(beginnings[k], options);
                (names[k], _delimiters[k], _headerLines[k]) = (fields.Names, fields.Delimiter, fields.Line);
            }
            _names = names[0];
            _places = [.. names.Select((own, k) => Header.Places(own, sources[k], names[0], sources[0]))];
            _decimalMark = (byte?)options.Decimal ?? DecimalMark.Detect(beginnings, options);
            _levels = [.. _names.Select(name => needed.GetValueOrDefault(name))];
            _isNeeded = [.. _names.Select(needed.ContainsKey)];
        }

        public void Write(Stream output)
        {
            var parallel = new ParallelOptions
            {
                MaxDegreeOfParallelism = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount,
                CancellationToken = _options.Cancellation,
            };
            var pieces = Piece.Cut(_sources, _options, parallel);
            var total = Math.Max(1, _sources.Sum(source => source.Length));
            var (done, rows, isBegun) = (0L, 0L, false);
            foreach (var group in pieces.Chunk(2 * parallel.MaxDegreeOfParallelism))
            {
                var results = new (byte[]? Text, int Rows, Exception? Fault)[group.Length];
                Parallel.For(0, group.Length, parallel, k => results[k] = Try(group[k]));
                for (var k = 0; k < group.Length; k++)
                {
                    if (results[k].Fault is { } fault) throw fault is UnusableDataException ? fault : new InvalidOperationException("A piece could not be extended.", fault);
                    if (!isBegun) WriteHeader(output);
                    isBegun = true;
                    output.Write(results[k].Text);
                    rows += results[k].Rows;
                    done += group[k].End - group[k].Start;
                }
                _options.Progress?.Report((double)done / total);
            }
            if (rows == 0) throw new UnusableDataException("there is a header but no row of data", _sources[0].Name);
        }

        private void WriteHeader(Stream output)
        {
            var buffer = new ArrayBufferWriter<byte>();
            var writer = new RecordWriter(buffer, _delimiters[0]);
            foreach (var name in _names.Concat(_add(TableOf([], [], "")).Select(column => column.Name))) writer.Write(name);
            writer.EndRecord();
            output.Write(buffer.WrittenSpan);
        }

        // Faults are handed on in the order of the rows: the first one is the user's.
        private (byte[]? Text, int Rows, Exception? Fault) Try(Piece piece)
        {
            try
            {
                var (text, rows) = Extend(piece);
                return (text, rows, null);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return (null, 0, e);
            }
        }

        private (byte[] Text, int Rows) Extend(Piece piece)
        {
            var length = checked((int)(piece.End - piece.Start));
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                var text = _sources[piece.Source].Read(piece.Start, length, buffer);
                var (cells, lines) = Cells(piece, text);
                var table = TableOf(cells, lines, _sources[piece.Source].Name);
                return (Written(piece, text, _add(table)), lines.Count);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        private Fields FieldsOf(Piece piece, ReadOnlyMemory<byte> text)
        {
            var fields = new Fields(_sources[piece.Source].Name, text, _delimiters[piece.Source], _options.HasQuotes, _names, piece.Line - 1);
            while (piece.IsFirst && fields.Line < _headerLines[piece.Source] && fields.Next())
            {
            }
            return fields;
        }

        /// <summary>The needed columns of a piece, and the line of each of its rows.</summary>
        private (CellColumn?[] Cells, List<int> Lines) Cells(Piece piece, ReadOnlyMemory<byte> text)
        {
            using var fields = FieldsOf(piece, text);
            var cells = new CellColumn?[_names.Length];
            for (var j = 0; j < cells.Length; j++)
                if (_isNeeded[j]) cells[j] = new CellColumn(_names[j], _decimalMark, _levels[j]);
            var (lines, place) = (new List<int>(), _places[piece.Source]);
            while (fields.Next())
            {
                lines.Add(fields.Line);
                for (var j = 0; j < place.Length; j++)
                {
                    if (cells[place[j]] is not { } cell || cell.Add(fields[j], fields.Place)) continue;
                    if (_options.Decimal is null) DecimalMark.RequireNotOther(fields[j], _decimalMark, fields);
                }
            }
            return (cells, lines);
        }

        private Table TableOf(CellColumn?[] cells, List<int> lines, string source)
        {
            var nothing = new int[lines.Count];
            Array.Fill(nothing, CategoricalColumn.MissingCode);
            return new Table(_names.Select((name, j) => j < cells.Length && cells[j] is { } cell ? cell.Build()
                : _isNeeded[j] && _levels[j] is null ? new NumericColumn(name, new double[lines.Count])
                : new CategoricalColumn(name, [], nothing)), new LinesOrigin(source, lines));
        }

        private byte[] Written(Piece piece, ReadOnlyMemory<byte> text, IReadOnlyList<Column> added)
        {
            var output = new ArrayBufferWriter<byte>(text.Length + text.Length / 2 + 256);
            var writer = new RecordWriter(output, _delimiters[0]);
            using var fields = FieldsOf(piece, text);
            var fieldAt = new int[_names.Length];
            for (var j = 0; j < fieldAt.Length; j++) fieldAt[_places[piece.Source][j]] = j;
            Span<byte> number = stackalloc byte[32];
            for (var row = 0; fields.Next(); row++)
            {
                foreach (var field in fieldAt) writer.Write(fields[field]);
                foreach (var column in added)
                {
                    if (column is NumericColumn numeric && !column.IsMissing(row)) writer.Write(NumberText(numeric.Values[row], number));
                    else writer.Write(column.TextAt(row));
                }
                writer.EndRecord();
            }
            return output.WrittenSpan.ToArray();
        }

        private ReadOnlySpan<byte> NumberText(double value, Span<byte> text)
        {
            value.TryFormat(text, out var length, "R", System.Globalization.CultureInfo.InvariantCulture);
            if (_decimalMark != '.' && text[..length].IndexOf((byte)'.') is var mark and >= 0) text[mark] = _decimalMark;
            return text[..length];
        }
    }

    /// <summary>A column of a piece whose kind is known beforehand.</summary>
    private sealed class CellColumn(string name, byte decimalMark, IReadOnlyCollection<string>? levels)
    {
        private readonly List<double> _numbers = [];
        private readonly List<int> _codes = [];
        private readonly Utf8Levels _texts = new();
        private string? _fault;
        private int _faultRow;

        /// <summary>Adds a field; false where it is a text and should be a number.</summary>
        public bool Add(ReadOnlySpan<byte> field, string place)
        {
            var bare = field.Trim(" \t"u8);
            var isMissing = MissingField.Is(bare);
            if (levels is null)
            {
                var value = NumericColumn.Missing;
                var isNumber = isMissing || NumberParser.TryParse(bare, decimalMark, out value);
                if (!isNumber && _fault is null) (_fault, _faultRow) = (System.Text.Encoding.UTF8.GetString(field), _numbers.Count);
                _numbers.Add(isNumber ? value : NumericColumn.Missing);
                return isNumber;
            }
            if (isMissing)
            {
                _codes.Add(CategoricalColumn.MissingCode);
                return true;
            }
            var known = _texts.Count;
            var code = _texts.CodeOf(field);
            _codes.Add(code);
            if (code == known && !System.Text.Unicode.Utf8.IsValid(field))
                throw new UnusableDataException($"the text in column '{name}' is not UTF-8", place, Utf8.Remedy);
            return true;
        }

        public Column Build()
        {
            // A text among numbers makes a column of texts, of which it is the only one.
            if (_fault is not null)
            {
                var codes = new int[_numbers.Count];
                Array.Fill(codes, CategoricalColumn.MissingCode);
                codes[_faultRow] = 0;
                return new CategoricalColumn(name, [_fault], codes);
            }
            if (levels is null) return new NumericColumn(name, _numbers.ToArray());
            var texts = Enumerable.Range(0, _texts.Count).Select(code => Level(_texts[code], levels)).ToArray();
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var text in texts) places.TryAdd(text, places.Count);
            var codeOf = Array.ConvertAll(texts, text => places[text]);
            return new CategoricalColumn(name, places.OrderBy(place => place.Value).Select(place => place.Key), _codes.Select(code => code < 0 ? code : codeOf[code]).ToArray());
        }

        // A level that is a number may be written in another way: 1.0 for 1.
        private string Level(ReadOnlySpan<byte> text, IReadOnlyCollection<string> known)
        {
            var level = System.Text.Encoding.UTF8.GetString(text);
            return !known.Contains(level) && NumberParser.TryParse(text.Trim(" \t"u8), decimalMark, out var number)
                && known.Contains(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture))
                ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : level;
        }
    }

    private sealed class LinesOrigin(string source, List<int> lines) : IRowOrigin
    {
        public string Describe(int row) => $"{source}, line {lines[row]}";
    }
}
