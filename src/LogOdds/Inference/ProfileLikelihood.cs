using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>
/// The likelihood as a function of one linear combination aᵀβ of the coefficients, the others at their best for each of its values. An
/// end of its interval is found directly, by Newton steps towards the point where the gradient is a multiple of a and the deviance has
/// risen as far as wanted (Venzon and Moolgavkar, Applied Statistics 37, 1988); where these go astray, by bracketing.
/// </summary>
/// <remarks>Steps use the Hessian of the maximum until they shrink too slowly; then one is taken where they stand.</remarks>
internal sealed class ProfileLikelihood
{
    private const int MaxSteps = 200;

    // In standard errors: what a last step may still move. The deviance is then right to about 1e-10.
    private const double NegligibleStep = 1e-10;

    private const double NegligibleInPlane = 1e-6;

    private const double SlowShrinking = 0.2;

    private const int MaxDoublings = 40;

    private readonly ICurvedObjective _objective;
    private readonly double _totalWeight;
    private readonly double[] _best;
    private readonly bool _isConvex;
    private readonly double _least;
    private readonly double[] _bestHessian;
    private readonly PackedCholesky? _bestFactor;

    /// <summary>A profile about the minimum of an objective.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="totalWeight">Σ w, which makes the mean loss a log-likelihood.</param>
    /// <param name="best">β where the objective is least.</param>
    /// <param name="isConvex">Whether the objective has no other stationary point in a plane than the best, to which steps might be led.</param>
    public ProfileLikelihood(ICurvedObjective objective, double totalWeight, double[] best, bool isConvex = true)
    {
        (_objective, _totalWeight, _best, _isConvex) = (objective, totalWeight, best, isConvex);
        var gradient = new double[best.Length];
        _bestHessian = new double[PackedSymmetric.Length(best.Length)];
        _least = objective.Evaluate(best, gradient, _bestHessian);
        _bestFactor = PackedCholesky.TryFactor(best.Length, _bestHessian);
    }

    /// <summary>The value of aᵀβ, above or below its best, at which the deviance has risen by <paramref name="rise"/>; null where no such value was found.</summary>
    /// <param name="a">The combination.</param>
    /// <param name="rise">How far the deviance is to rise, above 0: 3.84 for an interval of 95 %.</param>
    /// <param name="isUpper">Whether the value is above the best.</param>
    public double? End(double[] a, double rise, bool isUpper) =>
        _bestFactor is null ? null : (_isConvex ? Approach(a, rise, isUpper ? 1 : -1) : null) ?? Search(a, rise, isUpper ? 1 : -1);

    /// <summary>How far the deviance rises when aᵀβ is held at <paramref name="value"/>; null where the others' best was not found.</summary>
    public double? Rise(double[] a, double value) => _bestFactor is null ? null : Hold(a, value, _best)?.Rise;

    /// <summary>
    /// Newton steps δ = −H⁻¹(g − λ a), of which λ takes a quadratic model of the objective to the target. Quick where the likelihood is
    /// much like a parabola; where it is not, steps may go astray, and there is no answer.
    /// </summary>
    private double? Approach(double[] a, double rise, int direction)
    {
        var n = _best.Length;
        var target = _least + rise / (2 * _totalWeight);
        var (here, gradient, trial) = (_best.ToArray(), new double[n], new double[n]);
        var hessian = _bestHessian.ToArray();
        var (factor, value, lastSize) = (_bestFactor, _least, double.PositiveInfinity);
        for (var step = 0; step < MaxSteps && factor is not null; step++)
        {
            var (across, along) = (gradient.ToArray(), a.ToArray());
            factor.Solve(across);
            factor.Solve(along);
            var square = (2 * (target - value) + VectorKernels.Dot(gradient, across)) / VectorKernels.Dot(a, along);
            if (!(square > 0)) return null;
            var lambda = direction * Math.Sqrt(square);
            for (var j = 0; j < n; j++) across[j] = lambda * along[j] - across[j];
            var size = SizeOf(across, hessian, trial);
            VectorKernels.Add(here, across);
            value = _objective.Evaluate(here, gradient);
            // Far beyond the target the quadratic model has failed.
            if (!(value <= _least + 4 * (target - _least))) return null;
            if (size <= NegligibleStep) return VectorKernels.Dot(a, here);
            if (size > SlowShrinking * lastSize || (step == 0 && size > 10))
            {
                value = _objective.Evaluate(here, gradient, hessian);
                factor = PackedCholesky.TryFactor(n, hessian);
                lastSize = double.PositiveInfinity;
            }
            else lastSize = size;
        }
        return null;
    }

