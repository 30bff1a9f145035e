using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>Puts the fields of a piece of text into columns.</summary>
/// <param name="piece">The piece, which is told of its rows.</param>
/// <param name="text">Its text.</param>
/// <param name="delimiter">What separates fields.</param>
/// <param name="decimalMark">The decimal mark.</param>
/// <param name="isTrimmed">Whether blanks about fields are taken off.</param>
/// <param name="options">How it is read.</param>
/// <param name="columns">The column of each field.</param>
/// <param name="places">Where columns are put.</param>
internal sealed class PieceWalk(Piece piece, ReadOnlyMemory<byte> text, char delimiter, byte decimalMark, bool isTrimmed, ReadOptions options, ColumnCells[] columns, IColumnPlaces places)
{
    // Rows are put into columns a stretch at a time: one by one, each would touch as many pages as there are columns.
    private const int Stretch = 256;

    // The ends of fields that stay in a core's own cache beside the text.
    private const int Ends = 1 << 16;

    /// <summary>Walks; false where something is not as it should be.</summary>
    public bool Run() => TryRegular() || TryAny();

    /// <summary>The way of most texts: column after column, for no field depends on another.</summary>
    private bool TryRegular()
    {
        var bytes = text.Span;
        // Of one column, a blank line might be a record.
        if (isTrimmed || columns.Length == 1) return false;
        if (piece.IsFirst)
        {
            var header = bytes[..(bytes.IndexOf((byte)'\n') + 1)];
            // It may have a line break in quotes, or end earlier, with a CR.
            if (header.Length < 2 || header[..^2].Contains((byte)'\r') || (options.HasQuotes && int.IsOddInteger(header.Count((byte)'"')))) return false;
            bytes = bytes[header.Length..];
        }
        var memory = ArrayPool<int>.Shared.Rent(Math.Max(Ends, columns.Length + FieldEnds.Slack));
        var numbers = ArrayPool<double>.Shared.Rent(memory.Length / columns.Length);
        try
        {
            var ends = new FieldEnds(bytes, (byte)delimiter, options.HasQuotes, columns.Length, memory);
            var row = 0;
            for (; ends.Next(); row += ends.Rows)
            {
                if (row + ends.Rows > piece.Capacity) return false;
                for (var j = 0; j < columns.Length; j++)
                {
                    var (column, extra) = (columns[j], j == columns.Length - 1 ? ends.ExtraLineEnd : 0);
                    if (column.IsDone) continue;
                    if (column.Numbers is not null)
                    {
                        var cells = numbers.AsSpan(0, ends.Rows);
                        if (TryNumbers(column, bytes, memory.AsSpan(j), extra, cells)) places.Put(column.Place, (int)piece.Row + row, cells);
                    }
                    else
                    {
                        var cells = MemoryMarshal.Cast<double, int>(numbers.AsSpan())[..ends.Rows];
                        if (!TryCodes(column, bytes, memory.AsSpan(j), extra, cells)) return false;
                        places.Put(column.Place, (int)piece.Row + row, cells);
                    }
                }
            }
            if (!ends.IsRegular) return false;
            piece.Jumps.Clear();
            if (row > 0) piece.Jumps.Add((0, piece.Line + (piece.IsFirst ? 1 : 0)));
            piece.Rows = row;
            return true;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(memory);
            ArrayPool<double>.Shared.Return(numbers);
        }
    }

    /// <summary>The numbers of a column in a batch of records; false where one is none.</summary>
    /// <param name="column">The column.</param>
    /// <param name="bytes">The text.</param>
    /// <param name="ends">The ends of the fields, from the one before the column's first.</param>
    /// <param name="extra">The bytes by which a field ends earlier.</param>
    /// <param name="numbers">Where the numbers go, one from each record.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryNumbers(ColumnCells column, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> ends, int extra, Span<double> numbers)
    {
        var (step, mark, hasQuotes, last) = (columns.Length, decimalMark, options.HasQuotes, bytes.Length - NumberParser.PlainBytes);
        ref var first = ref MemoryMarshal.GetReference(bytes);
        ref var end = ref MemoryMarshal.GetReference(ends);
        var before = 0;
        foreach (ref var number in numbers)
        {
            var start = Unsafe.Add(ref end, before) + 1;
            var length = Unsafe.Add(ref end, before + 1) - extra - start;
            before += step;
            if (hasQuotes && length > 1 && Unsafe.Add(ref first, start) == '"')
            {
                start++;
                length -= 2;
            }
            if (start <= last && NumberParser.TryParsePlain(ref Unsafe.Add(ref first, start), length, mark, out var plain)) number = plain;
            else if (!TryNumber(bytes.Slice(start, length), out number))
            {
                column.IsText = column.IsDone = true;
                return false;
            }
        }
        return true;
    }

