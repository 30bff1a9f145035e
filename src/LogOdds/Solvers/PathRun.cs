using System.Buffers;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>One walk down a path by <see cref="WorkingSetPath"/>: where it stands, and what all columns said there.</summary>
internal sealed class PathRun
{
    // Solutions that are put to all columns at a time, at most.
    private const int MaxAhead = 8;

    // Solutions that are looked for side by side, at most: with more, the starts lie farther off than the shared passes save.
    private const int MaxAbreast = 3;
    private const double LeastAbreast = 0.85;

    // What a gradient may move beyond where it is carried on to, as a part of the way of λ; and no screen is wider than this part of λ.
    private const double Slack = 0.1;
    private const double WidestScreen = 0.5;

    // The most slopes of a working set for which a whole Hessian is the last resort.
    private const int MaxWholeHessian = 2000;

    // No entry of the least subgradient is larger, whatever the gap.
    private const double SubgradientTolerance = 1e-10;

    private readonly IColumnObjective _objective;
    private readonly IProximalPenalty _penalty;
    private readonly double _tolerance;
    private readonly ActiveSetNewton _newton;
    private readonly double[] _rest;
    private readonly bool[] _isFree;
    private readonly int _blocks;

    private bool[] _isIn = [];
    private int[] _working = [];
    private IColumnObjective _restricted;
    private IProximalPenalty _restrictedPenalty;
    private double[] _fixedPredictors = [];
    private int _ahead = 1;
    private int _passes;
    private Checked? _before;
    private Checked _last;

    /// <summary>Stands where all penalised slopes are at rest.</summary>
    /// <exception cref="ArgumentException">The objective's columns cannot be asked for one by one.</exception>
    public PathRun(IColumnObjective objective, IProximalPenalty penalty, double tolerance)
    {
        if (!objective.HasColumns) throw new ArgumentException("The columns of this design cannot be asked for one by one.", nameof(objective));
        (_objective, _penalty, _newton) = (objective, penalty, new ActiveSetNewton(objective));
        _blocks = penalty.Blocks.Count > 0 ? penalty.Blocks.Count : objective.Slopes;
        _rest = new double[objective.Slopes];
        _isFree = new bool[_blocks];
        var unit = penalty.WithLambda(1);
        for (var block = 0; block < _blocks; block++)
        {
            var own = CoefficientsOf(block);
            var rest = new double[own.Length];
            penalty.Rest(block, rest);
            for (var k = 0; k < own.Length; k++) _rest[own[k]] = rest[k];
            _isFree[block] = unit.IsFree(block);
        }
        (_restricted, _restrictedPenalty) = (objective, penalty);
        Choose(block => _isFree[block]);
        // What is free is so at every strength.
        var atRest = Minimise([unit], [[.. _rest, 0]], point => point.Size <= SubgradientTolerance);
        _last = Check(atRest)[0];
        CriticalLambda = penalty.CriticalLambda(_last.Gradient);
        _last = _last with { Lambda = CriticalLambda };
        _tolerance = tolerance * Math.Min(1, atRest[0].Point.Loss);
    }

    /// <summary>The least λ at which all penalised slopes are at rest.</summary>
    public double CriticalLambda { get; }

    /// <summary>A fit for each strength, in their order, which descends.</summary>
    public IEnumerable<SolverResult> Follow(IReadOnlyList<double> lambdas, CancellationToken cancellation)
    {
        var attempts = new List<Attempt>();
        for (var done = 0; done < lambdas.Count;)
        {
            // 1. Which columns can matter at the next strengths? After a failed proof, those that it named as well.
            var count = attempts.Count > 0 ? attempts.Count : Math.Min(_ahead, lambdas.Count - done);
            if (attempts.Count == 0) Choose(Screen(lambdas[done + count - 1]));

            // 2. Side by side on these alone, each from where the last two point to, or from its own attempt.
            var ahead = lambdas.Skip(done).Take(count).Select(_penalty.WithLambda).ToArray();
            var before = attempts;
            attempts = [];
            while (attempts.Count < count)
            {
                var first = attempts.Count;
                var abreast = ahead.Skip(first).Take(MaxAbreast).TakeWhile(penalty => penalty.Lambda >= LeastAbreast * ahead[first].Lambda).ToArray();
                cancellation.ThrowIfCancellationRequested();
                attempts.AddRange(Minimise(abreast, [.. abreast.Select((penalty, k) => attempts.Count + k < before.Count ? before[attempts.Count + k].Beta : Guess(penalty.Lambda, attempts))], IsEnough));
            }
            for (var k = 0; k < before.Count; k++) attempts[k] = attempts[k] with { Iterations = attempts[k].Iterations + before[k].Iterations };

            // 3. All of them are put to all columns at once.
            var proofs = Check(attempts);
            var proven = 0;
            while (proven < count && !(proofs[proven].Gap > _tolerance && Violations(proofs[proven]).Any())) proven++;
            for (var k = 0; k < proven; k++)
            {
                (_before, _last) = (_last, proofs[k]);
                yield return Result(attempts[k], proofs[k]);
            }
            done += proven;
            _ahead = proven == count ? Math.Min(MaxAhead, 2 * _ahead) : Math.Max(1, count / 2);

            // 4. What they named as missing joins.
            attempts.RemoveRange(0, proven);
            if (attempts.Count == 0) continue;
            var wanted = _isIn.ToArray();
            foreach (var block in proofs.Skip(proven).SelectMany(Violations)) wanted[block] = true;
            Choose(block => wanted[block]);
        }
    }

