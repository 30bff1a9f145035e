using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Minimises loss + penalty over a working set for several strengths side by side, of a penalty that falls into single coefficients: Newton steps
/// among those that are not at rest, in which none passes its rest or a bound, by curvature of an earlier point of the path with what later steps have shown of it (L-BFGS;
/// Andrew and Gao, ICML 2007, for the orthants; Nocedal and Wright, Numerical Optimization, 2006, algorithm 7.4, for the two loops). All share that
/// curvature and the passes over the columns; what steps have shown, which coefficients are held and how long a step is belongs to each.
/// </summary>
internal sealed class ActiveSetNewton(IColumnObjective objective)
{
    private const int MaxIterations = 1000;
    private const int MaxHoldings = 6;

    // Reading a column from memory takes about as long as several products with it from the cache.
    private const double ProductsPerNumber = 3;

    // Directions among fewer coefficients take less time than handing them out.
    private const int WorthThreads = 64;

    private readonly PathCurvature _curvature = new(objective);
    private double[] _diagonal = [];
    private double _due;
    private int[] _working = [];
    private int[] _places = [];

    /// <summary>The most slopes that move for which a matrix is factored.</summary>
    public int MaxFactored { get; init; } = 4000;

    /// <summary>Moves each to its minimum, or to where no step improves it any more.</summary>
    /// <param name="working">The slopes of the working set, ascending.</param>
    /// <param name="restricted">The objective of these.</param>
    /// <param name="descents">Where they start, and by which penalties on these.</param>
    /// <param name="fixedPredictors">What other slopes add to the linear predictors; empty for nothing.</param>
    /// <param name="isEnough">Whether a point is good enough.</param>
    public void Minimise(int[] working, IColumnObjective restricted, IReadOnlyList<Descent> descents, double[] fixedPredictors, Func<WorkingPoint, bool> isEnough)
    {
        (_working, _diagonal) = (working, []);
        for (var round = 0; round < MaxIterations; round++)
        {
            // 1. Which coefficients can move, and how curved is the loss among them?
            foreach (var descent in descents.Where(descent => descent is { IsOpen: true, IsSearching: false }))
            {
                if (isEnough(descent.Here)) descent.Close();
                else descent.Look();
            }
            Descent[] open = [.. descents.Where(descent => descent.IsOpen)];
            if (open.Length == 0) break;
            Descent[] standing = [.. open.Where(descent => !descent.IsSearching)];
            if (standing.Length > 0) Prepare(standing, round, descents.Count);
            _places = Array.ConvertAll(_working, _curvature.PlaceOf);

            // 2. Where would they go? A direction is one core's.
            Cores.Each(standing.Length, standing.Length > 1 && _curvature.Count >= WorthThreads, threads: 0, k =>
            {
                if (Direction(standing[k]) is { } step) standing[k].SetOut(step);
                else standing[k].Close();
            });

            // 3. As far there as the objective falls; what lies on all ways is looked at together.
            Descent[] searching = [.. open.Where(descent => descent.IsOpen)];
            if (searching.Length == 0) continue;
            WorkingPoint.Evaluate([.. searching.Select(descent => descent.There)], restricted, fixedPredictors);
            foreach (var descent in searching) descent.Decide();

            // 4. Where it does not, by the curvature of there.
            foreach (var descent in searching.Where(descent => descent is { HasFailed: true, IsAtCurvature: true })) descent.Close();
        }
    }

    /// <summary>Sees to the curvature among what can move: that of where one of them is, or an earlier one.</summary>
    private void Prepare(Descent[] standing, int round, int descents)
    {
        var leading = Array.Find(standing, descent => descent.HasFailed);
        var isDue = leading is not null;
        leading ??= standing[standing.Length / 2];
        // In the order in which they begin to move: each of the descents needs a leading part, few of which are held.
        var (active, isActive) = (new List<int>(), new bool[_working.Length]);
        foreach (var descent in standing)
            for (var k = 0; k < isActive.Length; k++)
            {
                if (isActive[k] || descent.Kinds[k] is null) continue;
                isActive[k] = true;
                active.Add(_working[k]);
            }
        if (active.Count > MaxFactored)
        {
            if (isDue || _diagonal.Length == 0) MakeDiagonal(leading);
            else return;
        }
        else
        {
            _diagonal = [];
            double BendOf(int slope) => Array.BinarySearch(_working, slope) is >= 0 and var at ? leading.Bends[at] : 0;
            // A new Hessian is due when the steps that it might have saved cost as much as it does.
            var numbers = (double)active.Count * objective.Rows;
            if (round > 1) _due += 2 * ProductsPerNumber * descents * _working.Length * objective.Rows;
            int[] entering = [.. active.Where(slope => _curvature.PlaceOf(slope) < 0)];
            if (!isDue && _curvature.Count > 0 && entering.Length <= _curvature.Count && _due < 0.5 * numbers * active.Count + Math.Pow(active.Count, 3) / 6)
            {
                if (_curvature.Count - (active.Count - entering.Length) > 32 + active.Count / 8)
                    _curvature.Keep([.. active.Where(slope => _curvature.PlaceOf(slope) >= 0)], BendOf);
                if (entering.Length > 0) _curvature.Extend(entering, BendOf);
                return;
            }
            _curvature.Renew([.. active], leading.Here.Curvature, BendOf);
        }
        _due = 0;
        foreach (var descent in standing)
        {
            descent.Forget(all: true);
            descent.IsAtCurvature = descent == leading;
        }
    }

