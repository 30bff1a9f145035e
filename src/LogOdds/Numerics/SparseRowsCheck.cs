namespace LogOdds.Numerics;

/// <summary>Looks once at compressed rows that come from outside, so that nothing need look again.</summary>
internal static class SparseRowsCheck
{
    // The rows that a core looks at at a time.
    private const int PartRows = 4096;
    private const long WorthThreads = 1 << 16;

    /// <summary>A matrix of checked rows.</summary>
    /// <exception cref="ArgumentException">The lengths do not fit, an index is out of range, out of order or stands twice in a row, or a value is not finite.</exception>
    public static SparseMatrix Checked(int columns, ReadOnlyMemory<long> starts, ReadOnlyMemory<int> indices, ReadOnlyMemory<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var begins = starts.Span;
        var own = indices.Span;
        if (indices.Length != values.Length) throw new ArgumentException($"There are {indices.Length} column indices and {values.Length} values.", nameof(values));
        if (begins.IsEmpty || begins[0] != 0 || begins[^1] != indices.Length)
            throw new ArgumentException($"The starts of the rows go from 0 to the number of entries, {indices.Length}.", nameof(starts));
        // Nearly all are as they should be, which all cores see at once; what is wrong is looked for only where something is.
        var parts = (begins.Length - 1 + PartRows - 1) / PartRows;
        var areGood = new bool[parts];
        Cores.Each(parts, indices.Length >= WorthThreads, threads: 0, part => areGood[part] = AreGood(columns, starts.Span, indices.Span, values.Span, part * PartRows));
        for (var row = 0; row < begins.Length - 1; row++)
        {
            if (row % PartRows == 0 && areGood[row / PartRows])
            {
                row += PartRows - 1;
                continue;
            }
            if (begins[row + 1] < begins[row] || begins[row + 1] > indices.Length) throw new ArgumentException($"Row {row} ends before it starts.", nameof(starts));
            var last = -1;
            foreach (var index in own[(int)begins[row]..(int)begins[row + 1]])
            {
                if (index < 0 || index >= columns) throw new ArgumentException($"Row {row} has column {index}; there are {columns}, counted from 0.", nameof(indices));
                if (index == last) throw new ArgumentException($"Row {row} has column {index} twice.", nameof(indices));
                if (index < last) throw new ArgumentException($"Row {row} has column {index} after {last}: columns ascend within a row.", nameof(indices));
                last = index;
            }
        }
        if (areGood.Contains(false) && !VectorKernels.AreFinite(values.Span)) throw new ArgumentException("A value is not a finite number.", nameof(values));
        return new SparseMatrix(columns, starts, indices, values);
    }

    private static bool AreGood(int columns, ReadOnlySpan<long> starts, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, int first)
    {
        var end = Math.Min(starts.Length - 1, first + PartRows);
        for (var row = first; row < end; row++)
        {
            if (starts[row + 1] < starts[row] || starts[row + 1] > indices.Length) return false;
            var last = -1;
            foreach (var index in indices[(int)starts[row]..(int)starts[row + 1]])
            {
                if (index <= last) return false;
                last = index;
            }
            if (last >= columns) return false;
        }
        return VectorKernels.AreFinite(values[(int)starts[first]..(int)starts[end]]);
    }
}
