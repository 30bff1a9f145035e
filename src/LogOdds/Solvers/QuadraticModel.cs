using System.Buffers;
using LogOdds.Numerics;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Minimises the quadratic model gᵀ(x − b) + ½(x − b)ᵀH(x − b) of a loss plus a proximal penalty, in numbers of the size of the coefficients
/// alone: coordinate descent finds which coefficients are at rest (Friedman, Hastie and Tibshirani, Journal of Statistical Software 33,
/// 2010, covariance updates), Newton steps on the others end it.
/// </summary>
/// <remarks>The leading coefficients are penalised, those behind them are not.</remarks>
internal sealed class QuadraticModel
{
    private const int MaxRounds = 10_000;
    private const int MaxHalvings = 20;

    // Rounds that may pass without the subgradient halving.
    private const int IdleRounds = 20;

    // Sweeps over what is not at rest between two over all, and before the first Newton step.
    private const int InnerSweeps = 5;

    private readonly int _dimension;
    private readonly int _slopes;
    private readonly IProximalPenalty _penalty;
    private readonly double[] _hessian;
    private readonly double[] _blockCurvature;
    private readonly double[] _slope;
    private readonly double[] _x;
    private readonly double[] _scratch;

    /// <summary>A model at some coefficients.</summary>
    /// <param name="packedHessian">H, lower triangle row after row.</param>
    /// <param name="gradient">g.</param>
    /// <param name="beta">b.</param>
    /// <param name="slopes">The number of leading coefficients that are penalised.</param>
    /// <param name="penalty">The penalty on them.</param>
    public QuadraticModel(ReadOnlySpan<double> packedHessian, ReadOnlySpan<double> gradient, ReadOnlySpan<double> beta, int slopes, IProximalPenalty penalty)
        : this(new SquareMatrix(PackedSymmetric.Unpacked(packedHessian, beta.Length)), gradient, beta, slopes, penalty)
    {
    }

    /// <summary>A model whose Hessian is written out; it is not copied.</summary>
    public QuadraticModel(SquareMatrix hessian, ReadOnlySpan<double> gradient, ReadOnlySpan<double> beta, int slopes, IProximalPenalty penalty)
    {
        (_dimension, _slopes, _penalty, _hessian) = (beta.Length, slopes, penalty, hessian.Entries);
        _blockCurvature = [.. penalty.Blocks.Select(LargestEigenvalue)];
        (_slope, _x, _scratch) = (gradient.ToArray(), beta.ToArray(), new double[_dimension]);
    }

    /// <summary>Moves to the minimum, to a least subgradient of the model of at most <paramref name="tolerance"/> in each entry, as far as doubles allow.</summary>
    public double[] Minimise(double tolerance)
    {
        var smooth = new bool[_dimension];
        var (least, idle) = (double.PositiveInfinity, 0);
        for (var round = 0; round < MaxRounds; round++)
        {
            // 1. Every coefficient in turn, and then those that are not at rest, until none begins to move or comes to rest.
            Sweep(isAll: true);
            Mark(smooth);
            for (var sweep = 0; sweep < InnerSweeps; sweep++)
            {
                Sweep(isAll: false);
                if (!Mark(smooth)) continue;
                sweep = 0;
                if (++round == MaxRounds) break;
            }

            // 2. Within the coefficients that move, the penalty is smooth: a Newton step ends it.
            NewtonStep(smooth);
            var size = VectorKernels.MaxAbs(Subgradient());
            // Near rounding the subgradient falls no further.
            idle = size < 0.5 * least ? 0 : idle + 1;
            least = Math.Min(least, size);
            if (size <= tolerance || idle == IdleRounds) break;
        }
        return _x;
    }

    /// <summary>The gradient of the loss by the model, where it has been moved to.</summary>
    public double[] Gradient => _slope;

    /// <summary>A matrix with all its entries, row after row.</summary>
    public readonly record struct SquareMatrix(double[] Entries);

    private double[] Subgradient()
    {
        var least = _slope.ToArray();
        _penalty.ToLeastSubgradient(_x.AsSpan(0, _slopes), least.AsSpan(0, _slopes));
        return least;
    }

    private Span<double> HessianRow(int j) => _hessian.AsSpan(j * _dimension, _dimension);

    private int Blocks => _penalty.Blocks.Count > 0 ? _penalty.Blocks.Count : _slopes;

    private void Sweep(bool isAll)
    {
        if (_penalty is ElasticNet net) SweepSingles(net, isAll);
        else SweepBlocks(isAll);
        for (var j = _slopes; j < _dimension; j++)
        {
            var curvature = _hessian[j * _dimension + j];
            if (curvature > 0) Move(j, _x[j] - _slope[j] / curvature);
        }
    }

    private void SweepSingles(ElasticNet net, bool isAll)
    {
        for (var j = 0; j < _slopes; j++)
        {
            var curvature = _hessian[j * _dimension + j];
            if (!(curvature > 0) || (!isAll && !net.IsSmoothAt(j, _x.AsSpan(j, 1)))) continue;
            Move(j, net.Prox(j, curvature, _x[j] - _slope[j] / curvature));
        }
    }

    private void SweepBlocks(bool isAll)
    {
        for (var block = 0; block < Blocks; block++)
        {
            var own = CoefficientsOf(block);
            var values = Gather(own);
            var curvature = _blockCurvature.Length > 0 ? _blockCurvature[block] : _hessian[block * _dimension + block];
            if (!(curvature > 0) || (!isAll && !_penalty.IsSmoothAt(block, values))) continue;
            for (var k = 0; k < own.Length; k++) values[k] -= _slope[own[k]] / curvature;
            _penalty.Prox(block, curvature, values);
            for (var k = 0; k < own.Length; k++) Move(own[k], values[k]);
        }
    }