    /// <summary>Where the walk stands, as an iteration on the way to a penalty.</summary>
    public IterationRecord Record(int iteration, double[] beta, IProximalPenalty penalty, TimeSpan elapsed)
    {
        var least = _last.Gradient.ToArray();
        penalty.ToLeastSubgradient(beta.AsSpan(0, _rest.Length), least);
        return new IterationRecord(iteration, _last.Loss + penalty.Value(beta.AsSpan(0, _rest.Length)), VectorKernels.MaxAbs(least), 1, _passes, elapsed.TotalSeconds, beta);
    }

    private bool IsEnough(WorkingPoint point) => point.Gap <= 0.5 * _tolerance && point.Size <= SubgradientTolerance;

    /// <summary>Makes the working set of these blocks.</summary>
    private void Choose(Func<int, bool> isIn)
    {
        _isIn = [.. Enumerable.Range(0, _blocks).Select(isIn)];
        _working = [.. Enumerable.Range(0, _blocks).Where(block => _isIn[block]).SelectMany(CoefficientsOf).Order()];
        (_restricted, _restrictedPenalty) = (_objective.Select(_working), _penalty.Of(_working));
        var outside = _rest.ToArray();
        foreach (var j in _working) outside[j] = 0;
        _fixedPredictors = [];
        if (Array.TrueForAll(outside, rest => rest == 0)) return;
        _fixedPredictors = new double[_objective.Rows];
        _objective.Multiply(1, outside, _fixedPredictors);
    }

    /// <summary>The blocks that have moved, and those that may by the sequential strong rule.</summary>
    private Func<int, bool> Screen(double lambda)
    {
        // Gradients change at most as λ does, says the rule; how they have changed says more.
        var isCarried = _before is not null && _before.Lambda > _last.Lambda;
        var way = isCarried ? (lambda - _last.Lambda) / (_last.Lambda - _before!.Lambda) : 0;
        var margin = (isCarried ? Slack : 1) * (_last.Lambda - lambda);
        var penalty = _penalty.WithLambda(Math.Max(WidestScreen * lambda, lambda - Math.Max(0, margin)));
        return block =>
        {
            if (_isFree[block] || HasMoved(block)) return true;
            var own = CoefficientsOf(block);
            Span<double> gradient = own.Length <= 64 ? stackalloc double[own.Length] : new double[own.Length];
            for (var k = 0; k < own.Length; k++)
                gradient[k] = _last.Gradient[own[k]] + (isCarried ? way * (_last.Gradient[own[k]] - _before!.Gradient[own[k]]) : 0);
            return !penalty.StaysAtRest(block, gradient);
        };
    }

    private bool HasMoved(int block)
    {
        foreach (var j in CoefficientsOf(block))
            if (_last.Beta[j] != _rest[j]) return true;
        return false;
    }

    /// <summary>The blocks outside the working set that do not stay at rest.</summary>
    private IEnumerable<int> Violations(Checked proof)
    {
        var penalty = _penalty.WithLambda(proof.Lambda);
        return Enumerable.Range(0, _blocks).Where(block => !_isIn[block] && !penalty.StaysAtRest(block, Array.ConvertAll(CoefficientsOf(block), j => proof.Gradient[j])));
    }

    /// <summary>Where the last two solutions point to.</summary>
    private double[] Guess(double lambda, List<Attempt> attempts)
    {
        var (latest, latestLambda) = attempts.Count > 0 ? (attempts[^1].Beta, attempts[^1].Lambda) : (_last.Beta, _last.Lambda);
        var (earlier, earlierLambda) = attempts.Count > 1 ? (attempts[^2].Beta, attempts[^2].Lambda) : attempts.Count > 0 ? (_last.Beta, _last.Lambda) : (_before?.Beta, _before?.Lambda ?? 0);
        if (earlier is null || !(earlierLambda > latestLambda) || _penalty.Blocks.Count > 0) return latest;
        var way = (latestLambda - lambda) / (earlierLambda - latestLambda);
        var guess = latest.ToArray();
        foreach (var j in _working)
        {
            var (at, to) = (latest[j] - _rest[j], latest[j] + way * (latest[j] - earlier[j]));
            if (at == 0) continue;
            guess[j] = at * (to - _rest[j]) > 0 ? to : _rest[j];
            _penalty.Project(j, guess.AsSpan(j, 1));
        }
        guess[^1] += way * (latest[^1] - earlier[^1]);
        return guess;
    }