    /// <summary>The codes of a column in a batch of records; false where a text is not what it seems.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryCodes(ColumnCells column, ReadOnlySpan<byte> bytes, ReadOnlySpan<int> ends, int extra, Span<int> codes)
    {
        for (var row = 0; row < codes.Length; row++)
        {
            var raw = bytes[(ends[row * columns.Length] + 1)..(ends[row * columns.Length + 1] - extra)];
            var cell = options.HasQuotes && raw is [(byte)'"', .., (byte)'"'] ? raw[1..^1] : raw;
            if (!TryCode(column, cell, raw, out codes[row])) return false;
        }
        return true;
    }

    /// <summary>Texts with quotes inside quotes, blank lines and whatever else may be: record after record.</summary>
    private bool TryAny()
    {
        var isOdd = false;
        using var reader = Tokenizer.Open(text, delimiter, options.HasQuotes, isTrimmed, () => isOdd = true);
        if (piece.IsFirst) reader.Read();
        piece.Jumps.Clear();
        var (numbers, codes) = (new double[columns.Length * Stretch], new int[columns.Length * Stretch]);
        var (row, expected) = (0, -1);
        for (; reader.Read(); row++)
        {
            if (isOdd || reader.FieldCount != columns.Length || row == piece.Capacity) return false;
            var line = piece.Line + (int)reader.LineNumber - 1;
            if (line != expected) piece.Jumps.Add((row, line));
            expected = line + 1;
            var at = row % Stretch;
            if (at == 0 && row > 0) Put(numbers, codes, row - Stretch, Stretch);
            for (var j = 0; j < columns.Length; j++, at += Stretch)
            {
                var column = columns[j];
                if (column.IsDone) continue;
                var field = reader.GetSpan(j);
                if (column.Numbers is not null)
                {
                    if (!TryNumber(field, out numbers[at])) column.IsText = column.IsDone = true;
                }
                else if (!TryCode(column, field, reader.GetRawSpan(j), out codes[at])) return false;
            }
        }
        var rest = row == 0 ? 0 : (row - 1) % Stretch + 1;
        Put(numbers, codes, row - rest, rest);
        piece.Rows = row;
        return !isOdd;
    }

    private void Put(double[] numbers, int[] codes, int row, int count)
    {
        for (var j = 0; j < columns.Length; j++)
        {
            if (columns[j].IsDone) continue;
            if (columns[j].Numbers is not null) places.Put(columns[j].Place, (int)piece.Row + row, numbers.AsSpan(j * Stretch, count));
            else places.Put(columns[j].Place, (int)piece.Row + row, codes.AsSpan(j * Stretch, count));
        }
    }

    private bool TryNumber(ReadOnlySpan<byte> field, out double number)
    {
        if (NumberParser.TryParse(field, decimalMark, out number)) return true;
        if (!MissingField.Is(field)) return NumberParser.TryParse(field.Trim(" \t"u8), decimalMark, out number);
        number = NumericColumn.Missing;
        return true;
    }

    private bool TryCode(ColumnCells column, ReadOnlySpan<byte> field, ReadOnlySpan<byte> raw, out int code)
    {
        var levels = piece.Levels![column.Number];
        code = levels.Find(field);
        if (code < 0)
        {
            if (MissingField.Is(field)) return true;
            // A number with the other decimal mark is not the text it seems, which is looked at once for each text.
            if (options.Decimal is null && DecimalMark.IsWrittenWithOther(field, decimalMark, delimiter)) return false;
            code = levels.CodeOf(field);
        }
        // Nor are blanks that are to be trimmed.
        return isTrimmed || !(raw[0] is (byte)' ' or (byte)'\t' || raw[^1] is (byte)' ' or (byte)'\t');
    }
}
