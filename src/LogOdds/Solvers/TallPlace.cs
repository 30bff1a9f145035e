using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Solvers;

/// <summary>What is known of the loss at a place along a path.</summary>
/// <param name="Index">The number of its λ.</param>
/// <param name="Beta">The coefficients.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Hessian">The Hessian there.</param>
internal sealed record TallPlace(int Index, double[] Beta, double[] Gradient, QuadraticModel.SquareMatrix Hessian)
{
    // The places that a polynomial goes through.
    private const int Nearest = 4;

    /// <summary>A place where an objective is asked.</summary>
    public static TallPlace At(int index, double[] beta, ICurvedObjective objective)
    {
        var (gradient, packed) = (new double[beta.Length], new double[PackedSymmetric.Length(beta.Length)]);
        objective.Evaluate(beta, gradient, packed);
        return new TallPlace(index, beta, gradient, new QuadraticModel.SquareMatrix(PackedSymmetric.Unpacked(packed, beta.Length)));
    }

    /// <summary>
    /// What is to be expected at the λ of a number. Coefficients and gradient are carried over alike, by polynomials through up to four places: what
    /// is linear between them stays exact. The Hessian lies between those of the places before and after.
    /// </summary>
    public static TallPlace Between(IReadOnlyList<TallPlace> places, int index)
    {
        var n = places[0].Beta.Length;
        var (beta, gradient, hessian) = (new double[n], new double[n], new double[n * n]);
        var later = 1;
        while (later < places.Count - 1 && places[later].Index < index) later++;
        var first = Math.Clamp(later - Nearest / 2, 0, Math.Max(0, places.Count - Nearest));
        double at = Math.Clamp(index, places[0].Index, places[^1].Index);
        foreach (var (place, share) in Shares(places.Skip(first).Take(Nearest), at))
        {
            VectorKernels.AddScaled(beta, share, place.Beta);
            VectorKernels.AddScaled(gradient, share, place.Gradient);
        }
        foreach (var (place, share) in Shares(places.Skip(later - 1).Take(2), at)) VectorKernels.AddScaled(hessian, share, place.Hessian.Entries);
        return new TallPlace(index, beta, gradient, new QuadraticModel.SquareMatrix(hessian));
    }

    /// <summary>Lagrange's polynomials of some places.</summary>
    private static IEnumerable<(TallPlace Place, double Share)> Shares(IEnumerable<TallPlace> places, double at)
    {
        TallPlace[] all = [.. places];
        foreach (var place in all)
        {
            var share = 1.0;
            foreach (var other in all)
                if (other != place) share *= (at - other.Index) / (place.Index - other.Index);
            yield return (place, share);
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
