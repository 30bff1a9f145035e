using System.Buffers;
using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// Percentile intervals of any figures of rows, by drawing as many rows with replacement again and again (Efron, Annals of
/// Statistics 7, 1979; Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
/// </summary>
/// <remarks>
/// A resample is handed out as weights of the rows, how often each was drawn, so nothing is copied and figures of two models
/// on the same rows stay paired. Figures must take a row of weight 2 for the row twice and one of weight 0 for absent, as all
/// in this namespace that take weights do. They are computed on several cores at once; each replicate draws from a generator
/// of its own, so that the result does not depend on how many.
/// </remarks>
public sealed record Bootstrap
{
    /// <summary>Up to this many rows there are <see cref="ManyReplicates"/> by default, and <see cref="FewReplicates"/> beyond.</summary>
    public const int FewRows = 20_000;

    /// <summary>The replicates unless set, where rows are few.</summary>
    public const int ManyReplicates = 1000;

    /// <summary>The replicates unless set, where rows are many; the ends of an interval are less exact then, and the interval is narrow.</summary>
    public const int FewReplicates = 200;

    /// <summary>How many resamples are drawn, ≥ 0; null to choose by the number of rows. With 0 all intervals are NaN.</summary>
    public int? Replicates { get; init; }

    /// <summary>The seed of all draws; 1 unless set.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The confidence level of the intervals, above 0 and below 1; 0.95 unless set.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>How many cores to use at most; 0 for all. It never changes the result.</summary>
    public int Threads { get; init; }

    /// <summary>Told how far the resamples have come, from 0 to 1, on the threads that compute them; null for nobody.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>The replicates for a number of rows.</summary>
    public int ReplicatesFor(int rows) => Replicates ?? (rows <= FewRows ? ManyReplicates : FewReplicates);

    /// <summary>The intervals of figures of weighted rows.</summary>
    /// <param name="y">Classes, 0 or 1. Where the rows are of both, so is every resample: others are drawn anew, and counted.</param>
    /// <param name="figures">
    /// Figures of the rows under weights, one a row of <paramref name="y"/>, always as many and in the same order. It runs on several
    /// threads at once and may not keep the weights. A figure that does not exist is NaN.
    /// </param>
    /// <param name="weights">The rows' own weights, finite and ≥ 0, which each draw of a row counts; empty for 1 each.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range, or the number of replicates is below 0.</exception>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public BootstrapResult Intervals(ReadOnlyMemory<double> y, Func<ReadOnlySpan<double>, double[]> figures, ReadOnlyMemory<double> weights = default)
    {
        if (!(Level is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(Level), Level, "A confidence level stands above 0 and below 1.");
        var replicates = ReplicatesFor(y.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(replicates, nameof(Replicates));
        var rows = ScoredRows.Unscored(y.Span, weights.Span);
        var own = new double[rows.Count];
        for (var i = 0; i < own.Length; i++) own[i] = rows.Weight(i);
        var classes = Classes(y.Span, own);

        var seeds = new long[replicates];
        var master = new SeededRandom(Seed);
        for (var i = 0; i < replicates; i++) seeds[i] = unchecked((long)master.NextBits());
        var (drawn, redrawn, done) = (new double[replicates][], new int[replicates], 0);
        Cores.Each(replicates, isWorthSeveral: true, Threads, replicate =>
        {
            var random = new SeededRandom(seeds[replicate]);
            var rented = ArrayPool<double>.Shared.Rent(own.Length);
            var times = rented.AsSpan(0, own.Length);
            Draw(random, own, times);
            for (; Classes(y.Span, times) != classes; redrawn[replicate]++) Draw(random, own, times);
            drawn[replicate] = figures(times);
            ArrayPool<double>.Shared.Return(rented);
            Progress?.Report((double)Interlocked.Increment(ref done) / replicates);
        });
        var count = (drawn.FirstOrDefault() ?? figures(own)).Length;
        return new BootstrapResult([.. Enumerable.Range(0, count).Select(j => Interval([.. drawn.Select(figure => figure[j])]))], replicates, redrawn.Sum());
    }

    private BootstrapInterval Interval(double[] values)
    {
        var defined = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        var tail = (1 - Level) / 2;
        return new BootstrapInterval(defined.Length == 0 ? ConfidenceInterval.None : new ConfidenceInterval(Quantile(defined, tail), Quantile(defined, 1 - tail)), values.Length - defined.Length, defined.Length == 0 ? double.NaN : defined.Average());
    }

    /// <summary>Interpolated linearly: type 7 of Hyndman and Fan.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        // Figures may be infinite: ∞ − ∞ and 0·∞ are not numbers.
        return place == below || sorted[below] == sorted[below + 1] ? sorted[below]
            : sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below);
    }

    private static void Draw(SeededRandom random, double[] own, Span<double> times)
    {
        times.Clear();
        for (var i = 0; i < times.Length; i++) times[random.NextInt(times.Length)]++;
        VectorKernels.Multiply(times, own, times);
    }

    /// <summary>Which classes rows of weight above 0 have.</summary>
    private static (bool HasPositive, bool HasNegative) Classes(ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        var (hasPositive, hasNegative) = (false, false);
        for (var i = 0; i < y.Length && !(hasPositive && hasNegative); i++)
        {
            if (weights[i] == 0) continue;
            hasPositive |= y[i] == 1;
            hasNegative |= y[i] == 0;
        }
        return (hasPositive, hasNegative);
    }
}
