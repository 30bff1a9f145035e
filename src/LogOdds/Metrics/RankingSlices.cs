using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// The areas under the curves of a ranking whose rows several processes share out, exactly. The scores are cut into slices; the rows of a slice
/// come together, one process ranks them, and what scores higher counts by its weight alone.
/// </summary>
internal static class RankingSlices
{
    // So many rows of a slice are held at a time by every process.
    private const int RowsPerSlice = 1 << 20;

    // Bounds are looked for among so many scores a slice of each process.
    private const int ScoresPerBound = 32;

    /// <summary>The areas under the ROC curve and under the steps of the precision–recall curve.</summary>
    public static (double Roc, double AveragePrecision) Areas(ScoredRows rows, ICommunicator ranks)
    {
        if (ranks.Size == 1)
        {
            using var ranked = new RankedScores(rows);
            return ranked.Areas();
        }
        var slices = ranks.Size * (int)Math.Ceiling(ranks.Total(rows.Count) / ((double)ranks.Size * RowsPerSlice));
        var bounds = Bounds(rows.Score, slices, ranks);
        var (order, starts) = BySlice(rows, bounds);
        var weights = WeightsOf(rows, order, starts);
        ranks.Sum(weights);

        var (positives, negatives) = (0.0, 0.0);
        var areas = new double[2];
        for (var end = starts.Length - 1; end > 0; end -= ranks.Size)
        {
            // As many slices as processes come together before each of them ranks one.
            Action? rank = null;
            for (var slice = end - 1; slice >= Math.Max(0, end - ranks.Size); slice--)
            {
                var all = ranks.Gather(Pack(rows, order.AsSpan(starts[slice]..starts[slice + 1])));
                var (isWeighted, positivesAbove, negativesAbove) = (rows.IsWeighted, positives, negatives);
                if (slice % ranks.Size == ranks.Rank) rank = () => AddSlice(all, isWeighted, positivesAbove, negativesAbove, areas);
                positives += weights[2 * slice];
                negatives += weights[2 * slice + 1];
            }
            rank?.Invoke();
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

    /// <summary>The rows of weight above 0, slice by slice, and where each slice starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int[] Order, int[] Starts) BySlice(ScoredRows rows, double[] bounds)
    {
        var sliceOf = new int[rows.Count];
        var starts = new int[bounds.Length + 2];
        for (var i = 0; i < rows.Count; i++)
        {
            var at = Array.BinarySearch(bounds, rows.Score[i]);
            sliceOf[i] = rows.Weight(i) == 0 ? -1 : at < 0 ? ~at : at + 1;
            if (sliceOf[i] >= 0) starts[sliceOf[i] + 1]++;
        }
        for (var slice = 1; slice < starts.Length; slice++) starts[slice] += starts[slice - 1];
        var (order, next) = (new int[starts[^1]], starts.ToArray());
        for (var i = 0; i < rows.Count; i++)
            if (sliceOf[i] >= 0) order[next[sliceOf[i]]++] = i;
        return (order, starts);
    }

    /// <summary>Σ w of each slice: class 1, then class 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] WeightsOf(ScoredRows rows, int[] order, int[] starts)
    {
        var weights = new double[2 * starts.Length - 2];
        for (var slice = 0; slice < starts.Length - 1; slice++)
            for (var k = starts[slice]; k < starts[slice + 1]; k++) weights[2 * slice + (rows.Y[order[k]] == 1 ? 0 : 1)] += rows.Weight(order[k]);
        return weights;
    }

    /// <summary>Scores, with a minus for class 0, and weights where there are some. Probabilities have no sign of their own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte[] Pack(ScoredRows rows, ReadOnlySpan<int> order)
    {
        var packed = new double[(rows.IsWeighted ? 2 : 1) * order.Length];
        for (var k = 0; k < order.Length; k++)
        {
            packed[k] = rows.Y[order[k]] == 1 ? rows.Score[order[k]] : -rows.Score[order[k]];
            if (rows.IsWeighted) packed[order.Length + k] = rows.Weight(order[k]);
        }
        return MemoryMarshal.AsBytes(packed.AsSpan()).ToArray();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSlice(byte[][] all, bool isWeighted, double positivesAbove, double negativesAbove, double[] areas)
    {
        var count = all.Sum(bytes => bytes.Length / sizeof(double)) / (isWeighted ? 2 : 1);
        if (count == 0) return;
        var (y, scores, weights, next) = (new double[count], new double[count], new double[isWeighted ? count : 0], 0);
        foreach (var bytes in all)
        {
            var packed = MemoryMarshal.Cast<byte, double>(bytes);
            var own = packed.Length / (isWeighted ? 2 : 1);
            for (var k = 0; k < own; k++, next++)
            {
                (y[next], scores[next]) = (double.IsNegative(packed[k]) ? 0 : 1, Math.Abs(packed[k]));
                if (isWeighted) weights[next] = packed[own + k];
            }
        }
        using var ranked = new RankedScores(ScoredRows.OfProbabilities(y, scores, weights));
        var (trapezoids, steps, _, _) = ranked.StepsBelow(positivesAbove, negativesAbove);
        areas[0] += trapezoids;
        areas[1] += steps;
    }
}
