using LogOdds.Objectives;

namespace LogOdds.Solvers;

/// <summary>An objective as a function of some of its slopes and the intercept; the other slopes are held where they are. Nothing is copied.</summary>
/// <param name="whole">The objective.</param>
/// <param name="free">The slopes, by number.</param>
/// <param name="held">All slopes: those that are held stand where they are.</param>
internal sealed class PartObjective(LinearObjective whole, int[] free, double[] held) : IHessianProductObjective, ICurvedMeans
{
    private readonly double[] _beta = [.. held, 0];
    private readonly double[] _direction = new double[whole.Dimension];
    private readonly double[] _whole = new double[whole.Dimension];

    public int Dimension => free.Length + 1;

    public int Slopes => free.Length;

    public int CurvatureLength => whole.CurvatureLength;

    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient)
    {
        Spread(beta, _beta);
        var loss = whole.Evaluate(_beta, _whole);
        Gather(gradient);
        return loss;
    }

    public double EvaluateWithCurvature(ReadOnlySpan<double> beta, Span<double> gradient, Memory<double> curvature)
    {
        Spread(beta, _beta);
        var loss = whole.EvaluateWithCurvature(_beta, _whole, curvature);
        Gather(gradient);
        return loss;
    }

    public double TypicalCurvature(ReadOnlySpan<double> curvature) => whole.TypicalCurvature(curvature);

    public void MultiplyHessian(ReadOnlyMemory<double> curvature, ReadOnlySpan<double> direction, Span<double> product)
    {
        Spread(direction, _direction);
        whole.MultiplyHessian(curvature, _direction, _whole);
        Gather(product);
    }

    public bool TryMeans(ReadOnlyMemory<double> curvature, Span<double> means)
    {
        if (!((ICurvedMeans)whole).TryMeans(curvature, _whole.AsSpan(0, whole.Slopes))) return false;
        for (var k = 0; k < free.Length; k++) means[k] = _whole[free[k]];
        return true;
    }

    private void Spread(ReadOnlySpan<double> part, double[] all)
    {
        for (var k = 0; k < free.Length; k++) all[free[k]] = part[k];
        all[^1] = part[^1];
    }

    private void Gather(Span<double> part)
    {
        for (var k = 0; k < free.Length; k++) part[k] = _whole[free[k]];
        part[^1] = _whole[^1];
    }
}
