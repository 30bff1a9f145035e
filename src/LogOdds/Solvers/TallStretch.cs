using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>Some λ of a path that are fitted at the same time, pass by pass, each by a model of its own.</summary>
internal sealed class TallStretch
{
    // Passes, at most.
    private const int MaxRounds = 25;

    // Beyond this change of the log-odds, as a squared distance, the curvature is asked for again.
    public static double Reach = 0.01;

    // The rows of a sample for a Hessian: as many as cost no more than some tens of passes, or as the coefficients that count ask for.
    public static double PassesPerHessian = 32;
    public static double RowsPerCoefficient = 800;
    private const double MostOfTheRows = 0.6;

    private readonly IBatchObjective _objective;

    /// <summary>Takes each λ to where its model has its minimum.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="penalties">The penalty of each λ.</param>
    /// <param name="starts">Where each λ is expected to have its minimum.</param>
    /// <param name="nearby">A place not far away.</param>
    public TallStretch(IBatchObjective objective, IProximalPenalty[] penalties, double[][] starts, TallPlace nearby)
    {
        _objective = objective;
        TP0();
        var places = Places(starts, nearby);
        TP1(ref TP);
        Points = new TallPoint[penalties.Length];
        Each(penalties.Length, k =>
        {
            Points[k] = new TallPoint(penalties[k], objective.Slopes, TallPlace.Between(places, k));
            Points[k].Step();
        });
        TP1(ref TS);
    }
    public static bool Verbose; public static double TP, TE, TS; public static string Log = ""; private static long T0; public static void TP1(ref double t) { var now = System.Diagnostics.Stopwatch.GetTimestamp(); t += (now - T0) / 1e6; T0 = now; }
    public static void TP0() => T0 = System.Diagnostics.Stopwatch.GetTimestamp();

    /// <summary>The λ.</summary>
    public TallPoint[] Points { get; }

    /// <summary>Passes for all λ that are not done; each learns from its answers.</summary>
    public void Iterate(double tolerance, CancellationToken cancellation)
    {
        var open = Points;
        for (var round = 0; round < MaxRounds && open.Length > 0; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            TP0();
            var trials = Array.ConvertAll(open, point => point.Trial);
            var answers = Ask(_objective, Array.ConvertAll(open, point => point.Penalty), trials);
            TP1(ref TE);
            Log += " " + open.Length;
            Each(open.Length, k =>
            {
                open[k].Learn(answers[k]);
                if (!open[k].IsEnough(tolerance)) open[k].Step();
            });
            TP1(ref TS);
            if (Verbose) Console.WriteLine(string.Join(" ", Points.Select(q => $"{Math.Log10(q.Answer.Gap):F0}/{Math.Log10(q.Answer.Size):F1}")));
            open = [.. open.Where(point => !point.IsEnough(tolerance) && !point.IsStuck)];
        }
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
            var gap = penalties[k].Gap(b, gradient.AsSpan(0, slopes), value);
            // Coefficients without penalty are held to within 1 + 2·|b| of where they are.
            for (var j = slopes; j < n; j++) gap += Math.Abs(gradient[j]) * (1 + 2 * Math.Abs(betas[k][j]));
            answers[k] = new ProximalAnswer(gradient, value, gap, VectorKernels.MaxAbs(least));
        }
        return answers;
    }

    /// <summary>Does something for each λ; the parts do not depend on each other.</summary>
    public static void Each(int count, Action<int> work) => Cores.Each(count, isWorthSeveral: true, threads: 0, work);

    /// <summary>As many rows as make a Hessian for so many coefficients that count; all of them where it takes most.</summary>
    public static ISubsampledObjective SampleFor(IBatchObjective objective, double[] beta)
    {
        double n = objective.Dimension;
        var rows = Math.Max(Math.Max(PassesPerHessian * objective.Rows / n, RowsPerCoefficient * beta.Count(b => b != 0)), 20 * n);
        return rows > MostOfTheRows * objective.Rows ? objective : objective.Sample((int)rows);
    }

    /// <summary>Where the curvature is asked for: at the first, at the last, and wherever it is likely to have changed.</summary>
    private List<TallPlace> Places(double[][] starts, TallPlace nearby)
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
        Log += " [" + string.Join(" ", chosen.Select(k => $"{k}:{SampleFor(_objective, starts[k]).Rows / 1000}k")) + "]";
        var places = chosen.ConvertAll(k => TallPlace.At(k, starts[k], SampleFor(_objective, starts[k])));
        if (places.TrueForAll(place => SampleFor(_objective, place.Beta) == _objective)) return places;

        // A sample gives curvature, all rows the gradients.
        var n = _objective.Dimension;
        var gradients = new double[places.Count * n];
        _objective.EvaluateMany(places.Count, [.. places.SelectMany(place => place.Beta)], new double[places.Count], gradients);
        return [.. places.Select((place, k) => place with { Gradient = gradients[(k * n)..((k + 1) * n)] })];
    }
}
