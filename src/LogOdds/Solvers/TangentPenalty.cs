using LogOdds.Numerics;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>A penalty of single coefficients as it is about some that it is smooth at, carried on beyond its kinks: its value, slope and bend there.</summary>
internal sealed class TangentPenalty : ISmoothPenalty
{
    private readonly double[] _at;
    private readonly double[] _slope;
    private readonly double[] _bend;
    private readonly double _value;

    /// <summary>The tangent at some coefficients, about each of which the penalty is smooth.</summary>
    public TangentPenalty(IProximalPenalty penalty, double[] at)
    {
        (_at, _slope, _bend, _value, Lambda) = (at, new double[at.Length], new double[at.Length], penalty.Value(at), penalty.Lambda);
        penalty.ToLeastSubgradient(at, _slope);
        for (var j = 0; j < at.Length; j++) penalty.AddCurvature(j, at.AsSpan(j, 1), _bend.AsSpan(j, 1));
    }

    public string Name => "tangent";

    public double Lambda { get; }

    public double Value(ReadOnlySpan<double> b)
    {
        var value = _value;
        for (var j = 0; j < b.Length; j++)
        {
            var step = b[j] - _at[j];
            value += step * (_slope[j] + 0.5 * _bend[j] * step);
        }
        return value;
    }

    public void AddGradient(ReadOnlySpan<double> b, Span<double> gradient)
    {
        for (var j = 0; j < b.Length; j++) gradient[j] += _slope[j] + _bend[j] * (b[j] - _at[j]);
    }

    public void AddCurvature(ReadOnlySpan<double> b, Span<double> diagonal) => VectorKernels.Add(diagonal, _bend);

    public ISmoothPenalty On(PenalizedColumns columns) => this;
}
