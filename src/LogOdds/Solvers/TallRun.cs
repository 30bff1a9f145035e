using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>One walk down a path by <see cref="TallPath"/>, a stretch of λ at a time.</summary>
internal sealed class TallRun(IBatchObjective objective, IProximalPenalty penalty, double tolerance)
{
    // No entry of the least subgradient is larger, whatever the gap.
    private const double SubgradientTolerance = 1e-8;

    // Passes over the rows for a stretch, and the λ from one place whose curvature is asked for to the next.
    private const int MaxRounds = 25;
    private const int Spacing = 8;

    private readonly int _dimension = objective.Dimension;
    private readonly int _slopes = objective.Slopes;
    private double _tolerance = double.NaN;
    private double[] _beta = [];
    private double[] _gradient = [];

    /// <summary>Fits for some λ, in their order, from where the last ones ended.</summary>
    public IEnumerable<SolverResult> Fit(double[] lambdas, CancellationToken cancellation)
    {
        // 1. The curvature at a few places along the stretch.
        var places = Places(lambdas);

        // 2. Every λ between two places takes its first step from what lies between them.
        var points = new TallPoint[lambdas.Length];
        Cores.Each(points.Length, isWorthSeveral: true, threads: 0, k =>
        {
            points[k] = PointAt(k, penalty.WithLambda(lambdas[k]), places);
            points[k].Step();
        });

        // 3. Passes for all λ that are not done; each learns from its answers.
        var isDone = new bool[points.Length];
        for (var round = 0; round < MaxRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] open = [.. Enumerable.Range(0, points.Length).Where(k => !isDone[k])];
            if (open.Length == 0) break;
            Evaluate(Array.ConvertAll(open, k => points[k]));
            if (double.IsNaN(_tolerance)) _tolerance = tolerance * Math.Min(1, points[0].Value);
            Cores.Each(open.Length, isWorthSeveral: true, threads: 0, k =>
            {
                var point = points[open[k]];
                isDone[open[k]] = IsEnough(point) || point.IsStuck;
                if (!isDone[open[k]]) point.Step();
            });
            if (Trace is not null) Trace(round, points);
        }

