using LogOdds.Data;

namespace LogOdds.Tests.Data;

public class TableTests
{
    private enum School { North, South }

    private sealed record Student(string? Name, double Hours, int? Age, bool Passed, School School);

    private static readonly Student[] Students = [new("Ada", 3.5, 20, true, School.South), new(null, 1, null, false, School.North)];

    [Fact]
    public void Objects_become_columns_of_their_properties()
    {
        var table = Table.From(Students, s => s.Name, s => s.Hours, s => s.Age, s => s.Passed, s => s.School);
        Assert.Equal(["Name", "Hours", "Age", "Passed", "School"], table.Columns.Select(c => c.Name));
        Assert.Equal(["Ada,3.5,20,true,South", ",1,,false,North"], Enumerable.Range(0, 2).Select(row => string.Join(',', table.Columns.Select(c => c.TextAt(row)))));
        Assert.Throws<ArgumentException>(() => Table.From(Students, s => s.Hours + 1));
    }

    [Fact]
    public void Rows_are_chosen_by_value_numbers_as_numbers()
    {
        var table = Table.From(Students, s => s.Name, s => s.Hours);
        Assert.Equal("Ada", table.Where("Hours", "3.50")["Name"].TextAt(0));
        Assert.Equal("row 2", table.Where("Hours", "1").Describe(0));
        Assert.Throws<UnusableDataException>(() => table.Where("Hours", "2"));
    }

    [Fact]
    public void Unequal_or_repeated_columns_are_refused()
    {
        var a = new NumericColumn("a", new double[] { 1 });
        Assert.Throws<UnusableDataException>(() => new Table([]));
        Assert.Throws<UnusableDataException>(() => new Table([a, a]));
        Assert.Throws<UnusableDataException>(() => new Table([a, new NumericColumn("b", new double[] { 1, 2 })]));
        Assert.Throws<ArgumentException>(() => new CategoricalColumn("c", ["x"], new[] { 1 }));
        Assert.Throws<ArgumentException>(() => new CategoricalColumn("c", ["x", "x"], new[] { 0 }));
    }

    [Fact]
    public void Missing_is_not_the_same_as_not_a_number()
    {
        var column = new NumericColumn("a", new[] { NumericColumn.Missing, double.NaN, 0 / Zero, 1 });
        Assert.Equal([true, false, false, false], Enumerable.Range(0, 4).Select(column.IsMissing));
        Assert.True(double.IsNaN(NumericColumn.Missing));
    }

    [Fact]
    public void Levels_stand_in_alphabetical_order_without_regard_to_case() =>
        Assert.Equal(["no", "Perhaps", "YES", "yes"], CategoricalColumn.FromTexts("a", ["yes", "Perhaps", null, "no", "YES"]).Levels);

    private static double Zero => 0;
}
