using LogOdds.Data;
using LogOdds.Formulas;

namespace LogOdds.Tests.Formulas;

public class FormulaTests
{
    private static readonly Table Table = new(
        [.. new[] { "y", "a", "b", "c", "mean area" }.Select(name => new NumericColumn(name, new double[] { 1, 2, 3, 5 })),
            CategoricalColumn.FromTexts("g", ["p", "q", "r", "p"]), CategoricalColumn.FromTexts("h", ["u", "v", "u", "v"])]);

    [Theory]
    [InlineData("y ~ a + b", "a,b")]
    [InlineData("y~b+a", "b,a")]
    [InlineData("  y  ~  a  ", "a")]
    [InlineData("y ~ .", "a,b,c,mean area,g[q],g[r],h[v]")]
    [InlineData("y ~ . - b - g", "a,c,mean area,h[v]")]
    [InlineData("y ~ b + . - g - h", "b,a,c,mean area")]
    [InlineData("y ~ a + a", "a")]
    [InlineData("y ~ 1", "")]
    [InlineData("y ~ 1 + a", "a")]
    [InlineData("y ~ `mean area` + a", "mean area,a")]
    [InlineData("`y` ~ - a + . - g - h", "a,b,c,mean area")]
    [InlineData("y ~ a:b", "a:b")]
    [InlineData("y ~ a*b", "a,b,a:b")]
    [InlineData("y ~ b*a", "b,a,b:a")]
    [InlineData("y ~ (a + b + c)^2", "a,b,c,a:b,a:c,b:c")]
    [InlineData("y ~ (a + b + c)^2 - a:c", "a,b,c,a:b,b:c")]
    [InlineData("y ~ (a + b + c)^3", "a,b,c,a:b,a:c,b:c,a:b:c")]
    [InlineData("y ~ a:b + c", "c,a:b")]
    [InlineData("y ~ a/b", "a,a:b")]
    [InlineData("y ~ (a + b):c", "a:c,b:c")]
    [InlineData("y ~ a*b*c - a:b:c", "a,b,c,a:b,a:c,b:c")]
    [InlineData("y ~ a:a", "a")]
    // Factors: a column less where the margin is in the model, a column a level where it is not.
    [InlineData("y ~ g", "g[q],g[r]")]
    [InlineData("y ~ 0 + g", "g[p],g[q],g[r]")]
    [InlineData("y ~ g - 1", "g[p],g[q],g[r]")]
    [InlineData("y ~ 0 + g + h", "g[p],g[q],g[r],h[v]")]
    [InlineData("y ~ 0 + a + g", "a,g[p],g[q],g[r]")]
    [InlineData("y ~ g*a", "g[q],g[r],a,g[q]:a,g[r]:a")]
    [InlineData("y ~ a + g:a", "a,a:g[q],a:g[r]")]
    [InlineData("y ~ g:a", "g[p]:a,g[q]:a,g[r]:a")]
    [InlineData("y ~ g*h", "g[q],g[r],h[v],g[q]:h[v],g[r]:h[v]")]
    [InlineData("y ~ g:h", "g[p]:h[u],g[q]:h[u],g[r]:h[u],g[p]:h[v],g[q]:h[v],g[r]:h[v]")]
    [InlineData("y ~ g + g:h", "g[q],g[r],g[p]:h[v],g[q]:h[v],g[r]:h[v]")]
    [InlineData("y ~ h %g", null)]
    // Functions and bases.
    [InlineData("y ~ log( a )+I(b ^2)", "log(a),I(b^2)")]
    [InlineData("y ~ I((a+b)/2)*c", "I((a + b)/2),c,I((a + b)/2):c")]
    [InlineData("y ~ poly(a,2,raw=TRUE)", "poly(a, 2, raw = TRUE)[1],poly(a, 2, raw = TRUE)[2]")]
    [InlineData("y ~ scale(a):b", "scale(a):b")]
    [InlineData("y ~ C(g, ref=\"r\")", "C(g, ref = \"r\")[p],C(g, ref = \"r\")[q]")]
    [InlineData("y ~ C(g, sum)", "C(g, sum)[p],C(g, sum)[q]")]
    [InlineData("y ~ C(g, helmert)", "C(g, helmert)[1],C(g, helmert)[2]")]
    [InlineData("y ~ C(g, poly)", "C(g, poly)[L],C(g, poly)[Q]")]
    [InlineData("y ~ factor(a)", "factor(a)[2],factor(a)[3],factor(a)[5]")]
    [InlineData("y ~ bs(a, df = 4)", "bs(a, df = 4)[1],bs(a, df = 4)[2],bs(a, df = 4)[3],bs(a, df = 4)[4]")]
    [InlineData("y ~ ns(a, knots = c(2, 3))", "ns(a, knots = c(2, 3))[1],ns(a, knots = c(2, 3))[2],ns(a, knots = c(2, 3))[3]")]
    [InlineData("y ~ a + offset(b) + offset(log(c))", "a")]
    public void The_right_hand_side_names_design_columns_in_order(string formula, string? expected)
    {
        if (expected is null) Assert.Throws<FormulaException>(() => Formula.Parse(formula));
        else Assert.Equal(expected, string.Join(',', Learn(formula).Terms));
    }

