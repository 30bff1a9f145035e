using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Solvers;

/// <summary>What is known of the loss at a place along a path.</summary>
/// <param name="Index">The number of its λ.</param>
/// <param name="Beta">The coefficients.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Hessian">The Hessian there.</param>
internal sealed record TallPlace(double Index, double[] Beta, double[] Gradient, QuadraticModel.SquareMatrix Hessian)
{
    /// <summary>A place where an objective is asked.</summary>
    public static TallPlace At(double index, double[] beta, ICurvedObjective objective)
    {
        var (gradient, packed) = (new double[beta.Length], new double[PackedSymmetric.Length(beta.Length)]);
        objective.Evaluate(beta, gradient, packed);
        return new TallPlace(index, beta, gradient, new QuadraticModel.SquareMatrix(PackedSymmetric.Unpacked(packed, beta.Length)));
    }

    /// <summary>What is to be expected at the λ of a number: coefficients, gradient and Hessian in the same parts of the places before and after.</summary>
    public static TallPlace Between(IReadOnlyList<TallPlace> places, int index)
    {
        var later = 0;
        while (later < places.Count - 1 && places[later].Index < index) later++;
        var (from, to) = (places[Math.Max(0, later - 1)], places[later]);
        var share = to.Index > from.Index ? Math.Clamp((index - from.Index) / (to.Index - from.Index), 0, 1) : 1;
        return new TallPlace(index, Blend(from.Beta, to.Beta), Blend(from.Gradient, to.Gradient), new QuadraticModel.SquareMatrix(Blend(from.Hessian.Entries, to.Hessian.Entries)));

        double[] Blend(double[] a, double[] b)
        {
            var blend = new double[a.Length];
            VectorKernels.AddScaled(blend, 1 - share, a);
            VectorKernels.AddScaled(blend, share, b);
            return blend;
        }
    }

    /// <summary>How far coefficients are from here, in the norm of the Hessian: about the square of the change of the log-odds, times the mean curvature.</summary>
    public double SquaredDistanceTo(double[] beta)
    {
        var (n, sum) = (beta.Length, 0.0);
        var step = new double[n];
        for (var j = 0; j < n; j++) step[j] = beta[j] - Beta[j];
        for (var j = 0; j < n; j++)
            if (step[j] != 0) sum += step[j] * VectorKernels.Dot(step, Hessian.Entries.AsSpan(j * n, n));
        return sum;
    }
}
