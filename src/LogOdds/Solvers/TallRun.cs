using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>One walk down a path by <see cref="TallPath"/>: which columns can matter in a stretch of λ, and the proof that no other does.</summary>
internal sealed class TallRun
{
    // The rows of a sample that says where a path goes: what a Hessian of them costs, in passes.
    private const double PassesPerScout = 16;
    private const int LeastRowsPerCoefficient = 20;

    // Newton steps to the first λ, on the sample, where no fit without slopes is to be had.
    private const int ScoutIterations = 2;

    // The λ from one place of the scout to the next.
    private const int ScoutSpacing = 12;

    // A place of the scout is found to this part of λ.
    private const double ScoutTolerance = 1e-3;

    // A column may matter where its gradient comes this near to what would move it.
    private const double Margin = 0.8;

    // Leaving columns out is worth it up to this part of them.
    private const double MostColumns = 0.6;

    // How often columns that were missing may join.
    private const int MaxJoins = 4;

    // What passes over some columns leave to the one over all.
    private const double RestrictedShare = 0.5;

    private readonly IBatchObjective _objective;
    private readonly IProximalPenalty _penalty;
    private readonly double _share;
    private readonly int _threads;
    private readonly int _blocks;
    private readonly double[] _rest;
    private readonly ISubsampledObjective _scout;
    private double _tolerance = double.NaN;

    // Where the walk stands, and the gradient of the loss there.
    private double[] _beta = [];
    private double[] _gradient = [];

    /// <summary>Stands at the beginning.</summary>
    public TallRun(IBatchObjective objective, IProximalPenalty penalty, double tolerance, int threads)
    {
        (_objective, _penalty, _share, _threads) = (objective, penalty, tolerance, threads);
        _blocks = penalty.Blocks.Count > 0 ? penalty.Blocks.Count : objective.Slopes;
        _rest = new double[objective.Dimension];
        for (var block = 0; block < _blocks; block++)
        {
            var own = CoefficientsOf(block);
            var rest = new double[own.Length];
            penalty.Rest(block, rest);
            for (var k = 0; k < own.Length; k++) _rest[own[k]] = rest[k];
        }
        var rows = Math.Max(PassesPerScout * objective.Rows / objective.Dimension, LeastRowsPerCoefficient * objective.Dimension);
        _scout = rows < objective.Rows / 2 ? objective.Sample((long)rows) : objective;
    }

