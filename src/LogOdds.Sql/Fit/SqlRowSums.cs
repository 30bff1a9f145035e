using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Sql;

/// <summary>
/// Sums over the rows of a query at coefficients. With q the fitted probability of a row's own class and t = 1 − 2y, the loss is −w ln q, its slope w t (1 − q),
/// its curvature w q (1 − q): one exponential a row.
/// </summary>
/// <param name="layout">The rows as values of SQL.</param>
/// <param name="columns">The columns.</param>
internal sealed class SqlRowSums(SqlLayout layout, SqlDesignColumn[] columns) : IRowSums
{
    // A product is a multiplication and a sum of an interpreter: it takes about as long as a number of a pass, where the model of cost counts sixteen in that time.
    private const double CostOfProduct = 12;

    private readonly Standardization _map = SqlDesignColumn.MapOf(columns);

    private int Dimension => columns.Length + 1;

    /// <inheritdoc/>
    public int Columns => columns.Length;

    /// <inheritdoc/>
    public long Rows => (long)layout.Rows;

    /// <inheritdoc/>
    public double TotalWeight => layout.TotalWeight;

    /// <inheritdoc/>
    public double NumbersPerPass => layout.Rows * Dimension;

    /// <inheritdoc/>
    public double ProductsPerHessian => CostOfProduct * layout.Rows * PackedSymmetric.Length(columns.Length);

    /// <inheritdoc/>
    public bool HasSamples => layout.HasSamples;

    /// <inheritdoc/>
    /// <remarks>All rows where none, or none of weight, are in the sample.</remarks>
    public IRowSums Sample(long rows) => HasSamples && layout.Sample(rows) is { TotalWeight: > 0 } sample ? new SqlRowSums(sample, columns) : this;

    /// <inheritdoc/>
    public double Sum(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> packedHessian)
    {
        var sums = layout.Ask(columns, [[layout.OwnProbability(0, Predictor(coefficients.Span))], [Slope(0), .. packedHessian.IsEmpty ? [] : new[] { Bend }], packedHessian.IsEmpty ? [] : Products()],
            [.. GradientSums(0), .. packedHessian.IsEmpty ? [] : HessianSums()]);
        return -Take(sums, gradient.Span, packedHessian.Span);
    }

    /// <inheritdoc/>
    public void SumMany(int count, ReadOnlyMemory<double> coefficients, Span<double> losses, Span<double> gradients)
    {
        var together = Math.Max(1, (layout.MaxSums - 1) / (Dimension + 1));
        for (var first = 0; first < count; first += together)
        {
            int[] own = [.. Enumerable.Range(first, Math.Min(together, count - first))];
            var sums = layout.Ask(columns, [[.. own.Select(k => layout.OwnProbability(k, Predictor(coefficients.Slice(k * Dimension, Dimension).Span)))], [.. own.Select(Slope)]], [.. own.SelectMany(GradientSums)]);
            for (var k = 0; k < own.Length; k++) losses[own[k]] = -Take(sums.AsSpan(k * (Dimension + 1), Dimension + 1), gradients.Slice(own[k] * Dimension, Dimension), default);
        }
    }

    // What is kept for products is where they are taken, and the sum of the curvatures there.
    /// <inheritdoc/>
    public int CurvatureLength => Dimension + 1;

    /// <inheritdoc/>
    public double SumWithCurvature(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> curvature)
    {
        var sums = layout.Ask(columns, [[layout.OwnProbability(0, Predictor(coefficients.Span))], [Slope(0), Bend]], [.. GradientSums(0), $"sum({SqlLayout.Bend})"]);
        coefficients.CopyTo(curvature);
        curvature.Span[^1] = sums[^1];
        return -Take(sums.AsSpan()[..^1], gradient.Span, default);
    }

