using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>Some λ of a path that are fitted at the same time, pass by pass, each by a model of its own.</summary>
internal sealed class TallStretch : IDisposable
{
    // Passes, at most.
    private const int MaxRounds = 25;

    // Beyond this change of the log-odds, as a squared distance, the curvature is asked for again.
    private const double Reach = 0.01;

    // The rows of a sample for a Hessian: as many as cost no more than some tens of passes, or as the coefficients that count ask for.
    private const double PassesPerHessian = 32;
    private const double RowsPerCoefficient = 1600;
    private const double MostOfTheRows = 0.6;

    private readonly IBatchObjective _objective;
    private readonly int _threads;

    private TallStretch(IBatchObjective objective, TallPoint[] points, IReadOnlyList<TallPlace> places, int threads) => (_objective, Points, Places, _threads) = (objective, points, places, threads);

    /// <summary>Takes each λ to where its model has its minimum.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="penalties">The penalty of each λ.</param>
    /// <param name="numbers">The number of each λ, ascending.</param>
    /// <param name="starts">Where each λ is expected to have its minimum.</param>
    /// <param name="scouts">Places along the stretch where a small sample has been asked.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public static TallStretch From(IBatchObjective objective, IProximalPenalty[] penalties, int[] numbers, double[][] starts, IReadOnlyList<TallPlace> scouts, int threads)
    {
        var asked = Asked(objective, numbers, starts, scouts[^1]);
        // A sample that says little about a Hessian says much about its change.
        int[] knots = [.. asked.Concat(scouts).Select(place => place.Index).Distinct().Order()];
        var scouted = asked.ConvertAll(place => place with { Hessian = HessianAt(place.Index, (1, scouts)) });
        var places = Array.ConvertAll(knots, index => new TallPlace(index, [], [], HessianAt(index, (1, asked), (1, scouts), (-1, scouted))));
        var points = new TallPoint[penalties.Length];
        Cores.Each(penalties.Length, isWorthSeveral: true, threads, k =>
        {
            var (beta, gradient) = TallPlace.Between(asked, numbers[k]);
            points[k] = new TallPoint(penalties[k], objective.Slopes, beta, gradient);
            TallPlace.AddHessian(places, numbers[k], 1, points[k].Hessian);
            points[k].Step();
        });
        return new TallStretch(objective, points, places, threads);
    }

    /// <summary>Puts each λ where another path had it.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="penalties">The penalty of each λ.</param>
    /// <param name="starts">Where each λ is expected to have its minimum.</param>
    /// <param name="places">Hessians at some of the λ.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public static TallStretch Along(IBatchObjective objective, IProximalPenalty[] penalties, double[][] starts, IReadOnlyList<TallPlace> places, int threads)
    {
        var points = new TallPoint[penalties.Length];
        for (var k = 0; k < points.Length; k++)
        {
            points[k] = new TallPoint(penalties[k], objective.Slopes, starts[k], gradient: []);
            TallPlace.AddHessian(places, k, 1, points[k].Hessian);
        }
        return new TallStretch(objective, points, places, threads);
    }

    /// <summary>What is known of Hessians along the stretch.</summary>
    public IReadOnlyList<TallPlace> Places { get; }

    /// <summary>The λ.</summary>
    public TallPoint[] Points { get; }

    /// <summary>Passes for all λ that are not done; each learns from its answers.</summary>
    public void Iterate(double tolerance, CancellationToken cancellation)
    {
        var open = Points;
        for (var round = 0; round < MaxRounds && open.Length > 0; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            var trials = Array.ConvertAll(open, point => point.Trial);
            var answers = Ask(_objective, Array.ConvertAll(open, point => point.Penalty), trials);
            Cores.Each(open.Length, isWorthSeveral: true, _threads, k => open[k].Learn(answers[k]));
            Tighten(Points);
            Cores.Each(open.Length, isWorthSeveral: true, _threads, k =>
            {
                if (!open[k].IsEnough(tolerance)) open[k].Step();
            });
            open = [.. open.Where(point => !point.IsEnough(tolerance) && !point.IsStuck)];
        }
    }

    /// <summary>Ends the models; what is known of the λ stays.</summary>
    public void Dispose()
    {
        foreach (var point in Points) point.Dispose();
    }

    /// <summary>What rows and penalties answer at several coefficients, in one pass.</summary>
    public static ProximalAnswer[] Ask(IBatchObjective objective, IProximalPenalty[] penalties, double[][] betas)
    {
        var (n, slopes) = (objective.Dimension, objective.Slopes);
        var (all, losses, gradients) = (new double[betas.Length * n], new double[betas.Length], new double[betas.Length * n]);
        for (var k = 0; k < betas.Length; k++) betas[k].CopyTo(all.AsSpan(k * n));
        objective.EvaluateMany(betas.Length, all, losses, gradients);
        var answers = new ProximalAnswer[betas.Length];
        for (var k = 0; k < betas.Length; k++)
        {
            var b = betas[k].AsSpan(0, slopes);
            var gradient = gradients[(k * n)..((k + 1) * n)];
            var least = gradient.ToArray();
            penalties[k].ToLeastSubgradient(b, least.AsSpan(0, slopes));
            var value = losses[k] + penalties[k].Value(b);
            answers[k] = new ProximalAnswer(gradient, value, Gap(penalties[k], betas[k], gradient, value), VectorKernels.MaxAbs(least));
        }
        return answers;
    }

