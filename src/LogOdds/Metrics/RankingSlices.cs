using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// The areas under the curves of a ranking whose rows several processes share out, exactly. The scores are cut into slices; the rows of a slice
/// come together in one process, which ranks them, and what scores higher counts by its weight alone.
/// </summary>
internal static class RankingSlices
{
    // About so many rows of a slice come together at a time.
    private const int RowsPerSlice = 1 << 24;

    // Bounds are looked for among so many scores a slice of each process.
    private const int ScoresPerBound = 32;

    /// <summary>The areas under the ROC curve and under the steps of the precision–recall curve.</summary>
    public static (double Roc, double AveragePrecision) Areas(ScoredRows rows, ICommunicator ranks) => Areas(rows, ranks, RowsPerSlice);

    /// <summary>The same with slices of another size, for tests.</summary>
    internal static (double Roc, double AveragePrecision) Areas(ScoredRows rows, ICommunicator ranks, int rowsPerSlice)
    {
        // In order, a slice of the own rows is a stretch of each class.
        using var own = new RankedScores(rows);
        if (ranks.Size == 1) return own.Areas();
        var slices = ranks.Size * (int)Math.Ceiling(ranks.Total(rows.Count) / ((double)ranks.Size * rowsPerSlice));
        var bounds = Bounds(rows.Score, slices, ranks);
        ScoredClass[] classes = [own.Positives, own.Negatives];
        var starts = Array.ConvertAll(classes, scored => Starts(scored, bounds));
        double[] weights = [.. classes.SelectMany((scored, k) => Weights(scored, starts[k]))];
        ranks.Sum(weights);

        var (positives, negatives) = (0.0, 0.0);
        var areas = new double[2];
        // From the highest scores down, as many slices at a time as there are processes.
        for (var end = bounds.Length + 1; end > 0; end -= ranks.Size)
        {
            byte[][][] parts = [.. classes.Select((scored, k) =>
                ranks.Exchange([.. Enumerable.Range(1, ranks.Size).Select(place => end < place ? [] : Pack(scored, starts[k][end - place]..starts[k][end - place + 1]))]))];
            for (var place = 1; place <= Math.Min(ranks.Size, end); place++)
            {
                if (place == ranks.Rank + 1) AddSlice(parts, rows.IsWeighted, positives, negatives, areas);
                positives += weights[end - place];
                negatives += weights[bounds.Length + 1 + end - place];
            }
        }
        ranks.Sum(areas);
        return (areas[0] / 2 / (negatives * positives), areas[1] / positives);
    }

    /// <summary>Scores that cut all rows into about equal slices. Equal scores are in one slice.</summary>
    private static double[] Bounds(ReadOnlySpan<double> scores, int slices, ICommunicator ranks)
    {
        var own = new double[Math.Min(scores.Length, ScoresPerBound * slices)];
        for (var k = 0; k < own.Length; k++) own[k] = scores[(int)((long)k * scores.Length / own.Length)];
        double[] all = [.. ranks.Gather(MemoryMarshal.AsBytes(own.AsSpan())).SelectMany(bytes => MemoryMarshal.Cast<byte, double>(bytes).ToArray()).Order()];
        return [.. Enumerable.Range(1, slices - 1).Select(k => all[(int)((long)k * all.Length / slices)]).Distinct()];
    }

    /// <summary>Where each slice starts among the rows of a class, and where the last ends. A score that is a bound is above it.</summary>
    private static int[] Starts(ScoredClass scored, double[] bounds) => [0, .. bounds.Select(bound => Bisection.CountBelow(scored.Scores, bound)), scored.Count];

    /// <summary>Σ w of each slice.</summary>
    private static IEnumerable<double> Weights(ScoredClass scored, int[] starts) =>
        Enumerable.Range(0, starts.Length - 1).Select(slice => scored.Weights.IsEmpty ? starts[slice + 1] - starts[slice] : VectorKernels.Sum(scored.Weights[starts[slice]..starts[slice + 1]]));

    /// <summary>Scores, then weights where there are some.</summary>
    private static byte[] Pack(ScoredClass scored, Range rows) =>
        [.. MemoryMarshal.AsBytes(scored.Scores[rows]), .. MemoryMarshal.AsBytes(scored.Weights.IsEmpty ? default : scored.Weights[rows])];

    private static void AddSlice(byte[][][] parts, bool isWeighted, double positivesAbove, double negativesAbove, double[] areas)
    {
        using var ranked = new RankedScores(new ScoredClass(parts[0], isWeighted), new ScoredClass(parts[1], isWeighted));
        var (trapezoids, steps, _, _) = ranked.StepsBelow(positivesAbove, negativesAbove);
        areas[0] += trapezoids;
        areas[1] += steps;
    }
}