    /// <inheritdoc/>
    public void SumHessianProduct(ReadOnlyMemory<double> curvature, ReadOnlyMemory<double> direction, Memory<double> product)
    {
        var along = new SqlValue("lo_v", layout.Linear(columns, _map.ToData(direction.Span)));
        var sums = layout.Ask(columns, [[layout.OwnProbability(0, Predictor(curvature.Span[..Dimension])), along], [Bend], [new SqlValue("lo_h", $"{SqlLayout.Bend} * lo_v")]],
            [.. SqlSum.OfProducts("lo_h", columns.Length), "sum(lo_h)"]);
        sums.CopyTo(product.Span);
        _map.GradientToScaled(product.Span);
    }

    /// <inheritdoc/>
    public double TotalCurvature(ReadOnlySpan<double> curvature) => curvature[^1];

    /// <summary>Loss, gradient and Hessian at coefficients of the design's own columns, and other sums of the same pass.</summary>
    public (double Loss, double[] Gradient, double[]? Hessian, double[] Others) At(double[] coefficients, bool isCurved, IReadOnlyList<SqlSum> others)
    {
        var own = new SqlValue(SqlLayout.Predicted, layout.Linear(columns, _map.ToData(coefficients)));
        var sums = layout.Ask(columns, [[own], [layout.OwnProbability(0, layout.WithOffset(SqlLayout.Predicted))], [Slope(0), Bend], isCurved ? Products() : []],
            [.. GradientSums(0), .. isCurved ? HessianSums() : [], .. others]);
        var (gradient, hessian) = (new double[Dimension], isCurved ? new double[PackedSymmetric.Length(Dimension)] : null);
        var loss = -Take(sums.AsSpan(0, sums.Length - others.Count), gradient, hessian);
        return (loss, gradient, hessian, sums[^others.Count..]);
    }

    // Curvatures beyond the range of doubles add nothing, and would be an error to some engines.
    /// <summary>The curvature of a row's loss at the first coefficients.</summary>
    public static SqlValue BendOf(SqlLayout layout) =>
        new(SqlLayout.Bend, $"(case when {SqlLayout.Own(0)} < {layout.Number(1e-100)} then {layout.Number(0)} else {layout.Weighted($"{SqlLayout.Own(0)} * ({layout.One} - {SqlLayout.Own(0)})")} end)");

    /// <summary>The pass that orders rows by their log-odds at coefficients.</summary>
    public SqlPass Scored(double[] coefficients) => layout.Pass(columns, [[new SqlValue(SqlLayout.Predicted, layout.Linear(columns, _map.ToData(coefficients)))]], []);

    private string Predictor(ReadOnlySpan<double> coefficients) => layout.WithOffset(layout.Linear(columns, _map.ToData(coefficients)));

    private SqlValue Slope(int k) => new($"lo_r{k}", layout.Weighted($"{SqlLayout.Turn} * ({layout.One} - {SqlLayout.Own(k)})"));

    private SqlValue Bend => BendOf(layout);

    private SqlValue[] Products() => [.. columns.Select((_, j) => new SqlValue($"lo_z{j}", $"{SqlLayout.Bend} * {SqlLayout.Column(j)}"))];

    private IEnumerable<SqlSum> GradientSums(int k) => [$"sum({layout.Weighted(layout.Ln(SqlLayout.Own(k)))})", .. SqlSum.OfProducts($"lo_r{k}", columns.Length), $"sum(lo_r{k})"];

    private SqlSum[] HessianSums() => [.. columns.SelectMany((_, i) => SqlSum.OfProducts($"lo_z{i}", i + 1)), .. SqlSum.OfProducts(SqlLayout.Bend, columns.Length), $"sum({SqlLayout.Bend})"];

    /// <summary>The sums of a pass, on the scale of the design's own columns; returns the first.</summary>
    private double Take(ReadOnlySpan<double> sums, Span<double> gradient, Span<double> hessian)
    {
        sums.Slice(1, Dimension).CopyTo(gradient);
        _map.GradientToScaled(gradient);
        if (!hessian.IsEmpty)
        {
            sums.Slice(1 + Dimension, hessian.Length).CopyTo(hessian);
            _map.HessianToScaled(hessian);
        }
        return sums[0];
    }
}