    private void Move(int j, double to)
    {
        var step = to - _x[j];
        if (step == 0) return;
        _x[j] = to;
        VectorKernels.AddScaled(_slope, step, HessianRow(j));
    }

    /// <summary>Notes where the penalty is smooth; returns whether that has changed.</summary>
    private bool Mark(bool[] smooth)
    {
        var changed = false;
        for (var block = 0; block < Blocks; block++)
        {
            if (_penalty.Blocks.Count == 0)
            {
                var isSingle = _penalty.IsSmoothAt(block, _x.AsSpan(block, 1));
                changed |= smooth[block] != isSingle;
                smooth[block] = isSingle;
                continue;
            }
            var own = CoefficientsOf(block);
            var isSmooth = _penalty.IsSmoothAt(block, Gather(own));
            changed |= smooth[own[0]] != isSmooth;
            foreach (var j in own) smooth[j] = isSmooth;
        }
        Array.Fill(smooth, true, _slopes, _dimension - _slopes);
        return changed;
    }

    /// <summary>One Newton step among the coefficients about which the penalty is smooth; those that would pass their rest or a bound stop there.</summary>
    private void NewtonStep(bool[] smooth)
    {
        int[] free = [.. Enumerable.Range(0, _dimension).Where(j => smooth[j] && _hessian[j * _dimension + j] > 0)];
        if (free.Length == 0) return;
        var least = Subgradient();
        var step = Array.ConvertAll(free, j => -least[j]);
        // Lent, for the pages of fresh memory take longer than the factor.
        var packed = ArrayPool<double>.Shared.Rent(PackedSymmetric.Length(free.Length));
        var factor = Factor(free, packed, raise: 0);
        for (var raise = 1e-12; factor is null && raise < 1; raise *= 10) factor = Factor(free, packed, raise);
        factor?.Solve(step);
        ArrayPool<double>.Shared.Return(packed);
        if (factor is null) return;

        var (from, slope, level) = (_x.ToArray(), _slope.ToArray(), PenaltyValue());
        for (var (halving, length) = (0, 1.0); halving < MaxHalvings; halving++, length /= 2)
        {
            for (var k = 0; k < free.Length; k++) _scratch[free[k]] = from[free[k]] + length * step[k];
            Stop(from, smooth);
            foreach (var j in free) Move(j, _scratch[j]);
            // The model's change is that of a quadratic: half the sum of the slopes at both ends, along the way.
            var change = PenaltyValue() - level;
            foreach (var j in free) change += 0.5 * (slope[j] + _slope[j]) * (_x[j] - from[j]);
            if (change <= 1e-16 * Math.Abs(level)) return;
            from.CopyTo(_x, 0);
            slope.CopyTo(_slope, 0);
        }
    }

    /// <summary>Factors the curvature of loss and penalty among some coefficients, its diagonal raised by a part of it; null when it is not positive definite.</summary>
    private PackedCholesky? Factor(int[] free, double[] packed, double raise)
    {
        var place = new int[_dimension];
        Array.Fill(place, -1);
        for (var k = 0; k < free.Length; k++)
        {
            place[free[k]] = k;
            var row = _hessian.AsSpan(free[k] * _dimension, _dimension);
            for (var (l, at) = (0, PackedSymmetric.Row(k)); l <= k; l++) packed[at + l] = row[free[l]];
        }
        for (var block = 0; block < Blocks; block++)
        {
            var own = CoefficientsOf(block);
            if (!Array.Exists(own, j => place[j] >= 0)) continue;
            var bend = new double[PackedSymmetric.Length(own.Length)];
            _penalty.AddCurvature(block, Gather(own), bend);
            for (var k = 0; k < own.Length; k++)
                for (var l = 0; l <= k; l++)
                    if (place[own[k]] >= 0 && place[own[l]] >= 0) packed[PackedSymmetric.Index(place[own[k]], place[own[l]])] += bend[PackedSymmetric.Row(k) + l];
        }
        for (var k = 0; k < free.Length; k++) packed[PackedSymmetric.Index(k, k)] *= 1 + raise;
        return PackedCholesky.TryFactorInPlace(free.Length, packed);
    }

    /// <summary>Holds what would pass its rest there, and what would pass a bound at the bound.</summary>
    private void Stop(double[] from, bool[] smooth)
    {
        if (_penalty.Blocks.Count > 0) return;
        Span<double> rest = stackalloc double[1];
        for (var j = 0; j < _slopes; j++)
        {
            if (!smooth[j]) continue;
            _penalty.Rest(j, rest);
            if ((_scratch[j] - rest[0]) * (from[j] - rest[0]) < 0 && !_penalty.IsSmoothAt(j, rest)) _scratch[j] = rest[0];
            _penalty.Project(j, _scratch.AsSpan(j, 1));
        }
    }

    private double PenaltyValue() => _penalty.Value(_x.AsSpan(0, _slopes));

    private int[] CoefficientsOf(int block) => _penalty.Blocks.Count > 0 ? _penalty.Blocks[block] : [block];

    private double[] Gather(int[] coefficients) => Array.ConvertAll(coefficients, j => _x[j]);

    /// <summary>A bound on the largest eigenvalue of a block of H: the largest sum of the sizes in a row (Gershgorin).</summary>
    private double LargestEigenvalue(int[] block) => block.Max(i => block.Sum(j => Math.Abs(_hessian[i * _dimension + j])));
}