    [Fact]
    public void A_dot_leaves_out_what_is_reserved_but_a_name_does_not()
    {
        Assert.Equal(["b", "c"], Formula.Parse("y ~ . - g - h - `mean area`").Expand(Table, ["a"]).Columns);
        Assert.Equal(["a"], Formula.Parse("y ~ a").Expand(Table, ["a"]).Columns);
    }

    [Theory]
    [InlineData("y ~ a", true)]
    [InlineData("y ~ 0 + a", false)]
    [InlineData("y ~ a - 1", false)]
    [InlineData("y ~ -1 + a", false)]
    [InlineData("y ~ a - 1 + 1", true)]
    [InlineData("y ~ a - 0", true)]
    [InlineData("y ~ 0 + a + 1", true)]
    public void Zero_takes_the_intercept_out_and_one_puts_it_in(string formula, bool expected) => Assert.Equal(expected, Learn(formula).HasIntercept);

    [Theory]
    [InlineData("", 0, "empty")]
    [InlineData("y", 1, "tilde")]
    [InlineData("y x", 2, "tilde")]
    [InlineData("y ~", 3, "after the tilde")]
    [InlineData("y ~ a +", 7, "after the last sign")]
    [InlineData("y ~ a b", 6, "+ or -")]
    [InlineData("y ~ a ~ b", 6, "second tilde")]
    [InlineData("y ~ `a", 4, "never closed")]
    [InlineData("y ~ ``", 5, "no name")]
    [InlineData("y ~ 2a", 4, "starts with a digit")]
    [InlineData("y ~ a + ?", 8, "'?'")]
    [InlineData("y ~ (a + b", 4, "never closed")]
    [InlineData("y ~ a + b)", 9, "never opened")]
    [InlineData("y ~ lgo(a)", 4, "Did you mean 'log'")]
    [InlineData("y ~ log(a, b)", 4, "one expression")]
    [InlineData("y ~ log()", 8, "needs something")]
    [InlineData("y ~ I(a + lgo(b))", 10, "Did you mean 'log'")]
    [InlineData("y ~ a + 3", 8, "in I( )")]
    [InlineData("y ~ a^b", 6, "whole number")]
    [InlineData("y ~ a^2.5", 6, "whole number")]
    [InlineData("y ~ a > 3", 6, "I(x > 3)")]
    [InlineData("y ~ (0 + a)^2", 5, "at the top")]
    [InlineData("y ~ a:offset(b)", 6, "by itself")]
    [InlineData("y ~ offset()", 11, "needs something")]
    [InlineData("y ~ I(a:b)", 7, "a product")]
    [InlineData("y ~ I(.)", 6, "calculated")]
    [InlineData("y ~ poly(a, 0)", 12, "1 to 20")]
    [InlineData("y ~ poly(a, raw = maybe)", 18, "TRUE or FALSE")]
    [InlineData("y ~ ns(a, df = 3, knots = c(1))", 4, "not both")]
    [InlineData("y ~ ns(a, knots = b)", 18, "Numbers")]
    [InlineData("y ~ bs(a, df = 2)", 4, "at least 3")]
    [InlineData("y ~ bs(a, size = 2)", 17, "df, knots, degree")]
    [InlineData("y ~ scale(a, 2)", 13, "one expression")]
    [InlineData("y ~ C(g, helmerd)", 9, "treatment, sum, helmert, poly")]
    [InlineData("y ~ C(g, base = 2)", 16, "ref, levels")]
    [InlineData("y ~ factor(g, 2)", 14, "C(x, sum)")]
    [InlineData("y ~ factor(a + b)", 13, "takes a column")]
    [InlineData("y ~ cbind(a, b)", 4, "left of the tilde")]
    [InlineData("cbind(a) ~ b", 0, "successes and failures")]
    [InlineData("1 ~ b", 0, "a column")]
    [InlineData("y ~ a | b", 6, "not among the signs")]
    [InlineData("y ~ I(a = 2)", 4, "one expression")]
    public void A_fault_is_pointed_at(string formula, int position, string expected)
    {
        var problem = Assert.Throws<FormulaException>(() => Formula.Parse(formula));
        Assert.Contains(expected, problem.Message);
        Assert.Equal(position, problem.Position);
        Assert.Equal($"    {new string(' ', position)}^", problem.Message.Split('\n')[^1]);
    }

