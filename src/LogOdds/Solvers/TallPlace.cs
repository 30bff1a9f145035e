using System.Buffers;
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
        var (gradient, length) = (new double[beta.Length], PackedSymmetric.Length(beta.Length));
        var packed = ArrayPool<double>.Shared.Rent(length);
        objective.Evaluate(beta, gradient, packed.AsSpan(0, length));
        var hessian = new QuadraticModel.SquareMatrix(PackedSymmetric.Unpacked(packed, beta.Length));
        ArrayPool<double>.Shared.Return(packed);
        return new TallPlace(index, beta, gradient, hessian);
    }

    /// <summary>
    /// Coefficients and gradient that are to be expected at the λ of a number. They are carried over alike, by polynomials through up to four
    /// places: what is linear between them stays exact.
    /// </summary>
    public static (double[] Beta, double[] Gradient) Between(IReadOnlyList<TallPlace> places, int index)
    {
        var (beta, gradient) = (new double[places[0].Beta.Length], new double[places[0].Beta.Length]);
        var first = Math.Clamp(Later(places, index) - Nearest / 2, 0, Math.Max(0, places.Count - Nearest));
        foreach (var (place, share) in Shares(places, first, Nearest, index))
        {
            VectorKernels.AddScaled(beta, share, place.Beta);
            VectorKernels.AddScaled(gradient, share, place.Gradient);
        }
        return (beta, gradient);
    }

    /// <summary>Adds the Hessian that is to be expected at the λ of a number, which lies between those of the places before and after.</summary>
    /// <param name="places">The places.</param>
    /// <param name="index">The number.</param>
    /// <param name="factor">What it is multiplied by.</param>
    /// <param name="hessian">What it is added to.</param>
    public static void AddHessian(IReadOnlyList<TallPlace> places, int index, double factor, Span<double> hessian)
    {
        foreach (var (place, share) in Shares(places, Later(places, index) - 1, 2, index))
            if (share != 0) VectorKernels.AddScaled(hessian, factor * share, place.Hessian.Entries);
    }

    /// <summary>The first place behind a number, or the last one.</summary>
    private static int Later(IReadOnlyList<TallPlace> places, int index)
    {
        var later = 1;
        while (later < places.Count - 1 && places[later].Index < index) later++;
        return later;
    }

    /// <summary>Lagrange's polynomials of some places.</summary>
    private static IEnumerable<(TallPlace Place, double Share)> Shares(IReadOnlyList<TallPlace> places, int first, int count, int index)
    {
        TallPlace[] some = [.. places.Skip(first).Take(count)];
        double at = Math.Clamp(index, places[0].Index, places[^1].Index);
        foreach (var place in some)
        {
            var share = 1.0;
            foreach (var other in some)
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
