using System.Globalization;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds.Tests.Models;

/// <summary>Sentences say what the coefficient says: the factor they name is that of the odds when the columns are changed as they tell.</summary>
public class PlainWordsTests
{
    private static readonly LogOdds.Data.Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));

    [Theory]
    [InlineData("low ~ age + smoke", "age", "Each further unit of age multiplies the odds of low = 1 by 0.951 (0.894 to 1.013), other columns held fixed.")]
    [InlineData("low ~ age + smoke", "smoke", "smoke = 1 rather than 0 multiplies the odds of low = 1 by 2.00 (1.06 to 3.75), other columns held fixed.")]
    [InlineData("low ~ log(lwt)", "log(lwt)", "Doubling lwt multiplies the odds of low = 1 by")]
    [InlineData("low ~ log2(lwt) + age", "log2(lwt)", "Doubling lwt multiplies the odds of low = 1 by")]
    [InlineData("low ~ log10(lwt) + age", "log10(lwt)", "Ten times as much of lwt multiplies")]
    [InlineData("low ~ scale(lwt) + age", "scale(lwt)", "Each standard deviation (30.58) more of lwt multiplies")]
    [InlineData("low ~ race", "race[white]", "race = white rather than black multiplies the odds of low = 1 by")]
    [InlineData("low ~ C(race, sum)", "C(race, sum)[black]", "race = black rather than the mean of the levels multiplies")]
    [InlineData("low ~ C(race, helmert)", "C(race, helmert)[2]", "level white of race against the mean of those before it")]
    [InlineData("low ~ 0 + race", "race[black]", "Where race = black, the odds of low = 1 are")]
    [InlineData("low ~ race * smoke", "smoke", "Where race = black, smoke = 1 rather than 0 multiplies the odds of low = 1 by")]
    [InlineData("low ~ race * smoke", "race[other]:smoke", "race = other rather than black multiplies by 0.38 (0.0472 to 3.04) what smoke = 1 rather than 0 multiplies the odds of low = 1 by.")]
    [InlineData("low ~ age + race:age", "age:race[other]", "race = other rather than black")]
    [InlineData("low ~ race:age", "race[other]:age", "Where race = other, each further unit of age multiplies the odds of low = 1 by")]
    [InlineData("low ~ age * lwt", "age:lwt", "Each further unit of age multiplies by")]
    [InlineData("low ~ age + I(age^2)", "age", "age is in more than one term (age, I(age^2)), so no single number says")]
    [InlineData("low ~ ns(age, df = 3)", "ns(age, df = 3)[2]", "One of several columns that draw a curve over age")]
    [InlineData("low ~ I(lwt > 150)", "I(lwt > 150)", "lwt > 150, rather than not, multiplies")]
    [InlineData("low ~ lwt", "(Intercept)", "the odds of low = 1 are 2.71, a probability of 0.73;")]
    public void A_sentence_fits_its_coefficient(string formula, string term, string expected)
    {
        var sentence = LogisticRegression.Fit(Births, formula).InWords().Single(line => line.Term == term).Sentence;
        Assert.Contains(expected, sentence);
    }

    [Fact]
    public void The_factor_of_a_logarithm_is_that_of_the_odds_when_the_column_doubles()
    {
        var model = LogisticRegression.Fit(Births, "low ~ log(lwt) + age");
        var one = Births.Select([0]);
        var twice = new LogOdds.Data.Table(one.Columns.Select(column => column.Name == "lwt" ? new LogOdds.Data.NumericColumn("lwt", new[] { 2 * ((LogOdds.Data.NumericColumn)column).Values[0] }) : column));
        var factor = Math.Exp(model.LogOdds(twice)[0] - model.LogOdds(one)[0]);
        Assert.Contains($"by {factor.ToString("0.00", CultureInfo.InvariantCulture)} (", model.InWords()[1].Sentence);
    }

    [Fact]
    public void Where_there_is_no_interval_or_no_finite_value_the_sentence_says_so()
    {
        var ridge = LogisticRegression.Fit(Births, "low ~ age", new FitOptions { Penalty = new Ridge(0.1), Standardize = StandardizeKind.Sample });
        Assert.Contains("held towards 1 by the penalty", ridge.InWords()[1].Sentence);
        var separated = LogisticRegression.Fit(TableReader.Read(Path.Combine(Golden.Folder, "more/data/endometrial.csv")), "HG ~ NV + PI");
        Assert.Contains("rises without end as this coefficient goes to +∞", separated.InWords()[1].Sentence);
        Assert.Contains("Each further unit of PI multiplies", separated.InWords()[2].Sentence);
    }
}
