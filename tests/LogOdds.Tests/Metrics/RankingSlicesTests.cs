using LogOdds.Metrics;
using LogOdds.Numerics;

namespace LogOdds.Tests.Metrics;

/// <summary>Areas of rows that several processes share out are those of all rows in one.</summary>
public class RankingSlicesTests
{
    [Theory]
    [InlineData(2, 1 << 20)]
    [InlineData(2, 30)]
    [InlineData(3, 7)]
    [InlineData(5, 1)]
    public void Areas_do_not_depend_on_who_holds_which_rows(int ranks, int rowsPerSlice)
    {
        var random = new Random(ranks + rowsPerSlice);
        for (var trial = 0; trial < 60; trial++)
        {
            var rows = random.Next(2 * ranks, 400);
            // Few scores make ties within and across processes; in one trial of three a process may hold one class alone.
            var scores = Enumerable.Range(0, rows).Select(_ => trial % 2 == 0 ? random.Next(12) / 11.0 : random.NextDouble()).ToArray();
            var y = Enumerable.Range(0, rows).Select(i => trial % 3 == 0 ? (i < rows / 2 ? 1.0 : 0) : random.Next(2)).ToArray();
            (y[0], y[^1]) = (1, 0);
            int StartOf(int rank) => rows * rank / ranks;
            // Some rows of weight 0, but not all of a process.
            double[] weights = trial % 4 < 2 ? [] : [.. Enumerable.Range(0, rows).Select(_ => random.Next(4) * 0.25)];
            if (weights.Length > 0)
                foreach (var row in Enumerable.Range(0, ranks).Select(StartOf).Append(rows - 1)) weights[row] = 0.5;
            var whole = RankingSlices.Areas(ScoredRows.OfProbabilities(y, scores, weights), Alone.Instance);
            var areas = ThreadRanks.Run(ranks, own =>
            {
                var share = StartOf(own.Rank)..StartOf(own.Rank + 1);
                return RankingSlices.Areas(ScoredRows.OfProbabilities(y.AsSpan(share), scores.AsSpan(share), weights.Length == 0 ? default : weights.AsSpan(share)), own, rowsPerSlice);
            });
            Assert.All(areas, own => Assert.Equal(areas[0], own));
            Assert.Equal(whole.Roc, areas[0].Roc, 1e-13);
            Assert.Equal(whole.AveragePrecision, areas[0].AveragePrecision, 1e-13);
        }
    }
}
