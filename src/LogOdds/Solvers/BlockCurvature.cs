using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// The blocks on the diagonal of a Hessian, one a class. Where the loss depends on differences between the classes alone, what all
/// have in common is taken off before and after: no step leaves the coefficients that sum to 0 over the classes.
/// </summary>
internal sealed class BlockCurvature : ICurvature
{
    private readonly IReadOnlyList<int[]> _blocks;
    private readonly PackedCholesky[] _factors;
    private readonly bool _isOfDifferences;

    private BlockCurvature(IReadOnlyList<int[]> blocks, PackedCholesky[] factors, bool isOfDifferences) => (_blocks, _factors, _isOfDifferences) = (blocks, factors, isOfDifferences);

    /// <summary>The curvature of objective and penalty at coefficients.</summary>
    public static BlockCurvature At(IBlockObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> beta)
    {
        var diagonal = new double[objective.Slopes];
        penalty.AddCurvature(beta[..objective.Slopes], diagonal);
        var hessians = objective.EvaluateBlocks(beta);
        var factors = new PackedCholesky[hessians.Length];
        for (var k = 0; k < hessians.Length; k++)
        {
            var places = objective.Blocks[k];
            var hessian = hessians[k].ToArray();
            for (var j = 0; j < places.Length; j++)
                if (places[j] < diagonal.Length) hessian[PackedSymmetric.Index(j, j)] += diagonal[places[j]];
            factors[k] = k > 0 && ReferenceEquals(hessians[k], hessians[0]) && IsSame(diagonal, objective.Blocks[0], places) ? factors[0] : Factor(places.Length, hessian);
        }
        return new BlockCurvature(objective.Blocks, factors, objective.IsOfDifferences);
    }

    /// <inheritdoc/>
    public void Solve(Span<double> vector)
    {
        if (_isOfDifferences) TakeOffCommon(vector);
        var own = new double[_blocks[0].Length];
        for (var k = 0; k < _blocks.Count; k++)
        {
            for (var j = 0; j < own.Length; j++) own[j] = vector[_blocks[k][j]];
            _factors[k].Solve(own);
            for (var j = 0; j < own.Length; j++) vector[_blocks[k][j]] = own[j];
        }
        if (_isOfDifferences) TakeOffCommon(vector);
    }

    private static bool IsSame(double[] diagonal, int[] places, int[] others) =>
        Enumerable.Range(0, places.Length).All(j => places[j] >= diagonal.Length || diagonal[places[j]] == diagonal[others[j]]);

    // A sample need not determine what all rows do: its diagonal is raised until it does.
    private static PackedCholesky Factor(int n, double[] packed)
    {
        var largest = 0.0;
        for (var j = 0; j < n; j++) largest = Math.Max(largest, packed[PackedSymmetric.Index(j, j)]);
        for (var raise = 0.0; ; raise = Math.Max(1e-10, 10 * raise))
        {
            var raised = packed.ToArray();
            for (var j = 0; j < n; j++) raised[PackedSymmetric.Index(j, j)] += raise * (largest > 0 ? largest : 1);
            if (PackedCholesky.TryFactorInPlace(n, raised, relativePivot: 1e-10) is { } factor) return factor;
        }
    }

    private void TakeOffCommon(Span<double> vector)
    {
        for (var j = 0; j < _blocks[0].Length; j++)
        {
            var sum = 0.0;
            foreach (var block in _blocks) sum += vector[block[j]];
            foreach (var block in _blocks) vector[block[j]] -= sum / _blocks.Count;
        }
    }
}
