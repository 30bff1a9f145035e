using LogOdds.Solvers;

namespace LogOdds.Tests.Models;

/// <summary>Ordinal fits against R's ordinal and MASS.</summary>
public class OrdinalReferenceTests
{
    public static TheoryData<string> Cases => [.. ClassCase.Files("ordinal_*.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Proportional_odds_are_those_of_R(string file)
    {
        var c = ClassCase.Load(file);
        var golden = c.Golden;
        var isMore = file.StartsWith("more/", StringComparison.Ordinal);
        // polr is quasi-Newton, clm is not.
        var tolerance = isMore ? 1e-8 : 1e-5;
        var model = OrdinalRegression.Fit(c.Table, c.Formula, c.Options);
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.True(model.Solver.GradientNorm < 1e-12, $"gradient {model.Solver.GradientNorm}");
        Assert.Equal(golden["levels"].Texts, model.Classes);
        Near.Relative(golden["log_likelihood"].Number, model.Statistics.LogLikelihood, 1e-11, "log-likelihood");
        if (isMore) Near.Relative(golden["aic"].Number, model.Statistics.Aic!.Value, 1e-11, "AIC");
        var (terms, zeta) = (golden["terms"].Texts, golden["zeta"].Numbers);
        double[] errors = isMore ? [.. golden["standard_error"].Numbers, .. golden["zeta_standard_error"].Numbers] : golden["standard_error"].Numbers;
        double[] expected = [.. golden["estimate"].Numbers, .. zeta];
        Assert.Equal(terms, model.Coefficients.Take(terms.Length).Select(line => ClassCase.Plain(line.Term)));
        Assert.Equal(model.Classes.Zip(model.Classes.Skip(1), (low, high) => $"{low}|{high}"), model.Coefficients.Skip(terms.Length).Select(line => line.Term));
        for (var k = 0; k < expected.Length; k++)
        {
            Near.Mixed(expected[k], model.Coefficients[k].Estimate!.Value, tolerance, model.Coefficients[k].Term);
            Near.Relative(errors[k], model.Coefficients[k].StandardError!.Value, 10 * tolerance, $"error of {model.Coefficients[k].Term}");
        }
        if (!isMore) return;
        var p = model.Probabilities(c.Table);
        int[] complete = [.. Enumerable.Range(0, c.Table.Rows).Where(row => !double.IsNaN(p[row * model.Classes.Count]))];
        foreach (var (row, i) in golden["polr"]["fitted_first5"].Items.Select((row, i) => (row.Numbers, i)))
            for (var k = 0; k < row.Length; k++) Near.Absolute(row[k], p[complete[i] * row.Length + k], 1e-6, $"probability {i}, {k}");
    }

    [Theory]
    [InlineData("ordinal_asah_gos6")]
    [InlineData("ordinal_housing")]
    [InlineData("ordinal_ucla_rank")]
    public void Tests_of_proportional_odds_are_those_of_R(string name)
    {
        var c = ClassCase.Load($"more/golden/{name}.json");
        var analysis = new ClassAnalysis(OrdinalRegression.Fit(c.Table, c.Formula, c.Options), c.Table);
        var all = analysis.ProportionalOddsOfAll();
        if (c.Golden.Has("proportional_odds_test"))
        {
            var expected = c.Golden["proportional_odds_test"];
            Near.Relative(expected["statistic"].Number, all.LikelihoodRatio, 1e-7);
            Assert.Equal(expected["df"].Number, all.DegreesOfFreedom);
            Near.Relative(expected["p"].Number, all.LikelihoodRatioP, 1e-7);
        }
        else Assert.True(double.IsNaN(all.LikelihoodRatio));
        Assert.InRange(all.ScoreP, 0.01, 1);
        var tests = analysis.ProportionalOdds();
        var golden = c.Golden["nominal_test"];
        Assert.Equal(golden["term"].Texts, tests.Select(test => test.Name));
        for (var t = 0; t < tests.Count; t++)
        {
            // Where clm gives up, VGAM may still get there.
            if ((golden["lrt"].Figures[t] ?? golden["lrt_by_vglm"].Figures[t]) is not { } statistic)
            {
                Assert.True(double.IsNaN(tests[t].LikelihoodRatio), tests[t].Name);
                continue;
            }
            Near.Relative(statistic, tests[t].LikelihoodRatio, 1e-6, tests[t].Name);
            if (golden["df"].Figures[t] is { } df) Assert.Equal(df, tests[t].DegreesOfFreedom);
            // The score statistic is another estimate of the same thing.
            Assert.InRange(tests[t].Score, 0.7 * statistic, 1.4 * statistic);
        }
    }
}