    private List<Attempt> Minimise(IProximalPenalty[] penalties, double[][] starts, Func<WorkingPoint, bool> isEnough)
    {
        WorkingPoint[] points = [.. starts.Select(start => PointAt([.. _working.Select(j => start[j])], start[^1]))];
        WorkingPoint.Evaluate(points, _restricted, _fixedPredictors);
        var iterations = new int[points.Length];
        IProximalPenalty[] restricted = [.. penalties.Select(penalty => _restrictedPenalty.WithLambda(penalty.Lambda))];
        for (var k = 0; k < points.Length; k++) points[k].Judge(restricted[k]);
        if (_penalty.Blocks.Count == 0)
        {
            Descent[] descents = [.. points.Select((point, k) => new Descent(restricted[k], point))];
            _newton.Minimise(_working, _restricted, descents, _fixedPredictors, isEnough);
            for (var k = 0; k < points.Length; k++) (points[k], iterations[k]) = (descents[k].Here, descents[k].Iterations);
        }
        var attempts = new List<Attempt>();
        for (var k = 0; k < points.Length; k++)
        {
            var point = points[k];
            if (!isEnough(point) && _working.Length > 0 && (_penalty.Blocks.Count > 0 || _working.Length <= MaxWholeHessian) && _fixedPredictors.Length == 0)
            {
                var whole = new ProximalNewton { Tolerance = SubgradientTolerance }.Solve(_restricted, restricted[k], [.. point.Slopes, point.Intercept]);
                var other = PointAt(whole.Coefficients.AsSpan(0, _working.Length), whole.Coefficients[^1]);
                WorkingPoint.Evaluate([other], _restricted, _fixedPredictors);
                other.Judge(restricted[k]);
                iterations[k] += whole.Iterations;
                if (other.Gap <= point.Gap) point = other;
            }
            attempts.Add(new Attempt(penalties[k].Lambda, Whole(point), point, iterations[k]));
        }
        return attempts;
    }

    private WorkingPoint PointAt(ReadOnlySpan<double> slopes, double intercept)
    {
        var point = new WorkingPoint(_working.Length, _objective.Rows) { Intercept = intercept };
        slopes.CopyTo(point.Slopes);
        return point;
    }

    private double[] Whole(WorkingPoint point)
    {
        double[] beta = [.. _rest, point.Intercept];
        for (var k = 0; k < _working.Length; k++) beta[_working[k]] = point.Slopes[k];
        return beta;
    }

    private Checked[] Check(IReadOnlyList<Attempt> attempts)
    {
        var (n, p) = (_objective.Rows, _objective.Slopes);
        // Lent, for the pages of fresh memory take longer than what is put into them.
        var (residuals, gradients) = (ArrayPool<double>.Shared.Rent(attempts.Count * n), ArrayPool<double>.Shared.Rent(attempts.Count * p));
        for (var k = 0; k < attempts.Count; k++) attempts[k].Point.Residual.CopyTo(residuals, k * n);
        _objective.MultiplyTransposed(attempts.Count, residuals.AsMemory(0, attempts.Count * n), gradients.AsMemory(0, attempts.Count * p));
        _passes++;
        Checked[] proofs = [.. attempts.Select((attempt, k) =>
        {
            var gradient = gradients.AsSpan(k * p, p).ToArray();
            var penalty = _penalty.WithLambda(attempt.Lambda);
            var slopes = attempt.Beta.AsSpan(0, p);
            var value = attempt.Point.Loss + penalty.Value(slopes);
            return new Checked(attempt.Lambda, attempt.Beta, gradient, attempt.Point.Loss, value, penalty.Gap(slopes, gradient, value) + attempt.Point.InterceptGap);
        })];
        ArrayPool<double>.Shared.Return(residuals);
        ArrayPool<double>.Shared.Return(gradients);
        return proofs;
    }

    private SolverResult Result(Attempt attempt, Checked proof)
    {
        var least = proof.Gradient.ToArray();
        _penalty.WithLambda(proof.Lambda).ToLeastSubgradient(proof.Beta.AsSpan(0, least.Length), least);
        var isProven = proof.Gap <= _tolerance;
        return new SolverResult("working-set", proof.Beta, isProven ? SolverStatus.Converged : SolverStatus.IterationLimit, attempt.Iterations, _passes, proof.Value,
            Math.Max(VectorKernels.MaxAbs(least), Math.Abs(attempt.Point.InterceptGradient)),
            isProven ? "the duality gap is within tolerance" : "no step improves the objective any more in double precision")
        {
            DualityGap = proof.Gap,
        };
    }

    private int[] CoefficientsOf(int block) => _penalty.Blocks.Count > 0 ? _penalty.Blocks[block] : [block];

    /// <summary>A solution over the working set.</summary>
    private sealed record Attempt(double Lambda, double[] Beta, WorkingPoint Point, int Iterations);

    /// <summary>What all columns say to one.</summary>
    private sealed record Checked(double Lambda, double[] Beta, double[] Gradient, double Loss, double Value, double Gap);
}
