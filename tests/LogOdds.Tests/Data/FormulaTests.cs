using LogOdds.Data;

namespace LogOdds.Tests.Data;

public class FormulaTests
{
    private static readonly Table Four = new(new[] { "y", "a", "b", "mean area" }.Select(name => new NumericColumn(name, new double[] { 1, 2 })));

    [Theory]
    [InlineData("y ~ a + b", "a,b")]
    [InlineData("y~b+a", "b,a")]
    [InlineData("  y  ~  a  ", "a")]
    [InlineData("y ~ .", "a,b,mean area")]
    [InlineData("y ~ . - b", "a,mean area")]
    [InlineData("y ~ b + .", "b,a,mean area")]
    [InlineData("y ~ a + a", "a")]
    [InlineData("y ~ 1", "")]
    [InlineData("y ~ 1 + a", "a")]
    [InlineData("y ~ `mean area` + a", "mean area,a")]
    [InlineData("`y` ~ - a + .", "a,b,mean area")]
    public void The_right_hand_side_names_columns_in_order(string formula, string expected) =>
        Assert.Equal(expected, string.Join(',', Formula.Parse(formula).Predictors(Four, [])));

    [Fact]
    public void A_dot_leaves_out_what_is_reserved_but_a_name_does_not()
    {
        Assert.Equal(["b", "mean area"], Formula.Parse("y ~ .").Predictors(Four, ["a"]));
        Assert.Equal(["a"], Formula.Parse("y ~ a").Predictors(Four, ["a"]));
    }

    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("y", 1, "tilde")]
    [InlineData("y x", 2, "tilde")]
    [InlineData("y ~", 3, "after the tilde")]
    [InlineData("y ~ a +", 7, "after the last sign")]
    [InlineData("y ~ a b", 6, "+ or -")]
    [InlineData("y ~ a:b", 5, "Interactions")]
    [InlineData("y ~ a*b", 5, "Interactions")]
    [InlineData("y ~ log(a)", 7, "Functions")]
    [InlineData("y ~ a ~ b", 6, "second tilde")]
    [InlineData("y ~ `a", 4, "never closed")]
    [InlineData("y ~ ``", 5, "no name")]
    [InlineData("y ~ 0 + a", 4, "without intercept")]
    [InlineData("y ~ a - 1", 8, "without intercept")]
    [InlineData("y ~ 2a", 4, "starts with a digit")]
    [InlineData("y ~ a + ?", 8, "'?'")]
    public void A_fault_is_pointed_at(string formula, int position, string expected)
    {
        var problem = Assert.Throws<FormulaException>(() => Formula.Parse(formula));
        Assert.Equal(position, problem.Position);
        Assert.Contains(expected, problem.Message);
        Assert.Equal($"    {new string(' ', position)}^", problem.Message.Split('\n')[^1]);
    }

    [Theory]
    [InlineData("y ~ c", "there is no column 'c'")]
    [InlineData("z ~ a", "there is no column 'z'")]
    [InlineData("y ~ a + y", "stands on both sides")]
    public void Columns_that_cannot_be_meant_are_refused(string formula, string expected) =>
        Assert.Contains(expected, Assert.Throws<UnusableDataException>(() => Formula.Parse(formula).Predictors(Four, [])).Message);

    [Theory]
    [InlineData("low", "low")]
    [InlineData("mean area", "`mean area`")]
    [InlineData("2nd", "`2nd`")]
    public void Names_are_quoted_when_they_must_be(string name, string expected)
    {
        Assert.Equal(expected, Formula.Quote(name));
        Assert.Equal(name, Formula.AllOn(name).Response);
    }
}
