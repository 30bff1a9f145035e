using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// A design of numbers and factors. A factor's part of a product is a look-up by level code, of a transposed product an addition
/// to its level, of Xᵀ diag(d) X a count of d by pairs of levels: a row costs one operation a factor, however many levels.
/// </summary>
internal sealed class MixedDesign : IColumnDesign, IMappedDesign
{
    // As many rows are in a block: a table of more columns is larger than what it serves.
    private const int ManyColumns = 1024;

    private readonly ReadAhead? _ahead;
    private readonly DenseDesign<double> _numbers;
    private readonly int[] _numberColumns;
    private readonly IReadOnlyList<ReadOnlyMemory<double>> _numberValues;
    private readonly double[] _numberOrigins;
    private readonly FactorBlock[] _factors;

    /// <summary>Joins numbers and factors.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">p.</param>
    /// <param name="numbers">The numeric columns.</param>
    /// <param name="origins">What is taken off each of them.</param>
    /// <param name="numberColumns">Where each of them stands in the design.</param>
    /// <param name="factors">The factors, in the order of their columns.</param>
    public MixedDesign(int rows, int columns, IReadOnlyList<ReadOnlyMemory<double>> numbers, double[] origins, int[] numberColumns, FactorBlock[] factors)
    {
        Rows = rows;
        Columns = columns;
        _ahead = ReadAhead.Of(rows, numbers, factors.Select(factor => factor.Codes));
        _numbers = new DenseDesign<double>(rows, numbers, origins, _ahead);
        (_numberValues, _numberOrigins, _numberColumns, _factors) = (numbers, origins, numberColumns, factors);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public int NumbersPerRow => _numberColumns.Length + _factors.Length;

    /// <inheritdoc/>
    // An addition somewhere in the matrix takes about as long as eight multiply-adds in registers.
    public double ProductsPerRow => _numbers.ProductsPerRow + 8.0 * _factors.Length * (NumbersPerRow + 1);

    /// <inheritdoc/>
    public bool IsMapped => _ahead is not null;

    /// <inheritdoc/>
    public IDesign Gather(IReadOnlyList<RowBlock> blocks)
    {
        var codes = Gathering.Of([.. _factors.Select(factor => factor.Codes)], blocks, _ahead);
        return new MixedDesign(blocks.Sum(block => block.Count), Columns, Gathering.Of(_numberValues, blocks, _ahead), _numberOrigins, _numberColumns,
            [.. _factors.Select((factor, k) => factor with { Codes = codes[k] })]);
    }

    /// <inheritdoc/>
    public void Multiply(RowBlock rows, ReadOnlySpan<double> beta, Span<double> eta)
    {
        var own = new double[_numberColumns.Length];
        for (var k = 0; k < own.Length; k++) own[k] = beta[_numberColumns[k]];
        _numbers.Multiply(rows, own, eta);
        AddLevels(rows, beta, eta);
    }

    /// <inheritdoc/>
    public void AddTransposed(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient)
    {
        var own = new double[_numberColumns.Length];
        _numbers.AddTransposed(rows, residual, own);
        for (var k = 0; k < own.Length; k++) gradient[_numberColumns[k]] += own[k];
        AddToLevels(rows, residual, gradient);
    }

    /// <inheritdoc/>
    public void MultiplyMany(RowBlock rows, int count, ReadOnlySpan<double> betas, Span<double> etas)
    {
        _numbers.MultiplyMany(rows, count, OfNumbers(count, betas), etas);
        for (var k = 0; k < count; k++) AddLevels(rows, betas.Slice(k * Columns, Columns), etas.Slice(k * rows.Count, rows.Count));
    }

    /// <inheritdoc/>
    public void AddTransposedMany(RowBlock rows, int count, ReadOnlySpan<double> residuals, Span<double> gradients)
    {
        var own = new double[count * _numberColumns.Length];
        _numbers.AddTransposedMany(rows, count, residuals, own);
        AddOfNumbers(count, own, gradients);
        for (var k = 0; k < count; k++) AddToLevels(rows, residuals.Slice(k * rows.Count, rows.Count), gradients.Slice(k * Columns, Columns));
    }

    /// <inheritdoc/>
    public void ThereAndBack(RowBlock rows, int count, ReadOnlyMemory<double> betas, ResidualsOf answer, Memory<double> gradients)
    {
        var own = new double[count * _numberColumns.Length];
        _numbers.ThereAndBack(rows, count, OfNumbers(count, betas.Span), (part, etas, residuals) =>
        {
            for (var k = 0; k < count; k++) AddLevels(part, betas.Span.Slice(k * Columns, Columns), etas.Slice(k * part.Count, part.Count));
            answer(part, etas, residuals);
            for (var k = 0; k < count; k++) AddToLevels(part, residuals.Slice(k * part.Count, part.Count), gradients.Span.Slice(k * Columns, Columns));
        }, own);
        AddOfNumbers(count, own, gradients.Span);
    }

    /// <summary>The coefficients of the numeric columns, of several vectors.</summary>
    private double[] OfNumbers(int count, ReadOnlySpan<double> betas)
    {
        var numbers = _numberColumns.Length;
        var own = new double[count * numbers];
        for (var k = 0; k < count; k++)
            for (var j = 0; j < numbers; j++) own[k * numbers + j] = betas[k * Columns + _numberColumns[j]];
        return own;
    }

    /// <summary>Adds what belongs to the numeric columns to several gradients.</summary>
    private void AddOfNumbers(int count, double[] own, Span<double> gradients)
    {
        var numbers = _numberColumns.Length;
        for (var k = 0; k < count; k++)
            for (var j = 0; j < numbers; j++) gradients[k * Columns + _numberColumns[j]] += own[k * numbers + j];
    }

    /// <summary>Adds the coefficients of each row's levels.</summary>
    private void AddLevels(RowBlock rows, ReadOnlySpan<double> beta, Span<double> eta)
    {
        if (Columns > ManyColumns)
        {
            // A table for each block would take longer than the block.
            foreach (var factor in _factors)
            {
                var codes = factor.Codes.Span.Slice(rows.Start, rows.Count);
                for (var i = 0; i < codes.Length; i++)
                {
                    var column = factor.ColumnOf[codes[i] + 1];
                    if (column != Columns) eta[i] += column < Columns ? beta[column] : double.NaN;
                }
            }
            return;
        }
        // Two entries more: levels without a column add nothing, a missing level makes the row missing.
        var table = new double[Columns + 2];
        beta[..Columns].CopyTo(table);
        table[Columns + 1] = double.NaN;
        foreach (var factor in _factors)
        {
            var codes = factor.Codes.Span.Slice(rows.Start, rows.Count);
            var columnOf = factor.ColumnOf;
            for (var i = 0; i < codes.Length; i++) eta[i] += table[columnOf[codes[i] + 1]];
        }
    }

    /// <summary>Adds each row's entry to its levels.</summary>
    private void AddToLevels(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient)
    {
        if (Columns > ManyColumns)
        {
            foreach (var factor in _factors)
            {
                var codes = factor.Codes.Span.Slice(rows.Start, rows.Count);
                for (var i = 0; i < codes.Length; i++)
                {
                    var column = factor.ColumnOf[codes[i] + 1];
                    if (column < Columns) gradient[column] += residual[i];
                }
            }
            return;
        }
        var table = new double[Columns + 2];
        foreach (var factor in _factors)
        {
            var codes = factor.Codes.Span.Slice(rows.Start, rows.Count);
            var columnOf = factor.ColumnOf;
            for (var i = 0; i < codes.Length; i++) table[columnOf[codes[i] + 1]] += residual[i];
        }
        VectorKernels.Add(gradient[..Columns], table.AsSpan(0, Columns));
    }

    /// <inheritdoc/>
    public void AddSandwich(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian)
    {
        AddNumbersByNumbers(rows, curvature, packedHessian);
        for (var a = 0; a < _factors.Length; a++)
        {
            var codes = _factors[a].Codes.Span.Slice(rows.Start, rows.Count);
            var columnOf = _factors[a].ColumnOf;
            for (var i = 0; i < codes.Length; i++)
            {
                var column = columnOf[codes[i] + 1];
                if (column < Columns) packedHessian[PackedSymmetric.Index(column, column)] += curvature[i];
            }
            for (var b = 0; b < a; b++) AddFactorByFactor(rows, curvature, _factors[a], _factors[b], packedHessian);
            AddFactorByNumbers(rows, curvature, _factors[a], packedHessian);
        }
    }

    /// <inheritdoc/>
    public IDesign Select(ReadOnlySpan<int> columns)
    {
        // Where each column goes; one entry more is that of levels without a column.
        var place = new int[Columns + 1];
        var none = columns.Length;
        Array.Fill(place, none);
        for (var k = 0; k < columns.Length; k++) place[columns[k]] = k;
        int[] numbers = [.. Enumerable.Range(0, _numberColumns.Length).Where(k => place[_numberColumns[k]] < none)];
        FactorBlock[] factors = [.. _factors
            .Select(factor => new FactorBlock(factor.Codes, [none + 1, .. factor.ColumnOf.Skip(1).Select(column => place[column])]))
            .Where(factor => factor.ColumnOf.Skip(1).Any(column => column < none))];
        return new MixedDesign(Rows, none, [.. numbers.Select(k => _numberValues[k])], [.. numbers.Select(k => _numberOrigins[k])],
            [.. numbers.Select(k => place[_numberColumns[k]])], factors);
    }

    /// <inheritdoc/>
    public double Dot(int column, ReadOnlySpan<double> rows)
    {
        if (Array.IndexOf(_numberColumns, column) is >= 0 and var number) return _numbers.Dot(number, rows);
        var factor = FactorOf(column);
        var codes = factor.Codes.Span;
        var sum = 0.0;
        for (var i = 0; i < codes.Length; i++)
            if (factor.ColumnOf[codes[i] + 1] == column) sum += rows[i];
        return sum;
    }

    /// <inheritdoc/>
    public void AddColumn(int column, double factor, Span<double> rows)
    {
        if (Array.IndexOf(_numberColumns, column) is >= 0 and var number)
        {
            _numbers.AddColumn(number, factor, rows);
            return;
        }
        var block = FactorOf(column);
        var codes = block.Codes.Span;
        for (var i = 0; i < codes.Length; i++)
            if (block.ColumnOf[codes[i] + 1] == column) rows[i] += factor;
    }

    private FactorBlock FactorOf(int column) => _factors.First(factor => Array.IndexOf(factor.ColumnOf, column, 1) >= 0);

    private void AddNumbersByNumbers(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian)
    {
        var own = new double[PackedSymmetric.Length(_numberColumns.Length)];
        _numbers.AddSandwich(rows, curvature, own);
        for (var j = 0; j < _numberColumns.Length; j++)
            for (var k = 0; k <= j; k++)
                packedHessian[PackedSymmetric.Index(_numberColumns[j], _numberColumns[k])] += own[PackedSymmetric.Index(j, k)];
    }

    private void AddFactorByFactor(RowBlock rows, ReadOnlySpan<double> curvature, FactorBlock later, FactorBlock earlier, Span<double> packedHessian)
    {
        var codes = later.Codes.Span.Slice(rows.Start, rows.Count);
        var others = earlier.Codes.Span.Slice(rows.Start, rows.Count);
        for (var i = 0; i < codes.Length; i++)
        {
            var (row, column) = (later.ColumnOf[codes[i] + 1], earlier.ColumnOf[others[i] + 1]);
            if (row < Columns && column < Columns) packedHessian[PackedSymmetric.Index(row, column)] += curvature[i];
        }
    }

    private void AddFactorByNumbers(RowBlock rows, ReadOnlySpan<double> curvature, FactorBlock factor, Span<double> packedHessian)
    {
        var codes = factor.Codes.Span.Slice(rows.Start, rows.Count);
        for (var k = 0; k < _numberColumns.Length; k++)
        {
            var x = _numberValues[k].Span.Slice(rows.Start, rows.Count);
            var (origin, place) = (_numberOrigins[k], _numberColumns[k]);
            for (var i = 0; i < codes.Length; i++)
            {
                var column = factor.ColumnOf[codes[i] + 1];
                if (column < Columns) packedHessian[PackedSymmetric.Index(column, place)] += curvature[i] * (x[i] - origin);
            }
        }
    }
}