    /// <summary>Walks outward until the deviance has risen far enough, and narrows the place down by regula falsi (Illinois) on the root of the rise.</summary>
    private double? Search(double[] a, double rise, int direction)
    {
        var along = a.ToArray();
        _bestFactor!.Solve(along);
        var step = direction * Math.Sqrt(rise * VectorKernels.Dot(a, along) / _totalWeight);
        var best = VectorKernels.Dot(a, _best);
        var (near, nearGap, point) = (best, -Math.Sqrt(rise), _best);
        double far, farGap;
        for (var k = 0; ; k++, step *= 2)
        {
            far = near + step;
            if (k == MaxDoublings || HoldFromBoth(a, far, point) is not { } held) return null;
            farGap = Math.Sqrt(Math.Max(0, held.Rise)) - Math.Sqrt(rise);
            point = held.Point;
            if (farGap >= 0) break;
            (near, nearGap) = (far, farGap);
        }
        for (var k = 0; k < MaxSteps; k++)
        {
            var middle = far - farGap * (far - near) / (farGap - nearGap);
            if (HoldFromBoth(a, middle, point) is not { } held) return null;
            var gap = Math.Sqrt(Math.Max(0, held.Rise)) - Math.Sqrt(rise);
            point = held.Point;
            if (Math.Abs(gap) <= NegligibleStep || Math.Abs(far - near) <= 1e-15 * Math.Abs(middle)) return middle;
            if (gap * farGap < 0) (near, nearGap) = (far, farGap);
            else nearGap /= 2;
            (far, farGap) = (middle, gap);
        }
        return null;
    }

    /// <summary>The better of what is found from the last point and from the best: far out, the objective may have more than one valley.</summary>
    private (double[] Point, double Rise)? HoldFromBoth(double[] a, double value, double[] last)
    {
        var (fromLast, fromBest) = (Hold(a, value, last), Hold(a, value, _best));
        return fromBest is { } best && !(fromLast?.Rise <= best.Rise) ? best : fromLast;
    }

    /// <summary>Holds aᵀβ at a value and brings the others to their best, by Newton steps within the plane.</summary>
    private (double[] Point, double Rise)? Hold(double[] a, double value, double[] start)
    {
        var n = _best.Length;
        var (here, there, gradient, hessian, trial) = (start.ToArray(), new double[n], new double[n], new double[_bestHessian.Length], new double[n]);
        for (var step = 0; step < MaxSteps; step++)
        {
            var current = _objective.Evaluate(here, gradient, hessian);
            if (!double.IsFinite(current) || PackedCholesky.TryFactor(n, hessian) is not { } factor) return null;
            var (across, along) = (gradient.ToArray(), a.ToArray());
            factor.Solve(across);
            factor.Solve(along);
            var missing = value - VectorKernels.Dot(a, here);
            var lambda = (missing + VectorKernels.Dot(a, across)) / VectorKernels.Dot(a, along);
            for (var j = 0; j < n; j++) across[j] = lambda * along[j] - across[j];
            var size = SizeOf(across, hessian, trial);
            // The way into the plane goes uphill; within it, the objective falls.
            var isInPlane = Math.Abs(missing) <= 1e-12 * (Math.Abs(value) + Math.Abs(VectorKernels.Dot(a, _best)));
            var level = double.PositiveInfinity;
            for (var length = 1.0; length > 1e-10; length /= 2)
            {
                for (var j = 0; j < n; j++) there[j] = here[j] + length * across[j];
                level = _objective.Evaluate(there, trial);
                if (isInPlane ? level <= current + 1e-14 * Math.Abs(current) : double.IsFinite(level)) break;
            }
            (here, there) = (there, here);
            // Within the plane the deviance is flat: what is left of it is of the size squared.
            if (isInPlane && size <= NegligibleInPlane) return (here, 2 * _totalWeight * (level - _least));
        }
        return null;
    }

    /// <summary>The length of a step in standard errors.</summary>
    private double SizeOf(double[] step, double[] hessian, double[] scratch)
    {
        PackedSymmetric.Multiply(hessian, step, scratch);
        return Math.Sqrt(Math.Max(0, _totalWeight * VectorKernels.Dot(step, scratch)));
    }
}
