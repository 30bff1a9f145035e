using System.Buffers;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>Designs of the same rows side by side: blocks of sparse columns beside numbers and factors.</summary>
internal sealed class JoinedDesign : IColumnDesign, ISparseColumns
{
    private readonly IColumnDesign[] _parts;

    // Where each part begins, and where the last ends.
    private readonly int[] _starts;

    public JoinedDesign(int rows, IColumnDesign[] parts)
    {
        (Rows, _parts, _starts) = (rows, parts, new int[parts.Length + 1]);
        for (var k = 0; k < parts.Length; k++) _starts[k + 1] = _starts[k] + parts[k].Columns;
        NumbersPerRow = parts.Sum(part => part.NumbersPerRow);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns => _starts[^1];

    /// <inheritdoc/>
    public int NumbersPerRow { get; }

    /// <inheritdoc/>
    public double ProductsPerRow
    {
        get
        {
            var own = _parts.Sum(part => part.ProductsPerRow);
            for (var k = 1; k < _parts.Length; k++) own += (double)Math.Min(_parts[k].Columns, _starts[k]) * 8 * NumbersPerRow;
            return own;
        }
    }

    /// <inheritdoc/>
    public void Multiply(RowBlock rows, ReadOnlySpan<double> beta, Span<double> eta)
    {
        _parts[0].Multiply(rows, Of(0, beta), eta);
        var lent = ArrayPool<double>.Shared.Rent(rows.Count);
        var own = lent.AsSpan(0, rows.Count);
        for (var k = 1; k < _parts.Length; k++)
        {
            _parts[k].Multiply(rows, Of(k, beta), own);
            VectorKernels.Add(eta[..rows.Count], own);
        }
        ArrayPool<double>.Shared.Return(lent);
    }

    /// <inheritdoc/>
    public void AddTransposed(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient)
    {
        for (var k = 0; k < _parts.Length; k++) _parts[k].AddTransposed(rows, residual, gradient.Slice(_starts[k], _parts[k].Columns));
    }

    /// <inheritdoc/>
    public void AddSandwich(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian)
    {
        for (var k = 0; k < _parts.Length; k++)
        {
            var own = new double[PackedSymmetric.Length(_parts[k].Columns)];
            _parts[k].AddSandwich(rows, curvature, own);
            for (var i = 0; i < _parts[k].Columns; i++)
                VectorKernels.Add(packedHessian.Slice(PackedSymmetric.Row(_starts[k] + i) + _starts[k], i + 1), own.AsSpan(PackedSymmetric.Row(i), i + 1));
            for (var other = 0; other < k; other++) AddCross(rows, curvature, k, other, packedHessian);
        }
    }

    /// <inheritdoc/>
    public IDesign Select(ReadOnlySpan<int> columns)
    {
        // Columns keep the order that is asked for; neighbours from the same part stay together.
        var parts = new List<IColumnDesign>();
        for (int start = 0, end; start < columns.Length; start = end)
        {
            var part = PartOf(columns[start]);
            var own = new List<int>();
            for (end = start; end < columns.Length && PartOf(columns[end]) == part; end++) own.Add(columns[end] - _starts[part]);
            parts.Add((IColumnDesign)_parts[part].Select([.. own]));
        }
        return parts.Count == 0 ? new DenseDesign<double>(Rows, []) : parts is [var only] ? only : new JoinedDesign(Rows, [.. parts]);
    }

    /// <inheritdoc/>
    public double Dot(int column, ReadOnlySpan<double> rows)
    {
        var part = PartOf(column);
        return _parts[part].Dot(column - _starts[part], rows);
    }

    /// <inheritdoc/>
    void ISparseColumns.Prepare()
    {
        foreach (var part in _parts) (part as ISparseColumns)?.Prepare();
    }

    /// <inheritdoc/>
    void ISparseColumns.Dots(int first, ReadOnlySpan<double> rows, Span<double> sums)
    {
        for (var k = 0; k < sums.Length; k++) sums[k] = Dot(first + k, rows);
    }

    /// <inheritdoc/>
    double ISparseColumns.SumOfSquares(int column, ReadOnlySpan<double> weights)
    {
        var part = PartOf(column);
        if (_parts[part] is ISparseColumns sparse) return sparse.SumOfSquares(column - _starts[part], weights);
        var weighted = Weighted(part, column, 1, weights);
        return _parts[part].Dot(column - _starts[part], weighted);
    }

    /// <inheritdoc/>
    void ISparseColumns.AddWeighted(int column, double factor, ReadOnlySpan<double> weights, Span<double> rows)
    {
        var part = PartOf(column);
        if (_parts[part] is ISparseColumns sparse) sparse.AddWeighted(column - _starts[part], factor, weights, rows);
        else VectorKernels.Add(rows, Weighted(part, column, factor, weights));
    }

    private double[] Weighted(int part, int column, double factor, ReadOnlySpan<double> weights)
    {
        var weighted = new double[Rows];
        _parts[part].AddColumn(column - _starts[part], factor, weighted);
        VectorKernels.Multiply(weighted, weights, weighted);
        return weighted;
    }

    /// <inheritdoc/>
    public void AddColumn(int column, double factor, Span<double> rows)
    {
        var part = PartOf(column);
        _parts[part].AddColumn(column - _starts[part], factor, rows);
    }

    /// <summary>The products of one part's columns with another's: the narrower is walked column by column.</summary>
    private void AddCross(RowBlock rows, ReadOnlySpan<double> curvature, int later, int earlier, Span<double> packedHessian)
    {
        var (narrow, wide) = _parts[later].Columns <= _parts[earlier].Columns ? (later, earlier) : (earlier, later);
        var (unit, column, sums) = (new double[_parts[narrow].Columns], new double[rows.Count], new double[_parts[wide].Columns]);
        for (var j = 0; j < unit.Length; j++)
        {
            unit[j] = 1;
            _parts[narrow].Multiply(rows, unit, column);
            unit[j] = 0;
            VectorKernels.Multiply(column, curvature[..rows.Count], column);
            Array.Clear(sums);
            _parts[wide].AddTransposed(rows, column, sums);
            for (var i = 0; i < sums.Length; i++) packedHessian[PackedSymmetric.Index(_starts[narrow] + j, _starts[wide] + i)] += sums[i];
        }
    }

    private ReadOnlySpan<double> Of(int part, ReadOnlySpan<double> beta) => beta.Slice(_starts[part], _parts[part].Columns);

    private int PartOf(int column)
    {
        var part = 0;
        while (column >= _starts[part + 1]) part++;
        return part;
    }
}
