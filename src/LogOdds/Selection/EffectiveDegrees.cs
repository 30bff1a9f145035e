using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Selection;

/// <summary>
/// How many free parameters a penalised fit is worth: tr((H + P)⁻¹ H) over the slopes that can move, with H the Hessian of the loss and P
/// that of the penalty (Hastie and Tibshirani, Generalized Additive Models, 1990, section 6.8). The lasso bends nowhere, so that its slopes
/// count whole (Zou, Hastie and Tibshirani, Annals of Statistics 35, 2007); the intercept is not among them.
/// </summary>
internal static class EffectiveDegrees
{
    /// <summary>The degrees at a fit; null where they take a matrix of more than <paramref name="most"/> columns, or one that is singular.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="vectors">How many vectors of slopes there are, one behind the other; of several only differences matter to the loss.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="beta">The coefficients.</param>
    /// <param name="most">The most columns.</param>
    public static double? Of(ICurvedObjective objective, int vectors, IProximalPenalty penalty, ReadOnlySpan<double> beta, int most)
    {
        var (places, bend) = Bend(penalty, beta, objective.Slopes);
        var idle = vectors == 1 ? [] : Idle(places, bend, objective.Slopes / vectors, vectors);
        if (bend.Length == 0) return places.Length - idle.Length;
        if (objective.Dimension > most) return null;
        var hessian = new double[PackedSymmetric.Length(objective.Dimension)];
        objective.Evaluate(beta, new double[objective.Dimension], hessian);

        // Beside the slopes stand the coefficients that are never penalised: each takes one degree, which is not counted.
        int[] all = [.. places, .. Enumerable.Range(objective.Slopes, objective.Dimension - objective.Slopes)];
        var sum = new double[PackedSymmetric.Length(all.Length)];
        for (var i = 0; i < all.Length; i++)
            for (var k = 0; k <= i; k++) sum[PackedSymmetric.Index(i, k)] = hessian[PackedSymmetric.Index(Math.Max(all[i], all[k]), Math.Min(all[i], all[k]))];
        for (var i = 0; i < bend.Length; i++) sum[i] += bend[i];
        // Their common height, which neither loss nor penalty feels, is held where it is.
        foreach (var own in idle)
            foreach (var i in own)
                foreach (var k in own.Where(k => k <= i)) sum[PackedSymmetric.Index(i, k)] += 1.0 / vectors;
        if (PackedCholesky.TryFactorInPlace(all.Length, sum) is not { } factor) return null;
        var inverse = factor.Inverse();
        var trace = 0.0;
        for (var i = 0; i < places.Length; i++)
            for (var k = 0; k <= i; k++) trace += (i == k ? 1 : 2) * inverse[PackedSymmetric.Index(i, k)] * bend[PackedSymmetric.Index(i, k)];
        return places.Length - idle.Length - trace;
    }

    /// <summary>The columns whose slopes can move in all vectors together without the penalty bending: for each, where these slopes stand among the places.</summary>
    private static int[][] Idle(int[] places, double[] bend, int columns, int vectors) =>
        [.. Enumerable.Range(0, places.Length).Where(i => bend.Length == 0 || bend[PackedSymmetric.Index(i, i)] == 0).GroupBy(i => places[i] % columns)
            .Select(group => group.ToArray()).Where(group => group.Length == vectors)];

    /// <summary>The slopes that can move, and the packed Hessian of the penalty over them.</summary>
    private static (int[] Places, double[] Bend) Bend(IProximalPenalty penalty, ReadOnlySpan<double> beta, int slopes)
    {
        var (places, parts) = (new List<int>(), new List<(int First, double[] Packed)>());
        var gathered = new double[penalty.Blocks.Count == 0 ? 1 : penalty.Blocks.Max(block => block.Length)];
        for (var block = 0; block < (penalty.Blocks.Count == 0 ? slopes : penalty.Blocks.Count); block++)
        {
            var own = penalty.Blocks.Count == 0 ? new ReadOnlySpan<int>(in block) : penalty.Blocks[block];
            var x = gathered.AsSpan(0, own.Length);
            for (var k = 0; k < own.Length; k++) x[k] = beta[own[k]];
            if (!penalty.IsSmoothAt(block, x)) continue;
            var packed = new double[PackedSymmetric.Length(own.Length)];
            penalty.AddCurvature(block, x, packed);
            parts.Add((places.Count, packed));
            places.AddRange(own);
        }
        if (parts.TrueForAll(part => !part.Packed.AsSpan().ContainsAnyExcept(0))) return ([.. places], []);
        var bend = new double[PackedSymmetric.Length(places.Count)];
        foreach (var (first, packed) in parts)
            for (var (i, at) = (0, 0); at < packed.Length; i++)
                for (var k = 0; k <= i; k++, at++) bend[PackedSymmetric.Index(first + i, first + k)] = packed[at];
        return ([.. places], bend);
    }
}
