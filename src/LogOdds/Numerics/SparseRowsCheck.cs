namespace LogOdds.Numerics;

/// <summary>Looks once at compressed rows that come from outside, so that nothing need look again.</summary>
internal static class SparseRowsCheck
{
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
        for (var row = 0; row < begins.Length - 1; row++)
        {
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
        if (!VectorKernels.AreFinite(values.Span)) throw new ArgumentException("A value is not a finite number.", nameof(values));
        return new SparseMatrix(columns, starts, indices, values);
    }
}
