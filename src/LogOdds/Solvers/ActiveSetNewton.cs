using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Minimises loss + penalty over a working set, for a penalty that falls into single coefficients: Newton steps among those that are not at rest, in
/// which none passes its rest or a bound, by curvature of an earlier point of the path with what later steps have shown of it (L-BFGS;
/// Andrew and Gao, ICML 2007, for the orthants; Nocedal and Wright, Numerical Optimization, 2006, algorithm 7.4, for the two loops).
/// </summary>
internal sealed class ActiveSetNewton(IColumnObjective objective)
{
    private const int MaxIterations = 1000;
    private const int MaxHalvings = 30;
    private const int Memory = 6;
    private const int MaxHoldings = 6;
    private const double SufficientDecrease = 1e-4;

    // Reading a column from memory takes about as long as several products with it from the cache.
    private const double ProductsPerNumber = 3;

    private readonly PathCurvature _curvature = new(objective);
    private readonly List<Pair> _pairs = [];
    private double[] _diagonal = [];
    private double _due;
    private int[] _working = [];

    /// <summary>The most slopes that move for which a matrix is factored.</summary>
    public int MaxFactored { get; init; } = 4000;

    /// <summary>Updates made.</summary>
    public int Iterations { get; private set; }

    /// <summary>Moves to the minimum.</summary>
    /// <param name="working">The slopes of the working set.</param>
    /// <param name="restricted">The objective of these.</param>
    /// <param name="penalty">The penalty on these.</param>
    /// <param name="here">Where to start, evaluated; it may be changed.</param>
    /// <param name="fixedPredictors">What other slopes add to the linear predictors; empty for nothing.</param>
    /// <param name="isEnough">Whether a point is good enough.</param>
    /// <returns>The last point; not good enough where no step improves it any more.</returns>
    public WorkingPoint Minimise(int[] working, IColumnObjective restricted, IProximalPenalty penalty, WorkingPoint here, double[] fixedPredictors, Func<WorkingPoint, bool> isEnough)
    {
        if (!ReferenceEquals(working, _working))
        {
            _pairs.Clear();
            _working = working;
        }
        var there = new WorkingPoint(working.Length, objective.Rows);
        var bends = new double[working.Length];
        for (var k = 0; k < bends.Length; k++) penalty.AddCurvature(k, here.Slopes.AsSpan(k, 1), bends.AsSpan(k, 1));
        here.Judge(penalty);
        for (var iteration = 0; iteration < MaxIterations && !isEnough(here); iteration++)
        {
            // 1. Which coefficients can move, and how curved is the loss among them?
            var kinds = Kinds(penalty, here);
            if (Array.TrueForAll(kinds, kind => kind is null)) break;
            var isNew = Prepare(kinds, here, bends, iteration);

            // 2. Where would they go?
            if (Direction(penalty, here, kinds) is not { } step) break;

            // 3. As far there as the objective falls; if it does not, by a new Hessian.
            if (!LineSearch(restricted, penalty, here, there, step, fixedPredictors))
            {
                if (isNew) break;
                _due = double.PositiveInfinity;
                continue;
            }
            Remember(here, there, bends);
            (here, there) = (there, here);
            Iterations++;
        }
        return here;
    }

    /// <summary>For each coefficient: 0 when it moves freely, ±1 when it leaves its rest or a bound that way, null when it stays.</summary>
    private static int?[] Kinds(IProximalPenalty penalty, WorkingPoint here)
    {
        var kinds = new int?[here.Slopes.Length];
        for (var k = 0; k < kinds.Length; k++)
            kinds[k] = penalty.IsSmoothAt(k, here.Slopes.AsSpan(k, 1)) ? 0 : here.Subgradient[k] != 0 ? -Math.Sign(here.Subgradient[k]) : null;
        return kinds;
    }

