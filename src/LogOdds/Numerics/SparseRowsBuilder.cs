namespace LogOdds.Numerics;

/// <summary>Puts a sparse matrix together row by row.</summary>
/// <param name="columns">p.</param>
internal sealed class SparseRowsBuilder(int columns)
{
    private readonly List<long> _starts = [0];
    private readonly List<int> _indices = [];
    private readonly List<double> _values = [];

    /// <summary>Adds a row.</summary>
    /// <param name="indices">The columns of its entries, ascending.</param>
    /// <param name="values">Their values.</param>
    public void Add(ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        _indices.AddRange(indices);
        _values.AddRange(values);
        _starts.Add(_indices.Count);
    }

    /// <summary>Adds a row of which nothing is known: whatever is summed up over it is NaN.</summary>
    public void AddMissing() => Add([0], [double.NaN]);

    public SparseMatrix ToMatrix() => new(columns, _starts.ToArray(), _indices.ToArray(), _values.ToArray());
}
