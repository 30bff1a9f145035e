using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// A design of which only the entries that are not 0 are kept. Columns are never moved: centres and scales are put on the coefficients
/// (<see cref="Standardization"/>), so that 0 stays 0.
/// </summary>
public sealed class SparseDesign : IColumnDesign, ISparseColumns
{
    private readonly SparseMatrix _matrix;

    /// <summary>A design over compressed rows.</summary>
    /// <param name="columns">p.</param>
    /// <param name="rowStarts">Where the entries of each row begin; one more, where the last ends: n + 1 ascending numbers from 0.</param>
    /// <param name="columnIndices">The column of each entry, from 0, ascending within a row. Not copied.</param>
    /// <param name="values">The value of each entry. Not copied.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or an index is out of range, out of order or stands twice in a row.</exception>
    public SparseDesign(int columns, ReadOnlyMemory<long> rowStarts, ReadOnlyMemory<int> columnIndices, ReadOnlyMemory<double> values)
        : this(SparseRowsCheck.Checked(columns, rowStarts, columnIndices, values))
    {
    }

    internal SparseDesign(SparseMatrix matrix)
    {
        _matrix = matrix;
        NumbersPerRow = (int)Math.Min(int.MaxValue, ((long)matrix.Entries + matrix.Rows) / Math.Max(1, matrix.Rows));
        var products = 0.0;
        var starts = matrix.Starts;
        for (var i = 1; i < starts.Length; i++)
        {
            var entries = (double)(starts[i] - starts[i - 1]);
            products += entries * (entries + 1) / 2;
        }
        // An addition somewhere in the matrix takes about as long as eight multiply-adds in registers.
        ProductsPerRow = 8 * products / Math.Max(1, matrix.Rows);
    }

    /// <inheritdoc/>
    public int Rows => _matrix.Rows;

    /// <inheritdoc/>
    public int Columns => _matrix.Columns;

    /// <inheritdoc/>
    public int NumbersPerRow { get; }

    /// <inheritdoc/>
    public double ProductsPerRow { get; }

    /// <inheritdoc/>
    public void Multiply(RowBlock rows, ReadOnlySpan<double> beta, Span<double> eta) => _matrix.Multiply(rows.Start, beta, eta[..rows.Count]);

    /// <inheritdoc/>
    public void AddTransposed(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient) => _matrix.AddTransposed(rows.Start, residual[..rows.Count], gradient);

    /// <inheritdoc/>
    public void AddSandwich(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian) => _matrix.AddSandwich(rows.Start, curvature[..rows.Count], packedHessian);

    /// <inheritdoc/>
    /// <remarks>The entries of the columns are copied: they are few where columns are chosen.</remarks>
    public IDesign Select(ReadOnlySpan<int> columns) => new SparseDesign(_matrix.SelectColumns(columns));

    /// <inheritdoc/>
    public double Dot(int column, ReadOnlySpan<double> rows)
    {
        Span<double> sum = stackalloc double[1];
        _matrix.Transposed.Multiply(column, rows, sum);
        return sum[0];
    }

    /// <inheritdoc/>
    void ISparseColumns.Prepare() => _ = _matrix.Transposed;

    /// <inheritdoc/>
    void ISparseColumns.Dots(int first, ReadOnlySpan<double> rows, Span<double> sums) => _matrix.Transposed.Multiply(first, rows, sums);

    /// <inheritdoc/>
    double ISparseColumns.SumOfSquares(int column, ReadOnlySpan<double> weights) => _matrix.Transposed.SumOfSquares(column, weights);

    /// <inheritdoc/>
    void ISparseColumns.AddWeighted(int column, double factor, ReadOnlySpan<double> weights, Span<double> rows) => _matrix.Transposed.AddWeighted(column, factor, weights, rows);

    /// <inheritdoc/>
    public void AddColumn(int column, double factor, Span<double> rows) => _matrix.Transposed.AddTransposed(column, [factor], rows);
}