        // 4. What passes alone did not bring to its end, Newton's method does.
        for (var k = 0; k < points.Length; k++)
        {
            var result = IsEnough(points[k]) ? Converged(points[k]) : Finish(points[k], cancellation);
            if (k == points.Length - 1) (_beta, _gradient) = (result.Coefficients, GradientAt(points[k], result));
            yield return result;
        }
    }

    public static Action<int, TallPoint[]>? Trace;

    private bool IsEnough(TallPoint point) => point.Gap <= _tolerance && point.Size <= SubgradientTolerance;

    private static SolverResult Converged(TallPoint point) =>
        new("tall-path", point.Beta, SolverStatus.Converged, point.Passes, point.Passes, point.Value, point.Size, "the duality gap is within tolerance") { DualityGap = point.Gap };

    private SolverResult Finish(TallPoint point, CancellationToken cancellation)
    {
        var result = new ProximalNewton().Solve(objective, point.Penalty, point.Beta, null, cancellation);
        return result with { Solver = "tall-path", Iterations = point.Passes + result.Iterations, Passes = point.Passes + result.Passes };
    }

    private double[] GradientAt(TallPoint point, SolverResult result)
    {
        if (result.Coefficients == point.Beta) return point.Gradient.ToArray();
        var gradient = new double[_dimension];
        objective.Evaluate(result.Coefficients, gradient);
        return gradient;
    }

    private void Evaluate(TallPoint[] points)
    {
        var (betas, losses, gradients) = (new double[points.Length * _dimension], new double[points.Length], new double[points.Length * _dimension]);
        for (var k = 0; k < points.Length; k++) points[k].Trial.CopyTo(betas.AsSpan(k * _dimension));
        objective.EvaluateMany(points.Length, betas, losses, gradients);
        Cores.Each(points.Length, isWorthSeveral: true, threads: 0, k =>
        {
            var (trial, own) = (points[k].Trial, points[k].Penalty);
            var gradient = gradients.AsSpan(k * _dimension, _dimension).ToArray();
            var least = gradient.ToArray();
            own.ToLeastSubgradient(trial.AsSpan(0, _slopes), least.AsSpan(0, _slopes));
            var value = losses[k] + own.Value(trial.AsSpan(0, _slopes));
            var gap = own.Gap(trial.AsSpan(0, _slopes), gradient.AsSpan(0, _slopes), value);
            for (var j = _slopes; j < _dimension; j++) gap += Math.Abs(gradient[j]) * (1 + 2 * Math.Abs(trial[j]));
            points[k].Learn(new ProximalAnswer(gradient, value, gap, VectorKernels.MaxAbs(least)));
        });
    }

    /// <summary>A λ between two places: coefficients, gradient and curvature in the same parts of both.</summary>
    private TallPoint PointAt(int k, IProximalPenalty own, List<Place> places)
    {
        var later = 0;
        while (later < places.Count - 1 && places[later].Index < k) later++;
        var earlier = Math.Max(0, later - 1);
        var (from, to) = (places[earlier], places[later]);
        var share = to.Index == from.Index ? 1 : Math.Clamp((double)(k - from.Index) / (to.Index - from.Index), 0, 1);
        var (hessian, beta, gradient) = (new double[_dimension * _dimension], new double[_dimension], new double[_dimension]);
        Blend(from.Hessian, to.Hessian, hessian);
        Blend(from.Beta, to.Beta, beta);
        Blend(from.Gradient, to.Gradient, gradient);
        return new TallPoint(own, _slopes, hessian, beta, gradient);

        void Blend(double[] a, double[] b, double[] target)
        {
            VectorKernels.AddScaled(target, 1 - share, a);
            VectorKernels.AddScaled(target, share, b);
        }
    }

    /// <summary>Coefficients, gradient and Hessian at a few places along the stretch, each found by the curvature of the one before.</summary>
    private List<Place> Places(double[] lambdas)
    {
        var places = new List<Place>();
        if (_beta.Length == 0)
        {
            // Nothing is known: the first λ, on a sample.
            var start = new double[_dimension];
            for (var block = 0; block < (penalty.Blocks.Count > 0 ? penalty.Blocks.Count : _slopes); block++)
            {
                int[] own = penalty.Blocks.Count > 0 ? penalty.Blocks[block] : [block];
                var rest = new double[own.Length];
                penalty.Rest(block, rest);
                for (var k = 0; k < own.Length; k++) start[own[k]] = rest[k];
            }
            var sample = SampleFor(0);
            var first = new ProximalNewton { Tolerance = 1e-5 }.Solve(sample, penalty.WithLambda(lambdas[0]), start);
            places.Add(PlaceAt(0, first.Coefficients, null));
        }
        else
        {
            places.Add(PlaceAt(-1, _beta, _gradient));
        }
        for (var index = Math.Min(Spacing, lambdas.Length) - 1; index < lambdas.Length; index += Spacing)
        {
            var last = places[^1];
            if (index <= last.Index) continue;
            var beta = new QuadraticModel(new QuadraticModel.SquareMatrix(last.Hessian), last.Gradient, last.Beta, _slopes, penalty.WithLambda(lambdas[index])).Minimise(1e-3 * lambdas[index]);
            places.Add(PlaceAt(index, beta, null));
        }
        return places;
    }

    private Place PlaceAt(int index, double[] beta, double[]? known)
    {
        var (gradient, packed) = (new double[_dimension], new double[PackedSymmetric.Length(_dimension)]);
        var sample = SampleFor(beta.Count(b => b != 0));
        sample.Evaluate(beta, gradient, packed);
        if (known is not null) known.CopyTo(gradient, 0);
        else if (_beta.Length > 0 && sample.Rows < objective.Rows)
        {
            // What the sample says otherwise than all rows, where both are known, it will say here as well.
            var other = new double[_dimension];
            sample.Evaluate(_beta, other);
            for (var j = 0; j < _dimension; j++) gradient[j] += _gradient[j] - other[j];
        }
        return new Place(index, beta, gradient, PackedSymmetric.Unpacked(packed, _dimension));
    }

    /// <summary>As many rows as make a Hessian for so many coefficients that count; all, where that is most of them.</summary>
    private ISubsampledObjective SampleFor(int coefficients)
    {
        var rows = Math.Max(Math.Max(RowsA * objective.Rows / _dimension, RowsB * (coefficients + 1.0)), 20.0 * _dimension);
        return rows > 0.6 * objective.Rows ? objective : objective.Sample((int)rows);
    }
    public static double RowsA = 16, RowsB = 800;

    /// <summary>What is known of a place along the stretch.</summary>
    /// <param name="Index">The number of its λ in the stretch; −1 for the last one before it.</param>
    /// <param name="Beta">The coefficients.</param>
    /// <param name="Gradient">The gradient of the loss there, as well as it is known.</param>
    /// <param name="Hessian">The Hessian, row after row.</param>
    private sealed record Place(int Index, double[] Beta, double[] Gradient, double[] Hessian);
}
