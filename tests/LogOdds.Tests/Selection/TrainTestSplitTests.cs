using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Selection;

namespace LogOdds.Tests.Selection;

public class TrainTestSplitTests
{
    private static readonly Table Table = TableReader.Read(Repository.Sample("birthwt.csv"));

    [Fact]
    public void Every_row_stands_on_one_side_and_the_seed_decides_which()
    {
        var split = TrainTestSplit.Random(Table, 0.25, seed: 1);
        Assert.Equal((142, 47), (split.Train.Rows, split.Test.Rows));
        var rows = Rows(split.Train).Concat(Rows(split.Test)).ToArray();
        Assert.Equal(Enumerable.Range(1, 189).Select(i => $"row {i}").Order(), rows.Order());
        Assert.Equal(Rows(split.Test), Rows(TrainTestSplit.Random(Without(Table), 0.25, seed: 1).Test));
        Assert.NotEqual(Rows(split.Test), Rows(TrainTestSplit.Random(Table, 0.25, seed: 2).Test));
    }

    [Fact]
    public void A_stratified_split_keeps_the_shares()
    {
        var split = TrainTestSplit.Stratified(Without(Table), "low", 0.2, seed: 3);
        double Share(Table t) => ((NumericColumn)t["low"]).Values.ToArray().Average();
        Near.Absolute(59 / 189.0, Share(split.Test), 0.02);
        Near.Absolute(59 / 189.0, Share(split.Train), 0.005);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.001)]
    [InlineData(double.NaN)]
    public void A_share_that_leaves_a_side_empty_is_refused(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TrainTestSplit.Random(Table, share, 1));

    [Fact]
    public void Scales_are_learned_on_the_training_rows_only()
    {
        var split = TrainTestSplit.Random(Table, 0.3, seed: 5);
        var options = new FitOptions { Penalty = new LogOdds.Penalties.Ridge(0.1), Standardize = LogOdds.Models.StandardizeKind.Sample };
        var model = LogisticRegression.Fit(split.Train, "low ~ age", options);
        var ages = ((NumericColumn)split.Train["age"]).Values.ToArray();
        Near.Relative(ages.Average(), model["age"].Center!.Value, 1e-12);
        Near.Relative(Math.Sqrt(ages.Sum(a => Math.Pow(a - ages.Average(), 2)) / (ages.Length - 1)), model["age"].Scale!.Value, 1e-12);
    }

    // Without file and line, rows are described by their numbers.
    private static Table Without(Table table) => new(table.Columns);

    private static IEnumerable<string> Rows(Table table) => Enumerable.Range(0, table.Rows).Select(row =>
        table.Describe(row).Contains("line") ? $"row {int.Parse(table.Describe(row).Split("line ")[1], System.Globalization.CultureInfo.InvariantCulture) - 1}" : table.Describe(row));
}