    /// <summary>Fits for some λ, in their order, from where the last ones ended, or along the trail of a path over nearly the same rows.</summary>
    public (SolverResult[] Fits, TallTrail.Stretch Trail) Fit(double[] lambdas, TallTrail.Stretch? ahead, CancellationToken cancellation)
    {
        // 1. Where does the path go, and which columns can matter?
        var penalties = Array.ConvertAll(lambdas, _penalty.WithLambda);
        var (places, starts, working) = ahead is null ? Expect(penalties) : Along(ahead, lambdas.Length);

        // The next stretch sets out from the last λ; along a trail, columns that join are scouted for from the first.
        var standing = ahead is null ? lambdas.Length - 1 : 0;
        var results = new SolverResult[lambdas.Length];
        (int[]? Columns, IReadOnlyList<TallPlace> Places)? told = null;
        int[] open = [.. Enumerable.Range(0, lambdas.Length)];
        for (var join = 0; open.Length > 0 && join <= MaxJoins; join++)
        {
            // 2. All λ at the same time, on the columns that can matter.
            var columns = Columns(join < MaxJoins ? working : []);
            var fitted = working.ToArray();
            var (part, ofPart) = columns is null ? (_objective, penalties) : (Restricted(columns), Array.ConvertAll(penalties, own => own.Of(columns)));
            var (own, from) = (Array.ConvertAll(open, k => ofPart[k]), Array.ConvertAll(open, k => columns is null ? starts[k] : Narrow(starts[k], columns)));
            if (join > 0 || ahead is null) places ??= Scout(penalties);
            using var stretch = places is null
                ? TallStretch.Along(part, own, from, ahead!.Places, _threads)
                : TallStretch.From(part, own, open, from, columns is null ? places : places.ConvertAll(place => Narrow(place, columns)), _threads);
            told ??= (columns, ahead?.Places ?? stretch.Places);
            stretch.Iterate(columns is null ? _tolerance : RestrictedShare * _tolerance, cancellation);

            // 3. One pass over all columns proves it, or names those that were missing.
            var betas = Array.ConvertAll(stretch.Points, point => columns is null ? point.Beta : Widen(point.Beta, columns));
            var answers = Array.ConvertAll(stretch.Points, point => point.Answer);
            if (columns is not null)
            {
                answers = TallStretch.Ask(_objective, Array.ConvertAll(open, k => penalties[k]), betas);
                TallStretch.Tighten(Array.ConvertAll(open, k => penalties[k]), betas, answers);
            }
            var still = new List<int>();
            for (var k = 0; k < open.Length; k++)
            {
                var (index, passes) = (open[k], stretch.Points[k].Passes + (columns is null ? 0 : 1));
                if (index == standing) (_beta, _gradient) = (betas[k], answers[k].Gradient);
                starts[index] = betas[k];
                if (TallPoint.IsEnough(answers[k], _tolerance)) results[index] = Converged(betas[k], answers[k], passes);
                else if (columns is null || !Join(fitted, working, penalties[index], betas[k], answers[k].Gradient)) results[index] = Finish(index);
                else still.Add(index);
            }
            open = [.. still];
        }
        return (results, new TallTrail.Stretch(_tolerance, told!.Value.Columns, Array.ConvertAll(results, result => result.Coefficients), told.Value.Places));

        SolverResult Finish(int index)
        {
            var result = new ProximalNewton().Solve(_objective, penalties[index], starts[index], null, cancellation);
            if (index == standing)
            {
                (_beta, _gradient) = (result.Coefficients, new double[result.Coefficients.Length]);
                _objective.Evaluate(_beta, _gradient);
            }
            return result with { Solver = "tall-path" };
        }
    }

    /// <summary>By a sample of the rows.</summary>
    private (List<TallPlace>? Places, double[][] Starts, bool[] Working) Expect(IProximalPenalty[] penalties)
    {
        var places = Scout(penalties);
        var (starts, gradients) = (new double[penalties.Length][], new double[penalties.Length][]);
        Cores.Each(penalties.Length, isWorthSeveral: true, _threads, k =>
        {
            var (beta, gradient) = TallPlace.Between(places, k);
            using var point = new TallPoint(penalties[k], _objective.Slopes, beta, gradient);
            TallPlace.AddHessian(places, k, 1, point.Hessian);
            (gradients[k], starts[k]) = (point.Step(), point.Trial);
        });
        var working = new bool[_blocks];
        for (var block = 0; block < _blocks; block++) working[block] = Enumerable.Range(0, penalties.Length).Any(k => CanMatter(block, penalties[k], starts[k], gradients[k]));
        return (places, starts, working);
    }

    /// <summary>As another path went.</summary>
    private (List<TallPlace>? Places, double[][] Starts, bool[] Working) Along(TallTrail.Stretch ahead, int count)
    {
        _tolerance = ahead.Tolerance;
        return (null, ahead.Betas[..count], [.. Enumerable.Range(0, _blocks).Select(block => ahead.Columns is null || CoefficientsOf(block).All(ahead.Columns.Contains))]);
    }

    private static SolverResult Converged(double[] beta, ProximalAnswer answer, int passes) =>
        new("tall-path", beta, SolverStatus.Converged, passes, passes, answer.Value, answer.Size, "the duality gap is within tolerance") { DualityGap = answer.Gap };

