using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>
/// The likelihood as a function of one linear combination aᵀβ of the coefficients, the others at their best for each of its values. An
/// end of its interval is found directly, by Newton steps towards the point where the gradient is a multiple of a and the deviance has
/// risen as far as wanted (Venzon and Moolgavkar, Applied Statistics 37, 1988).
/// </summary>
/// <remarks>Steps use the Hessian of the maximum until they shrink too slowly; then one is taken where they stand.</remarks>
internal sealed class ProfileLikelihood
{
    private const int MaxSteps = 200;

    // In standard errors: what a last step may still move. The deviance is then right to about 1e-10.
    private const double NegligibleStep = 1e-10;

    private const double SlowShrinking = 0.2;

    private readonly ICurvedObjective _objective;
    private readonly double _totalWeight;
    private readonly double[] _best;
    private readonly double _least;
    private readonly double[] _bestHessian;
    private readonly PackedCholesky? _bestFactor;

    /// <summary>A profile about the minimum of an objective.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="totalWeight">Σ w, which makes the mean loss a log-likelihood.</param>
    /// <param name="best">β where the objective is least.</param>
    public ProfileLikelihood(ICurvedObjective objective, double totalWeight, double[] best)
    {
        (_objective, _totalWeight, _best) = (objective, totalWeight, best);
        var gradient = new double[best.Length];
        _bestHessian = new double[PackedSymmetric.Length(best.Length)];
        _least = objective.Evaluate(best, gradient, _bestHessian);
        _bestFactor = PackedCholesky.TryFactor(best.Length, _bestHessian);
    }

    /// <summary>The value of aᵀβ, above or below its best, at which the deviance has risen by <paramref name="rise"/>; null where no such value was found.</summary>
    /// <param name="a">The combination.</param>
    /// <param name="rise">How far the deviance is to rise, above 0: 3.84 for an interval of 95 %.</param>
    /// <param name="isUpper">Whether the value is above the best.</param>
    public double? End(double[] a, double rise, bool isUpper)
    {
        var target = _least + rise / (2 * _totalWeight);
        var direction = isUpper ? 1 : -1;
        // Where the quadratic model does not reach back down to the target, 0 takes the step to its minimum.
        double Multiplier(double value, double gradientForm, double slope, double form) => direction * Math.Sqrt(Math.Max((2 * (target - value) + gradientForm) / form, 0));
        return Walk(a, Multiplier, ceiling: _least + 4 * (target - _least)) is { } point ? VectorKernels.Dot(a, point) : null;
    }

    /// <summary>How far the deviance rises when aᵀβ is held at <paramref name="value"/>; null where the others' best was not found.</summary>
    public double? Rise(double[] a, double value)
    {
        var missing = value - VectorKernels.Dot(a, _best);
        return Walk(a, (_, _, slope, form) => (missing + slope) / form, ceiling: double.PositiveInfinity, at => missing = value - VectorKernels.Dot(a, at)) is { } point
            ? 2 * _totalWeight * (_objective.Evaluate(point, new double[point.Length]) - _least)
            : null;
    }

    /// <summary>Newton steps δ = −H⁻¹(g − λ a), with the multiplier λ chosen anew at each point.</summary>
    /// <param name="a">The combination.</param>
    /// <param name="multiplier">λ from the objective, gᵀH⁻¹g, aᵀH⁻¹g and aᵀH⁻¹a.</param>
    /// <param name="ceiling">A value of the objective beyond which a step is too long.</param>
    /// <param name="moved">Called with each new point.</param>
    private double[]? Walk(double[] a, Func<double, double, double, double, double> multiplier, double ceiling, Action<double[]>? moved = null)
    {
        var n = _best.Length;
        var (here, there, gradient, trial) = (_best.ToArray(), new double[n], new double[n], new double[n]);
        var hessian = _bestHessian.ToArray();
        var (factor, value, lastSize) = (_bestFactor, _least, double.PositiveInfinity);
        for (var step = 0; step < MaxSteps && factor is not null; step++)
        {
            var (across, along) = (gradient.ToArray(), a.ToArray());
            factor.Solve(across);
            factor.Solve(along);
            var lambda = multiplier(value, VectorKernels.Dot(gradient, across), VectorKernels.Dot(a, across), VectorKernels.Dot(a, along));
            for (var j = 0; j < n; j++) across[j] = lambda * along[j] - across[j];
            PackedSymmetric.Multiply(hessian, across, trial);
            var size = Math.Sqrt(Math.Max(0, _totalWeight * VectorKernels.Dot(across, trial)));

            var length = 1.0;
            for (; ; length /= 2)
            {
                for (var j = 0; j < n; j++) there[j] = here[j] + length * across[j];
                value = _objective.Evaluate(there, trial);
                if (value <= ceiling || length < 1e-6) break;
            }
            (here, there) = (there, here);
            (gradient, trial) = (trial, gradient);
            moved?.Invoke(here);
            if (size <= NegligibleStep) return here;
            if (length < 1 || size > SlowShrinking * lastSize || step == 0 && size > 10)
            {
                value = _objective.Evaluate(here, gradient, hessian);
                factor = PackedCholesky.TryFactor(n, hessian);
                lastSize = double.PositiveInfinity;
            }
            else lastSize = size;
        }
        return null;
    }
}
