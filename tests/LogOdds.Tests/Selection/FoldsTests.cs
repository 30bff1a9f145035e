using LogOdds.Data;
using LogOdds.Selection;

namespace LogOdds.Tests.Selection;

public class FoldsTests
{
    private static readonly string[] Classes = [.. Enumerable.Range(0, 103).Select(i => i % 4 == 0 ? "yes" : "no")];

    [Fact]
    public void Every_row_is_held_out_once_and_folds_differ_by_a_row_at_most()
    {
        foreach (var folds in new[] { Folds.Random(103, 10, seed: 1), Folds.Stratified(Classes, 10, seed: 1) })
        {
            Assert.Equal(Enumerable.Range(0, 103), Enumerable.Range(0, 10).SelectMany(folds.HeldOut).Order());
            var sizes = Enumerable.Range(0, 10).Select(fold => folds.HeldOut(fold).Length).ToArray();
            Assert.True(sizes.Max() - sizes.Min() <= 1);
        }
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(Folds.Stratified(Classes, 5, seed: 3).FoldOf, Folds.Stratified(Classes, 5, seed: 3).FoldOf);
        Assert.NotEqual(Folds.Stratified(Classes, 5, seed: 3).FoldOf, Folds.Stratified(Classes, 5, seed: 4).FoldOf);
        Assert.NotEqual(Folds.Random(103, 5, seed: 3).FoldOf, Folds.Random(103, 5, seed: 4).FoldOf);
        // The same on every machine, in every version.
        Assert.Equal([0, 2, 1, 0, 2, 1], Folds.Random(6, 3, seed: 1).FoldOf);
    }

    [Fact]
    public void Strata_keep_their_shares_in_each_fold()
    {
        var folds = Folds.Stratified(Classes, 5, seed: 1);
        for (var fold = 0; fold < 5; fold++) Assert.InRange(folds.HeldOut(fold).Count(row => Classes[row] == "yes"), 5, 6);
    }

    [Fact]
    public void Too_few_rows_of_a_class_are_refused_with_the_counts()
    {
        var e = Assert.Throws<UnusableDataException>(() => Folds.Stratified(["a", "a", "a", "b", "b"], 3, seed: 1));
        Assert.Contains("3 of 'a' and 2 of 'b'", e.Message);
        Assert.Throws<UnusableDataException>(() => Folds.Random(2, 3, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Folds.Random(5, 1, seed: 1));
    }

    [Fact]
    public void Rows_of_a_group_stay_together()
    {
        string[] groups = [.. Enumerable.Range(0, 60).Select(i => $"g{i * i % 17}")];
        var folds = Folds.Grouped(groups, 4, seed: 2);
        Assert.All(Enumerable.Range(0, 60).GroupBy(row => groups[row]), group => Assert.Single(group.Select(row => folds.FoldOf[row]).Distinct()));
        Assert.Equal(4, folds.FoldOf.Distinct().Count());
        Assert.Contains("2 groups for 3 folds", Assert.Throws<UnusableDataException>(() => Folds.Grouped(["a", "a", "b"], 3, seed: 1)).Message);
    }

    [Fact]
    public void Given_folds_come_in_the_order_of_their_names()
    {
        var folds = Folds.Given(["10", "2", "2", "10", "9"]);
        Assert.Equal(3, folds.Count);
        Assert.Equal([1, 2], folds.HeldOut(folds.FoldOf[1]));
        Assert.Throws<UnusableDataException>(() => Folds.Given(["1", "1"]));
    }
}
