using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>Sums over rows that several processes share out: each makes those of its own rows, and they are added.</summary>
internal sealed class RankSums : IRowSums
{
    private readonly IRowSums _own;
    private readonly ICommunicator _ranks;

    private RankSums(IRowSums own, ICommunicator ranks)
    {
        (_own, _ranks) = (own, ranks);
        double[] totals = [own.Rows, own.TotalWeight, own.NumbersPerPass, own.ProductsPerHessian];
        ranks.Sum(totals);
        (Rows, TotalWeight, NumbersPerPass, ProductsPerHessian) = ((long)totals[0], totals[1], totals[2], totals[3]);
    }

    /// <inheritdoc/>
    public int Columns => _own.Columns;

    /// <inheritdoc/>
    public long Rows { get; }

    /// <inheritdoc/>
    public double TotalWeight { get; }

    /// <inheritdoc/>
    public double NumbersPerPass { get; }

    /// <inheritdoc/>
    public double ProductsPerHessian { get; }

    /// <inheritdoc/>
    public bool HasSamples => _own.HasSamples;

    /// <inheritdoc/>
    public int CurvatureLength => _own.CurvatureLength;

    /// <summary>The sums over the rows of all processes; those of the own rows where there is one process.</summary>
    public static IRowSums Over(IRowSums own, ICommunicator ranks) => ranks.Size == 1 ? own : new RankSums(own, ranks);

    /// <inheritdoc/>
    public IRowSums Sample(long rows) => new RankSums(_own.Sample(long.Clamp((long)((Int128)rows * _own.Rows / Rows), 1, _own.Rows)), _ranks);

    /// <inheritdoc/>
    public double Sum(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> packedHessian)
    {
        var loss = _own.Sum(coefficients, gradient, packedHessian);
        if (!packedHessian.IsEmpty) _ranks.Sum(packedHessian.Span);
        return Sum(loss, gradient.Span);
    }

    /// <inheritdoc/>
    public void SumMany(int count, ReadOnlyMemory<double> coefficients, Span<double> losses, Span<double> gradients)
    {
        _own.SumMany(count, coefficients, losses, gradients);
        _ranks.Sum(losses);
        _ranks.Sum(gradients);
    }

    /// <inheritdoc/>
    public double SumWithCurvature(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> curvature) =>
        Sum(_own.SumWithCurvature(coefficients, gradient, curvature), gradient.Span);

    /// <inheritdoc/>
    public void SumHessianProduct(ReadOnlyMemory<double> curvature, ReadOnlyMemory<double> direction, Memory<double> product)
    {
        _own.SumHessianProduct(curvature, direction, product);
        _ranks.Sum(product.Span);
    }

    /// <inheritdoc/>
    public double TotalCurvature(ReadOnlySpan<double> curvature) => _ranks.Total(_own.TotalCurvature(curvature));

    private double Sum(double loss, Span<double> gradient)
    {
        _ranks.Sum(gradient);
        return _ranks.Total(loss);
    }
}
