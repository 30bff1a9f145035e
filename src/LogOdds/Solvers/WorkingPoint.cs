using System.Buffers;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>Slopes of a working set with the intercept that goes with them best, and what the rows answer there.</summary>
internal sealed class WorkingPoint(int slopes, int rows)
{
    // An intercept is found within a few Newton steps; these are for data that pull it far away.
    private const int MaxInterceptSteps = 200;
    private const double LongestStep = 4;

    // So many rows of all points together take longer than handing them out.
    private const int WorthThreads = 1 << 11;

    private IProximalPenalty? _penalty;

    /// <summary>b.</summary>
    public double[] Slopes { get; } = new double[slopes];

    /// <summary>b₀.</summary>
    public double Intercept { get; set; }

    /// <summary>The gradient of the loss by b.</summary>
    public double[] Gradient { get; } = new double[slopes];

    /// <summary>wᵢ ∂ℓ/∂ηᵢ / Σw.</summary>
    public double[] Residual { get; } = new double[rows];

    /// <summary>wᵢ ∂²ℓ/∂ηᵢ² / Σw.</summary>
    public double[] Curvature { get; } = new double[rows];

    /// <summary>The mean loss.</summary>
    public double Loss { get; private set; }

    /// <summary>The derivative of the loss by the intercept: 0 but for rounding.</summary>
    public double InterceptGradient { get; private set; }

    /// <summary>The least subgradient of loss and penalty by b.</summary>
    public double[] Subgradient { get; } = new double[slopes];

    /// <summary>Loss + penalty.</summary>
    public double Value { get; private set; }

    /// <summary>How far that is above its minimum over the working set, at most.</summary>
    public double Gap => (_penalty?.Gap(Slopes, Gradient, Value) ?? 0) + InterceptGap;

    /// <summary>Asks the rows at several points, in one pass over the columns there and one back.</summary>
    /// <param name="points">The points.</param>
    /// <param name="objective">The objective of the working set.</param>
    /// <param name="fixedPredictors">What the slopes outside of it add to the linear predictors; empty for nothing.</param>
    public static void Evaluate(IReadOnlyList<WorkingPoint> points, IColumnObjective objective, double[] fixedPredictors)
    {
        var (count, n, p) = (points.Count, objective.Rows, objective.Slopes);
        var (rows, slopes) = (ArrayPool<double>.Shared.Rent(count * n), ArrayPool<double>.Shared.Rent(count * p));
        for (var k = 0; k < count; k++) points[k].Slopes.CopyTo(slopes, k * p);
        objective.Multiply(count, slopes.AsSpan(0, count * p), rows.AsSpan(0, count * n));
        Cores.Each(count, count * n >= WorthThreads, threads: 0, k =>
        {
            var own = rows.AsSpan(k * n, n);
            if (fixedPredictors.Length > 0) VectorKernels.Add(own, fixedPredictors);
            points[k].FitIntercept(objective, own);
            points[k].Residual.CopyTo(own);
        });
        objective.MultiplyTransposed(count, rows.AsMemory(0, count * n), slopes.AsMemory(0, count * p));
        for (var k = 0; k < count; k++) slopes.AsSpan(k * p, p).CopyTo(points[k].Gradient);
        ArrayPool<double>.Shared.Return(rows);
        ArrayPool<double>.Shared.Return(slopes);
    }

    /// <summary>Puts the penalty to what the rows have answered.</summary>
    public void Judge(IProximalPenalty penalty)
    {
        Value = Loss + penalty.Value(Slopes);
        Gradient.CopyTo(Subgradient, 0);
        penalty.ToLeastSubgradient(Slopes, Subgradient);
        _penalty = penalty;
    }

    /// <summary>What is left of the intercept's slope, as a part of a gap.</summary>
    public double InterceptGap => Math.Abs(InterceptGradient) * (1 + 2 * Math.Abs(Intercept));

    /// <summary>The largest entry of the least subgradient.</summary>
    public double Size => Math.Max(VectorKernels.MaxAbs(Subgradient), Math.Abs(InterceptGradient));

    private void FitIntercept(IColumnObjective objective, ReadOnlySpan<double> predictors)
    {
        Loss = objective.EvaluateByRow(predictors, Intercept, Residual, Curvature);
        if (!objective.HasIntercept) return;
        InterceptGradient = VectorKernels.Sum(Residual);
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var step = 0; step < MaxInterceptSteps && InterceptGradient != 0; step++)
        {
            // The derivative rises, so its root lies between where it was below 0 and where it was above.
            if (InterceptGradient < 0) low = Intercept;
            else high = Intercept;
            var next = Intercept - Math.Clamp(InterceptGradient / VectorKernels.Sum(Curvature), -LongestStep, LongestStep);
            if (!(next > low && next < high)) next = low + (high - low) / 2;
            if (!double.IsFinite(next) || next == low || next == high) return;
            var (before, from) = (Math.Abs(InterceptGradient), Intercept);
            Intercept = next;
            Loss = objective.EvaluateByRow(predictors, Intercept, Residual, Curvature);
            InterceptGradient = VectorKernels.Sum(Residual);
            // Within rounding of the root: every term of the sum is rounded in its last digits.
            if (Math.Abs(InterceptGradient) <= 1e-15 || (before < 1e-12 && Math.Abs(next - from) <= 1e-14 * Math.Abs(next))) return;
        }
    }
}