    /// <summary>With more columns than a matrix is affordable for, the diagonal is what remembered steps begin from.</summary>
    private void MakeDiagonal(Descent leading)
    {
        _diagonal = new double[_working.Length];
        var entries = new double[PackedSymmetric.Length(2)];
        for (var k = 0; k < _diagonal.Length; k++)
        {
            objective.Select([_working[k]]).Sandwich(leading.Here.Curvature, entries);
            _diagonal[k] = Math.Max(entries[0], 1e-300) + leading.Bends[k];
        }
    }

    /// <summary>Where the coefficients of the working set would go; null where doubles do not suffice to tell.</summary>
    private double[]? Direction(Descent descent)
    {
        var (penalty, here, kinds) = (descent.Penalty, descent.Here, descent.Kinds);
        var pull = new double[kinds.Length];
        for (var k = 0; k < pull.Length; k++) pull[k] = kinds[k] is null ? 0 : -here.Subgradient[k];
        if (_diagonal.Length > 0) return Recalled(descent, pull, ByDiagonal);

        descent.Forget(all: false);
        var isActive = new bool[_curvature.Count];
        for (var k = 0; k < kinds.Length; k++)
            if (kinds[k] is not null) isActive[_places[k]] = true;
        // Behind the last one that moves nothing needs to be held.
        var length = Array.LastIndexOf(isActive, true) + 1;
        if (_curvature.Hold(length) is not { } held) return null;
        for (var place = 0; place < length; place++)
            if (!isActive[place]) held.Add(place, 0);
        var share = VectorKernels.Sum(here.Curvature) / _curvature.TotalWeight;
        if (descent.Pairs.Count > 0)
        {
            if (Recalled(descent, pull, rest => Ended(Begun(rest, kinds, held, share), kinds, held)) is not { } recalled) return null;
            if (!Enumerable.Range(0, kinds.Length).Any(k => kinds[k] is { } kind && Limit(penalty, here.Slopes[k], recalled[k], kind, k) is not null)) return recalled;
        }
        var begun = Begun(pull, kinds, held, share);
        if (Ended(begun, kinds, held) is not { } step) return null;

        // With coefficients held that would go too far or the wrong way, the others go elsewhere.
        for (var holding = 0; holding < MaxHoldings; holding++)
        {
            var isMore = false;
            for (var k = 0; k < step.Length; k++)
            {
                if (kinds[k] is not { } kind || Limit(penalty, here.Slopes[k], step[k], kind, k) is not { } limit || held.Holds(_places[k])) continue;
                held.Add(_places[k], limit);
                isMore = true;
            }
            if (!isMore || Ended(begun, kinds, held) is not { } other) break;
            step = other;
        }
        return step;
    }

    /// <summary>The step by what is known of the curvature and what earlier steps have shown about it: the two loops.</summary>
    private static double[]? Recalled(Descent descent, double[] pull, Func<double[], double[]?> solve)
    {
        var pairs = descent.Pairs;
        var (rest, alphas) = (pull.ToArray(), new double[pairs.Count]);
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            alphas[i] = pairs[i].Rho * VectorKernels.Dot(pairs[i].Step, rest);
            VectorKernels.AddScaled(rest, -alphas[i], pairs[i].Change);
            for (var k = 0; k < rest.Length; k++)
                if (descent.Kinds[k] is null) rest[k] = 0;
        }
        if (solve(rest) is not { } step) return null;
        for (var i = 0; i < pairs.Count; i++)
            VectorKernels.AddScaled(step, alphas[i] - pairs[i].Rho * VectorKernels.Dot(pairs[i].Change, step), pairs[i].Step);
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

    private double[] ByDiagonal(double[] pull) => [.. pull.Select((value, k) => value / _diagonal[k])];

    private double[] Begun(double[] pull, int?[] kinds, HeldSlopes held, double share)
    {
        var x = new double[held.Length];
        for (var k = 0; k < pull.Length; k++)
            if (kinds[k] is not null) x[_places[k]] = pull[k] / share;
        held.Begin(x);
        return x;
    }

    private double[]? Ended(double[] begun, int?[] kinds, HeldSlopes held)
    {
        var x = begun.ToArray();
        if (!held.Finish(x)) return null;
        var step = new double[kinds.Length];
        for (var k = 0; k < step.Length; k++)
            if (kinds[k] is not null) step[k] = x[_places[k]];
        return VectorKernels.AreFinite(step) ? step : null;
    }
}