    /// <summary>Coefficients, gradient and Hessian at a few places along the stretch, each found by those of the one before.</summary>
    private List<TallPlace> Scout(IProximalPenalty[] penalties)
    {
        var next = Math.Min(ScoutSpacing, penalties.Length) - 1;
        if (_beta.Length == 0)
        {
            _beta = AtRest(penalties[0]);
            _gradient = new double[_beta.Length];
            _tolerance = _share * Math.Min(1, _objective.Evaluate(_beta, _gradient));
            // The first λ may be far from where nothing is selected.
            if (Enumerable.Range(0, _blocks).Any(block => !_penalty.IsFree(block) && !penalties[0].StaysAtRest(block, Array.ConvertAll(CoefficientsOf(block), j => _gradient[j])))) next = 0;
        }
        var start = TallPlace.At(-1, _beta, _scout);
        var places = new List<TallPlace> { start with { Gradient = _gradient } };
        for (var index = next; index > places[^1].Index; index = Math.Min(index + ScoutSpacing, penalties.Length - 1))
        {
            var last = places[^1];
            var beta = new QuadraticModel(last.Hessian, last.Gradient, last.Beta, _objective.Slopes, penalties[index]).Minimise(ScoutTolerance * Math.Max(penalties[index].Lambda, ScoutTolerance));
            var place = TallPlace.At(index, beta, _scout);
            // What the sample says otherwise than all rows, where both are known, it will say here as well.
            for (var j = 0; j < beta.Length; j++) place.Gradient[j] += _gradient[j] - start.Gradient[j];
            places.Add(place);
        }
        return places;
    }

    /// <summary>The fit in which nothing is selected; where the columns cannot be left out, about that of a penalty.</summary>
    private double[] AtRest(IProximalPenalty penalty)
    {
        var free = Columns([.. Enumerable.Range(0, _blocks).Select(penalty.IsFree)]);
        return free is null
            ? new ProximalNewton { MaxIterations = ScoutIterations }.Solve(_scout, penalty, _rest).Coefficients
            : Widen(new ProximalNewton().Solve(Restricted(free), penalty.Of(free), new double[free.Length + 1]).Coefficients, free);
    }

    private bool CanMatter(int block, IProximalPenalty penalty, double[] beta, double[] gradient)
    {
        var own = CoefficientsOf(block);
        if (Array.Exists(own, j => beta[j] != _rest[j])) return true;
        return penalty.IsFree(block) || !penalty.WithLambda(Margin * penalty.Lambda).StaysAtRest(block, Array.ConvertAll(own, j => gradient[j]));
    }

    /// <summary>Adds the blocks that would move to the working ones; returns whether there are any that were missing among those that were fitted.</summary>
    private bool Join(bool[] fitted, bool[] working, IProximalPenalty penalty, double[] beta, double[] gradient)
    {
        var anyone = false;
        for (var block = 0; block < _blocks; block++)
        {
            if (fitted[block] || !CanMatter(block, penalty, beta, gradient)) continue;
            working[block] = anyone = true;
        }
        return anyone;
    }

    /// <summary>The columns of the blocks; null for all, where it is not worth leaving others out, or they cannot be.</summary>
    private int[]? Columns(bool[] working)
    {
        if (working.Length == 0 || _objective is not IColumnObjective { HasColumns: true }) return null;
        int[] columns = [.. Enumerable.Range(0, _blocks).Where(block => working[block]).SelectMany(CoefficientsOf).Order()];
        if (columns.Length > MostColumns * _objective.Slopes) return null;
        var outside = _rest.ToArray();
        foreach (var j in columns) outside[j] = 0;
        return Array.TrueForAll(outside, rest => rest == 0) ? columns : null;
    }

    private IBatchObjective Restricted(int[] columns) => (IBatchObjective)((IColumnObjective)_objective).Select(columns);

    private int[] CoefficientsOf(int block) => _penalty.Blocks.Count > 0 ? _penalty.Blocks[block] : [block];

    private static double[] Narrow(double[] beta, int[] columns) => [.. columns.Select(j => beta[j]), beta[^1]];

    private static TallPlace Narrow(TallPlace place, int[] columns)
    {
        var n = place.Beta.Length;
        int[] kept = [.. columns, n - 1];
        var hessian = new double[kept.Length * kept.Length];
        for (var i = 0; i < kept.Length; i++)
            for (var j = 0; j < kept.Length; j++) hessian[i * kept.Length + j] = place.Hessian.Entries[kept[i] * n + kept[j]];
        return new TallPlace(place.Index, Narrow(place.Beta, columns), Narrow(place.Gradient, columns), new QuadraticModel.SquareMatrix(hessian));
    }

    private double[] Widen(double[] beta, int[] columns)
    {
        var wide = _rest.ToArray();
        for (var k = 0; k < columns.Length; k++) wide[columns[k]] = beta[k];
        wide[^1] = beta[^1];
        return wide;
    }
}