    [Theory]
    [InlineData("y ~ d", "there is no column 'd'")]
    [InlineData("y ~ . - d", "there is no column 'd'")]
    [InlineData("y ~ log(d)", "there is no column 'd'")]
    [InlineData("z ~ a", "there is no column 'z'")]
    [InlineData("y ~ a + y", "stands on both sides")]
    [InlineData("y ~ log(g)", "column 'g' holds text")]
    [InlineData("y ~ log(a - 1)", "log(a - 1) is -Infinity where a = 1")]
    [InlineData("y ~ I(a == \"p\")", "compared with a column of categories")]
    [InlineData("y ~ C(g, ref = \"s\")", "no level 's'")]
    [InlineData("y ~ C(g, levels = c(\"p\", \"q\"))", "has the level 'r', which is not among")]
    [InlineData("y ~ poly(a, 4)", "no more than 4 different values")]
    [InlineData("y ~ scale(I(0*a))", "nothing to scale by")]
    [InlineData("y ~ ns(a, knots = c(9))", "do not rise between the boundaries")]
    public void What_the_columns_cannot_give_is_refused(string formula, string expected) =>
        Assert.Contains(expected, Assert.Throws<UnusableDataException>(() => Learn(formula).Bind(Table)).Message);

    [Theory]
    [InlineData("low", "low")]
    [InlineData("mean area", "`mean area`")]
    [InlineData("2nd", "`2nd`")]
    [InlineData("a.b", "a.b")]
    public void Names_are_quoted_when_they_must_be(string name, string expected)
    {
        Assert.Equal(expected, Formula.Quote(name));
        Assert.Equal(name, Formula.AllOn(name).Response);
    }

    [Theory]
    [InlineData("I(2*a^2 - b/c)", "1,7,17,49")]
    [InlineData("I(-a^2)", "-1,-4,-9,-25")]
    [InlineData("I(2^a^2 > 3)", "0,1,1,1")]
    [InlineData("I((a > 2) + (g == 'p'))", "1,0,1,2")]
    [InlineData("I(g != \"p\")", "0,1,1,0")]
    [InlineData("log1p(exp(a) - 1)", "1,2,3,5")]
    [InlineData("sqrt(a*a)", "1,2,3,5")]
    [InlineData("C(g, sum):a", "1,0,0,5|0,2,0,0|0,0,3,0")]
    [InlineData("a + C(g, sum):a", "1,2,3,5|1,0,-3,5|0,2,-3,0")]
    [InlineData("g:h", "1,0,0,0|0,0,0,0|0,0,1,0|0,0,0,1|0,1,0,0|0,0,0,0")]
    public void Values_are_those_of_the_formula(string term, string expected)
    {
        var encoding = Learn($"y ~ {term}");
        var data = encoding.Bind(Table);
        var columns = Enumerable.Range(0, data.Columns).Select(j =>
        {
            var (predictor, at) = data.ColumnAt(j);
            var values = predictor is BoundNumbers numbers ? numbers.Column.Values.ToArray()
                : ((BoundFactor)predictor).Codes.ToArray().Select(code => ((BoundFactor)predictor).TermOf[code] == at ? 1.0 : 0).ToArray();
            return string.Join(',', values.Select(value => Math.Round(value, 12).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        });
        Assert.Equal(expected, string.Join('|', columns));
    }

    private static Encoding Learn(string text)
    {
        var formula = Formula.Parse(text);
        return Encoding.Learn(Table, formula, formula.Expand(Table, []), new ResponseCoding(ResponseKind.Classes, formula.Left, "0", "1"), null);
    }
}