    /// <summary>Sees to the curvature among what can move; returns whether it is that of where we are.</summary>
    private bool Prepare(int?[] kinds, WorkingPoint here, double[] bends, int iteration)
    {
        int[] active = [.. Enumerable.Range(0, kinds.Length).Where(k => kinds[k] is not null).Select(k => _working[k])];
        if (active.Length > MaxFactored) return PrepareDiagonal(here, bends, iteration);
        _diagonal = [];
        var bendOf = new Dictionary<int, double>(_working.Length);
        for (var k = 0; k < _working.Length; k++) bendOf[_working[k]] = bends[k];
        double BendOf(int slope) => bendOf.GetValueOrDefault(slope);
        // A new Hessian is due when the steps that it might have saved cost as much as it does.
        var numbers = (double)active.Length * objective.Rows;
        if (iteration > 1) _due += 2 * ProductsPerNumber * _working.Length * objective.Rows;
        int[] entering = [.. active.Where(slope => _curvature.PlaceOf(slope) < 0)];
        if (_curvature.Count == 0 || entering.Length > _curvature.Count || _due >= 0.5 * numbers * active.Length + Math.Pow(active.Length, 3) / 6)
        {
            _curvature.Renew(active, here.Curvature, BendOf);
            _pairs.Clear();
            _due = 0;
            return true;
        }
        if (_curvature.Count - (active.Length - entering.Length) > 32 + active.Length / 8)
            _curvature.Keep([.. active.Where(slope => _curvature.PlaceOf(slope) >= 0)], BendOf);
        if (entering.Length > 0) _curvature.Extend(entering, BendOf);
        return false;
    }

    /// <summary>With more columns than a matrix is affordable for, the diagonal is what remembered steps begin from.</summary>
    private bool PrepareDiagonal(WorkingPoint here, double[] bends, int iteration)
    {
        if (iteration > 0 && _diagonal.Length == _working.Length && !double.IsPositiveInfinity(_due)) return false;
        _diagonal = new double[_working.Length];
        var entries = new double[PackedSymmetric.Length(2)];
        for (var k = 0; k < _diagonal.Length; k++)
        {
            objective.Select([_working[k]]).Sandwich(here.Curvature, entries);
            _diagonal[k] = Math.Max(entries[0], 1e-300) + bends[k];
        }
        _pairs.Clear();
        _due = 0;
        return true;
    }

    /// <summary>Where the coefficients of the working set would go; null where doubles do not suffice to tell.</summary>
    private double[]? Direction(IProximalPenalty penalty, WorkingPoint here, int?[] kinds)
    {
        if (_diagonal.Length == 0) _pairs.RemoveAll(pair => !pair.FitsIn(kinds));
        var (held, values) = (new List<int>(), new List<double>());
        if (_diagonal.Length == 0)
        {
            var isActive = new bool[_curvature.Count];
            for (var k = 0; k < kinds.Length; k++)
                if (kinds[k] is not null) isActive[_curvature.PlaceOf(_working[k])] = true;
            held.AddRange(Enumerable.Range(0, isActive.Length).Where(place => !isActive[place]));
            values.AddRange(new double[held.Count]);
        }
        var pull = new double[kinds.Length];
        for (var k = 0; k < pull.Length; k++) pull[k] = kinds[k] is null ? 0 : -here.Subgradient[k];
        var share = _diagonal.Length > 0 ? 1 : VectorKernels.Sum(here.Curvature) / _curvature.TotalWeight;
        if (_pairs.Count > 0)
        {
            if (Recalled(pull, kinds, held, values, share) is not { } recalled) return null;
            if (_diagonal.Length > 0 || !Enumerable.Range(0, kinds.Length).Any(k => kinds[k] is { } kind && Limit(penalty, here.Slopes[k], recalled[k], kind, k) is not null)) return recalled;
        }
        if (Solved(pull, kinds, held, values, share) is not { } step) return null;
        if (_diagonal.Length > 0) return step;

        // With coefficients held that would go too far or the wrong way, the others go elsewhere.
        for (var holding = 0; holding < MaxHoldings; holding++)
        {
            var before = held.Count;
            for (var k = 0; k < step.Length; k++)
            {
                if (kinds[k] is not { } kind || Limit(penalty, here.Slopes[k], step[k], kind, k) is not { } limit || held.Contains(_curvature.PlaceOf(_working[k]))) continue;
                held.Add(_curvature.PlaceOf(_working[k]));
                values.Add(limit);
            }
            if (held.Count == before || Solved(pull, kinds, held, values, share) is not { } other) break;
            step = other;
        }
        return step;
    }

