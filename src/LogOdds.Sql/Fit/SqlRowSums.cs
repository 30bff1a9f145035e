using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Sql;

/// <summary>
/// Sums over the rows of a query at coefficients. All that a row adds follows from r = p − y: the slope of its loss is w r, the curvature w |r| (1 − |r|), and the
/// loss itself −w ln(1 − |r|). So a row is computed in one stage, with one exponential.
/// </summary>
/// <param name="layout">The rows as values of SQL.</param>
/// <param name="columns">The columns.</param>
internal sealed class SqlRowSums(SqlLayout layout, SqlDesignColumn[] columns) : IRowSums
{
    // A product is a multiplication and a sum of an interpreter: it takes about as long as a number of a pass, where the model of cost counts sixteen in that time.
    private const double CostOfProduct = 12;

    private readonly SqlDesignColumn[] _single = [.. columns.Select(column => column.Single)];

    private readonly Standardization _map = SqlDesignColumn.MapOf(columns);

    private readonly Standardization _singleMap = SqlDesignColumn.MapOf(columns.Select(column => column.Single).ToArray());

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
        var isCurved = !packedHessian.IsEmpty;
        var (own, map) = Written(isCurved);
        var predictor = Predictor(own, map, coefficients.Span);
        var sums = layout.Ask(own, [[layout.ResidualAt(0, predictor)], [.. Slopes(0), .. isCurved ? new[] { Bend } : []], isCurved ? Products() : []], [.. GradientSums(0, predictor), .. isCurved ? HessianSums() : []]);
        return Take(map, sums, gradient.Span, packedHessian.Span);
    }

    /// <inheritdoc/>
    public void SumMany(int count, ReadOnlyMemory<double> coefficients, Span<double> losses, Span<double> gradients)
    {
        var together = Math.Max(1, (layout.MaxSums - 1) / (Dimension + 1));
        for (var first = 0; first < count; first += together)
        {
            int[] points = [.. Enumerable.Range(first, Math.Min(together, count - first))];
            var (own, map) = Written(isCurved: false);
            string[] predictors = [.. points.Select(k => Predictor(own, map, coefficients.Slice(k * Dimension, Dimension).Span))];
            var sums = layout.Ask(own, [[.. points.Zip(predictors, layout.ResidualAt)], [.. points.SelectMany(Slopes)]], [.. points.Zip(predictors).SelectMany(pair => GradientSums(pair.First, pair.Second))]);
            for (var k = 0; k < points.Length; k++) losses[points[k]] = Take(map, sums.AsSpan(k * (Dimension + 1), Dimension + 1), gradients.Slice(points[k] * Dimension, Dimension), default);
        }
    }

    // What is kept for products is where they are taken, and the sum of the curvatures there.
    /// <inheritdoc/>
    public int CurvatureLength => Dimension + 1;

    /// <inheritdoc/>
    public double SumWithCurvature(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> curvature)
    {
        var (own, map) = Written(isCurved: false);
        var predictor = Predictor(own, map, coefficients.Span);
        var sums = layout.Ask(own, [[layout.ResidualAt(0, predictor)], [.. Slopes(0)]], [.. GradientSums(0, predictor), $"sum({Bend.Expression})"]);
        coefficients.CopyTo(curvature);
        curvature.Span[^1] = sums[^1];
        return Take(map, sums.AsSpan()[..^1], gradient.Span, default);
    }

    /// <inheritdoc/>
    public void SumHessianProduct(ReadOnlyMemory<double> curvature, ReadOnlyMemory<double> direction, Memory<double> product)
    {
        var (own, map) = Written(isCurved: false);
        var along = layout.Linear(own, map.ToData(direction.Span));
        var sums = layout.Ask(own, [[layout.ResidualAt(0, Predictor(own, map, curvature.Span[..Dimension]))], [new SqlValue("lo_h", $"{Bend.Expression} * {along}")]],
            [.. SqlSum.OfProducts("lo_h", own.Length), "sum(lo_h)"]);
        sums.CopyTo(product.Span);
        map.GradientToScaled(product.Span);
    }

    /// <inheritdoc/>
    public double TotalCurvature(ReadOnlySpan<double> curvature) => curvature[^1];

    /// <summary>Loss, gradient and Hessian at coefficients of the design's own columns, and other sums of the same pass.</summary>
    public (double Loss, double[] Gradient, double[]? Hessian, double[] Others) At(double[] coefficients, bool isCurved, IReadOnlyList<SqlSum> others)
    {
        var (own, map) = Written(isCurved);
        var predictor = layout.WithOffset(SqlLayout.Predicted);
        var sums = layout.Ask(own, [[new SqlValue(SqlLayout.Predicted, layout.Linear(own, map.ToData(coefficients)))], [layout.ResidualAt(0, predictor)], [.. Slopes(0), .. isCurved ? new[] { Bend } : []], isCurved ? Products() : []],
            [.. GradientSums(0, predictor), .. isCurved ? HessianSums() : [], .. others]);
        var (gradient, hessian) = (new double[Dimension], isCurved ? new double[PackedSymmetric.Length(Dimension)] : null);
        var loss = Take(map, sums.AsSpan(0, sums.Length - others.Count), gradient, hessian);
        return (loss, gradient, hessian, sums[^others.Count..]);
    }

    /// <summary>The curvature of a row's loss at the first coefficients.</summary>
    public static SqlValue BendOf(SqlLayout layout) =>
        new(SqlLayout.Bend, layout.Weighted($"abs({SqlLayout.Residual(0)}) * ({layout.One} - abs({SqlLayout.Residual(0)}))"));

    /// <summary>The pass that orders rows by their log-odds at coefficients.</summary>
    public SqlPass Scored(double[] coefficients) => layout.Pass(_single, [[new SqlValue(SqlLayout.Predicted, layout.Linear(_single, _singleMap.ToData(coefficients)))]], []);

    /// <summary>The columns as a pass needs them, and their map.</summary>
    private (SqlDesignColumn[] Columns, Standardization Map) Written(bool isCurved) => isCurved ? (columns, _map) : (_single, _singleMap);

    private string Predictor(SqlDesignColumn[] own, Standardization map, ReadOnlySpan<double> coefficients) => layout.WithOffset(layout.Linear(own, map.ToData(coefficients)));

    private string Slope(int k) => layout.HasWeights ? $"lo_s{k}" : SqlLayout.Residual(k);

    // Without weights, the residual is the slope.
    private SqlValue[] Slopes(int k) => layout.HasWeights ? [new SqlValue(Slope(k), layout.Weighted(SqlLayout.Residual(k)))] : [];

    private SqlValue Bend => BendOf(layout);

    private SqlValue[] Products() => [.. columns.Select((_, j) => new SqlValue($"lo_z{j}", $"{SqlLayout.Bend} * {SqlLayout.Column(j)}"))];

    private IEnumerable<SqlSum> GradientSums(int k, string predictor) => [$"sum({layout.Weighted(layout.Loss(k, predictor))})", .. SqlSum.OfProducts(Slope(k), columns.Length), $"sum({Slope(k)})"];

    private SqlSum[] HessianSums() => [.. columns.SelectMany((_, i) => SqlSum.OfProducts($"lo_z{i}", i + 1)), .. SqlSum.OfProducts(SqlLayout.Bend, columns.Length), $"sum({SqlLayout.Bend})"];

    /// <summary>The sums of a pass, on the scale of the design's own columns; returns the first.</summary>
    private double Take(Standardization map, ReadOnlySpan<double> sums, Span<double> gradient, Span<double> hessian)
    {
        sums.Slice(1, Dimension).CopyTo(gradient);
        map.GradientToScaled(gradient);
        if (!hessian.IsEmpty)
        {
            sums.Slice(1 + Dimension, hessian.Length).CopyTo(hessian);
            map.HessianToScaled(hessian);
        }
        return sums[0];
    }
}
