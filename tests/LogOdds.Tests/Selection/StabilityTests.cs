using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Penalties;

namespace LogOdds.Tests.Selection;

public class StabilityTests
{
    private static readonly Table Rows = Drawn();

    [Fact]
    public void Columns_that_matter_are_stable_and_the_bound_is_kept()
    {
        var options = new StabilityOptions { Path = new PathOptions { Count = 30 }, Pairs = 20, Threshold = 0.8 };
        var selection = LogisticRegression.SelectStable(Rows, "y ~ .", options);
        Assert.Equal(["x0", "x1"], selection.Stable.Select(column => column.Term).Order(StringComparer.Ordinal));
        Assert.Equal(25, selection.Columns.Count);
        // q² ≤ E·(2π − 1)·p.
        Assert.Equal(3, selection.SelectedEachTime);
        Near.Relative(9 / (0.6 * 25), selection.FalseSelectionBound, 1e-12);
        Assert.True(selection.Columns.Sum(column => column.Share) <= 3 + 1e-12);
        Assert.All(selection.Columns, column => Assert.True(column.Shares.Zip(column.Shares.Skip(1)).All(pair => pair.Second >= pair.First) && column.Shares[^1] == column.Share));

        var again = LogisticRegression.SelectStable(Rows, "y ~ .", options with { Path = options.Path with { Fit = options.Path.Fit with { Threads = 1 } } });
        Assert.Equal(selection.Columns.Select(column => (column.Term, column.Share)), again.Columns.Select(column => (column.Term, column.Share)));
        Assert.NotEqual(selection.Columns.Select(column => column.Share), LogisticRegression.SelectStable(Rows, "y ~ .", options with { Seed = 2 }).Columns.Select(column => column.Share));
    }

    [Fact]
    public void What_selects_nothing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LogisticRegression.SelectStable(Rows, "y ~ .", new StabilityOptions { Path = new PathOptions { Penalty = new ElasticNet(0, 0) } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticRegression.SelectStable(Rows, "y ~ .", new StabilityOptions { Threshold = 0.5 }));
        Assert.Throws<UnusableDataException>(() => LogisticRegression.SelectStable(Rows, "y ~ .", new StabilityOptions { FalseSelections = 0.01 }));
        var free = new StabilityOptions { Pairs = 2, Path = new PathOptions { Count = 10, Fit = new FitOptions { TermPenalties = new Dictionary<string, TermPenalty> { ["x5"] = TermPenalty.Unpenalized } } } };
        Assert.DoesNotContain("x5", LogisticRegression.SelectStable(Rows, "y ~ .", free).Columns.Select(column => column.Term));
    }

    private static Table Drawn()
    {
        var random = new SeededRandom(3);
        var columns = Enumerable.Range(0, 25).Select(_ => Enumerable.Range(0, 400).Select(_ => random.NextNormal()).ToArray()).ToArray();
        double[] y = [.. Enumerable.Range(0, 400).Select(i => random.NextDouble() < 1 / (1 + Math.Exp(-1.5 * columns[0][i] + 1.2 * columns[1][i])) ? 1.0 : 0)];
        return new Table([.. columns.Select((column, j) => new NumericColumn($"x{j}", column)), new NumericColumn("y", y)]);
    }
}