    /// <summary>The step by the factor and what earlier steps have shown about it: the two loops.</summary>
    private double[]? Recalled(double[] pull, int?[] kinds, List<int> held, List<double> values, double share)
    {
        var (rest, alphas) = (pull.ToArray(), new double[_pairs.Count]);
        for (var i = _pairs.Count - 1; i >= 0; i--)
        {
            alphas[i] = _pairs[i].Rho * VectorKernels.Dot(_pairs[i].Step, rest);
            VectorKernels.AddScaled(rest, -alphas[i], _pairs[i].Change);
            for (var k = 0; k < rest.Length; k++)
                if (kinds[k] is null) rest[k] = 0;
        }
        if (Solved(rest, kinds, held, values, share) is not { } step) return null;
        for (var i = 0; i < _pairs.Count; i++)
            VectorKernels.AddScaled(step, alphas[i] - _pairs[i].Rho * VectorKernels.Dot(_pairs[i].Change, step), _pairs[i].Step);
        return step;
    }

    /// <summary>The step at which a coefficient must be held, or null when it may go where it would.</summary>
    private static double? Limit(IProximalPenalty penalty, double from, double step, int kind, int k)
    {
        if (kind != 0) return step * kind < 0 ? 0 : null;
        Span<double> at = stackalloc double[1];
        penalty.Rest(k, at);
        if ((from + step - at[0]) * (from - at[0]) < 0 && !penalty.IsSmoothAt(k, at)) return at[0] - from;
        at[0] = from + step;
        penalty.Project(k, at);
        return at[0] != from + step ? at[0] - from : null;
    }

    private double[]? Solved(double[] pull, int?[] kinds, List<int> held, List<double> values, double share)
    {
        if (_diagonal.Length > 0) return [.. pull.Select((value, k) => value / _diagonal[k])];
        var x = new double[_curvature.Count];
        for (var k = 0; k < pull.Length; k++)
            if (kinds[k] is not null) x[_curvature.PlaceOf(_working[k])] = pull[k] / share;
        if (!_curvature.Solve(x, held, values)) return null;
        var step = new double[pull.Length];
        for (var k = 0; k < step.Length; k++)
            if (kinds[k] is not null) step[k] = x[_curvature.PlaceOf(_working[k])];
        return VectorKernels.AreFinite(step) ? step : null;
    }

    private static bool LineSearch(IColumnObjective restricted, IProximalPenalty penalty, WorkingPoint here, WorkingPoint there, double[] step, double[] fixedPredictors)
    {
        // Differences below the rounding of the objective itself say nothing.
        var rounding = 1e-14 * Math.Abs(here.Value);
        Span<double> rest = stackalloc double[1];
        for (var (halving, length) = (0, 1.0); halving < MaxHalvings; halving++, length /= 2)
        {
            var slope = 0.0;
            for (var k = 0; k < step.Length; k++)
            {
                var (from, to) = (here.Slopes[k], here.Slopes[k] + length * step[k]);
                penalty.Rest(k, rest);
                var isSmooth = penalty.IsSmoothAt(k, here.Slopes.AsSpan(k, 1));
                // From its rest a coefficient goes against the subgradient only; to its rest, no farther.
                if (isSmooth ? (to - rest[0]) * (from - rest[0]) < 0 && !penalty.IsSmoothAt(k, rest) : step[k] * here.Subgradient[k] >= 0) to = isSmooth ? rest[0] : from;
                there.Slopes[k] = to;
                penalty.Project(k, there.Slopes.AsSpan(k, 1));
                slope += here.Subgradient[k] * (there.Slopes[k] - from);
            }
            there.Intercept = here.Intercept;
            there.Evaluate(restricted, fixedPredictors);
            there.Judge(penalty);
            if (there.Value <= here.Value + SufficientDecrease * Math.Min(0, slope) + rounding) return true;
        }
        return false;
    }

    private void Remember(WorkingPoint here, WorkingPoint there, double[] bends)
    {
        var (step, change) = (new double[_working.Length], new double[_working.Length]);
        for (var k = 0; k < step.Length; k++)
        {
            step[k] = there.Slopes[k] - here.Slopes[k];
            change[k] = there.Gradient[k] - here.Gradient[k] + bends[k] * step[k];
        }
        var product = VectorKernels.Dot(step, change);
        // Rounding could pass for curvature.
        if (!(product > 1e-10 * Math.Sqrt(VectorKernels.Dot(step, step) * VectorKernels.Dot(change, change)))) return;
        if (_pairs.Count == Memory) _pairs.RemoveAt(0);
        _pairs.Add(new Pair(step, change, 1 / product));
    }

    private sealed record Pair(double[] Step, double[] Change, double Rho)
    {
        public bool FitsIn(int?[] kinds)
        {
            for (var k = 0; k < Step.Length; k++)
                if (Step[k] != 0 && kinds[k] is null) return false;
            return true;
        }
    }
}