    /// <summary>
    /// Makes duality gaps smaller by what the answers say of each other. They ask how large the penalty P can be at the minimum of F. Of F' = loss + P·λ'/λ,
    /// with a smaller λ', a bound from below is known by its own gap: F' ≥ D'. At the minimum of F, P·(1 − λ'/λ) = F − F' ≤ F − D', and F is no more than
    /// it is here.
    /// </summary>
    public static void Tighten(IProximalPenalty[] penalties, double[][] betas, ProximalAnswer[] answers)
    {
        for (var k = answers.Length - 2; k >= 0; k--)
        {
            var part = 1 - penalties[k + 1].Lambda / penalties[k].Lambda;
            var most = (answers[k].Value - answers[k + 1].Value + answers[k + 1].Gap) / part;
            if (!(part > 0) || !(most < answers[k].Value)) continue;
            answers[k] = answers[k] with { Gap = Math.Min(answers[k].Gap, Gap(penalties[k], betas[k], answers[k].Gradient, most)) };
        }
    }

    private static void Tighten(TallPoint[] points)
    {
        var answers = Array.ConvertAll(points, point => point.Answer);
        Tighten(Array.ConvertAll(points, point => point.Penalty), Array.ConvertAll(points, point => point.Beta), answers);
        for (var k = 0; k < points.Length; k++) points[k].Answer = answers[k];
    }

    /// <summary>The duality gap where the penalty at the minimum is no more than <paramref name="most"/>; coefficients without penalty are held to within 1 + 2·|b| of where they are.</summary>
    private static double Gap(IProximalPenalty penalty, double[] beta, double[] gradient, double most)
    {
        var slopes = beta.Length - 1;
        return penalty.Gap(beta.AsSpan(0, slopes), gradient.AsSpan(0, slopes), most) + Math.Abs(gradient[slopes]) * (1 + 2 * Math.Abs(beta[slopes]));
    }

    private static QuadraticModel.SquareMatrix HessianAt(int index, params (double Factor, IReadOnlyList<TallPlace> Places)[] sums)
    {
        var hessian = new double[sums[0].Places[0].Hessian.Entries.Length];
        foreach (var (factor, places) in sums) TallPlace.AddHessian(places, index, factor, hessian);
        return new QuadraticModel.SquareMatrix(hessian);
    }

    /// <summary>As many rows as make a Hessian for so many coefficients that count; all of them where it takes most.</summary>
    private static ISubsampledObjective SampleFor(IBatchObjective objective, double[] beta)
    {
        double n = objective.Dimension;
        var rows = Math.Max(Math.Max(PassesPerHessian * objective.Rows / n, RowsPerCoefficient * beta.Count(b => b != 0)), 20 * n);
        return rows > MostOfTheRows * objective.Rows ? objective : objective.Sample((long)rows);
    }

    /// <summary>Where the curvature is asked for: at the first, at the last, and wherever it is likely to have changed.</summary>
    private static List<TallPlace> Asked(IBatchObjective objective, int[] numbers, double[][] starts, TallPlace nearby)
    {
        var chosen = new List<int>();
        var from = nearby with { Beta = starts[0] };
        for (var k = 1; k < starts.Length; k++)
        {
            if (from.SquaredDistanceTo(starts[k]) < Reach) continue;
            if (chosen.Count == 0) chosen.Add(0);
            chosen.Add(k);
            from = nearby with { Beta = starts[k] };
        }
        if (chosen.Count == 0) chosen.Add(starts.Length / 2);
        else if (chosen[^1] < starts.Length - 1 && from.SquaredDistanceTo(starts[^1]) > Reach / 4) chosen.Add(starts.Length - 1);
        var places = chosen.ConvertAll(k => TallPlace.At(numbers[k], starts[k], SampleFor(objective, starts[k])));
        if (places.TrueForAll(place => SampleFor(objective, place.Beta) == objective)) return places;

        // A sample is enough for curvature; gradients are of all rows.
        var n = objective.Dimension;
        var gradients = new double[places.Count * n];
        objective.EvaluateMany(places.Count, [.. places.SelectMany(place => place.Beta)], new double[places.Count], gradients);
        return [.. places.Select((place, k) => place with { Gradient = gradients[(k * n)..((k + 1) * n)] })];
    }
}
