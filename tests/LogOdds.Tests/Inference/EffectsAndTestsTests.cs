using LogOdds.Inference;
using LogOdds.IO;
using LogOdds.Models;

namespace LogOdds.Tests.Inference;

/// <summary>Marginal effects, tests of nested models and combinations, and robust errors by clusters, against R and statsmodels.</summary>
public class EffectsAndTestsTests
{
    private const double Loose = 1e-8;

    [Theory]
    [InlineData("ame_birthwt")]
    [InlineData("ame_titanic")]
    public void Average_effects_move_the_columns_through_every_term(string name)
    {
        var golden = Golden.Load($"more/golden/{name}.json");
        var analysis = AnalysisOf(golden, golden["formula"].Text);
        MarginalEffect[] ours = [.. analysis.Margins(), analysis.AverageProbability()];
        foreach (var effect in golden["effects"].Items)
        {
            var own = ours.Single(e => e.Name == effect["term"].Text);
            Near.Mixed(effect["effect"].Number, own.Effect, Loose, own.Name);
            Near.Relative(effect["standard_error"].Number, own.StandardError, Loose, $"standard error of {own.Name}");
            Near.Mixed(effect["z"].Number, own.Z, 1e-8, $"z of {own.Name}");
            Near.Relative(effect["p"].Number, own.P, 1e-8, $"p of {own.Name}");
            Near.Mixed(effect["ci95"].Numbers[0], own.Low, Loose, $"low of {own.Name}");
            Near.Mixed(effect["ci95"].Numbers[1], own.High, Loose, $"high of {own.Name}");
        }
        Assert.Equal(golden["effects"].Items.Count(), ours.Length);
    }

    [Theory]
    [InlineData("margins_birthwt")]
    [InlineData("margins_exam_marks")]
    [InlineData("margins_ucla")]
    public void Effects_of_all_kinds_are_those_of_statsmodels(string name)
    {
        var golden = Golden.Load($"more/golden/{name}.json");
        var analysis = AnalysisOf(golden, golden["formula"].Text);
        foreach (var set in golden["effects"].Items)
        {
            // Without factors, moving columns of the table and columns of the design is the same.
            foreach (var byDesignColumn in new[] { true, false })
            {
                var ours = analysis.Margins(new MarginOptions
                {
                    At = set["at"].Text == "overall" ? MarginsAt.Overall : MarginsAt.Means,
                    Measure = Enum.Parse<MarginMeasure>(set["method"].Text, ignoreCase: true),
                    IsDiscrete = set["method"].Text == "dydx",
                    ByDesignColumn = byDesignColumn,
                });
                var terms = set["terms"].Texts;
                for (var k = 0; k < terms.Length; k++)
                {
                    var own = ours.Single(e => e.Name.Split(':')[0] == terms[k]);
                    Near.Mixed(set["effect"].Numbers[k], own.Effect, Loose, $"{set["at"].Text} {set["method"].Text} {own.Name}");
                    Near.Relative(set["standard_error"].Numbers[k], own.StandardError, Loose, $"standard error of {own.Name}");
                    Near.Mixed(set["z"].Numbers[k], own.Z, Loose, $"z of {own.Name}");
                    Near.Relative(set["p"].Numbers[k], own.P, 1e-8, $"p of {own.Name}");
                    Near.Mixed(set["ci95"].Items.ElementAt(k).Numbers[0], own.Low, Loose);
                    Near.Mixed(set["ci95"].Items.ElementAt(k).Numbers[1], own.High, Loose);
                }
            }
        }
    }

    [Fact]
    public void Effects_by_design_column_are_those_of_statsmodels_with_and_without_switches()
    {
        foreach (var (kind, fit) in Golden.Load("golden/margins.json")["fits"].Properties)
        {
            var ours = AnalysisOf(fit, fit["formula"].Text).Margins(new MarginOptions
            {
                At = kind.Contains("at=overall") ? MarginsAt.Overall : MarginsAt.Means,
                IsDiscrete = kind.Contains("dummy=True"),
                ByDesignColumn = true,
            });
            var terms = fit["terms"].Texts;
            for (var k = 0; k < terms.Length; k++)
            {
                var own = ours.Single(e => e.Name == terms[k].Replace("[T.", "["));
                Near.Mixed(fit["effect"].Numbers[k], own.Effect, Loose, $"{kind} {own.Name}");
                Near.Relative(fit["standard_error"].Numbers[k], own.StandardError, Loose, $"{kind} standard error of {own.Name}");
            }
        }
    }

    [Theory]
    [InlineData("nested_birthwt")]
    [InlineData("nested_ucla")]
    public void Nested_models_are_compared_as_by_anova_waldtest_and_linearHypothesis(string name)
    {
        var golden = Golden.Load($"more/golden/{name}.json");
        var (large, small) = (AnalysisOf(golden, golden["large"].Text), AnalysisOf(golden, golden["small"].Text));
        for (var k = 0; k < large.Model.Coefficients.Count; k++) Near.Relative(golden["estimate"].Numbers[k], large.Model.Coefficients[k].Estimate!.Value, 1e-9);
        var test = large.Against(small.Model);
        Assert.Equal(golden["df"].Number, test.DegreesOfFreedom);
        Near.Relative(golden["deviance_small"].Number, small.Model.Statistics.Deviance, 1e-9);
        Near.Relative(golden["deviance_large"].Number, large.Model.Statistics.Deviance, 1e-9);
        Near.Relative(golden["likelihood_ratio"].Number, test.LikelihoodRatio, Loose);
        Near.Relative(golden["likelihood_ratio_p"].Number, test.LikelihoodRatioP, Loose);
        Near.Relative(golden["score"].Number, test.Score, Loose);
        Near.Relative(golden["score_p"].Number, test.ScoreP, Loose);
        Near.Relative(golden["wald"].Number, test.Wald, Loose);
        Near.Relative(golden["wald_p"].Number, test.WaldP, Loose);
        foreach (var (criterion, model) in new[] { ("small", small.Model), ("large", large.Model) })
        {
            Near.Relative(golden[$"aic_{criterion}"].Number, model.Statistics.Aic!.Value, Loose);
            Near.Relative(golden[$"bic_{criterion}"].Number, model.Statistics.Bic!.Value, Loose);
        }
        foreach (var hypothesis in golden["hypotheses"].Items)
        {
            string[] texts = [.. hypothesis["hypothesis"].Texts.Select(Bracketed)];
            var ours = large.Model.Test(texts);
            for (var k = 0; k < texts.Length; k++)
            {
                // R lists the left side, before the value it is compared with is taken off.
                var value = double.Parse(texts[k].Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
                Near.Relative(hypothesis["estimate"].Numbers[k] - (hypothesis["estimate"].Numbers.Length == 1 && value != 0 && Math.Abs(hypothesis["estimate"].Numbers[k] - ours.Contrasts[k].Estimate) > 0.5 ? value : 0), ours.Contrasts[k].Estimate, Loose, texts[k]);
                Near.Relative(hypothesis["standard_error"].Numbers[k], ours.Contrasts[k].StandardError, Loose, texts[k]);
            }
            Assert.Equal(hypothesis["df"].Number, ours.DegreesOfFreedom);
            Near.Relative(hypothesis["chi2"].Number, ours.Statistic, Loose);
            Near.Relative(hypothesis["p"].Number, ours.P, Loose);
        }
    }

    [Fact]
    public void Errors_by_clusters_are_those_of_the_sandwich()
    {
        var golden = Golden.Load("more/golden/cluster_infert.json");
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data", golden["data"].Text));
        var model = LogisticRegression.Fit(table, golden["formula"].Text, new FitOptions { Cluster = golden["cluster"].Text });
        var analysis = new Analysis(LogisticRegression.Fit(table, golden["formula"].Text), table);
        var (adjusted, plain) = (analysis.Covariance(CovarianceKind.Cluster, golden["cluster"].Text), analysis.Covariance(CovarianceKind.Cluster, golden["cluster"].Text, isAdjusted: false));
        var (n, p) = (golden["n_rows_used"].Number, golden["terms"].Texts.Length);
        Assert.Equal(golden["clusters"].Number, table["stratum"].CountMissing() + Enumerable.Range(0, table.Rows).Select(table["stratum"].TextAt).Distinct().Count());
        for (var k = 0; k < p; k++)
        {
            Near.Relative(golden["estimate"].Numbers[k], model.Coefficients[k].Estimate!.Value, 1e-9);
            Near.Relative(golden["standard_error"].Numbers[k], analysis.Model.Coefficients[k].StandardError!.Value, 1e-9);
            var robust = golden["robust_se"];
            Near.Relative(robust["HC0_cadjust"].Numbers[k], model.Coefficients[k].StandardError!.Value, Loose);
            Near.Relative(robust["HC0_cadjust"].Numbers[k], Math.Sqrt(adjusted[k, k]), Loose);
            Near.Relative(robust["HC0_no_adjust"].Numbers[k], Math.Sqrt(plain[k, k]), Loose);
            // HC1 of clusters multiplies by (n − 1)/(n − p) besides.
            Near.Relative(robust["HC1_cadjust"].Numbers[k], Math.Sqrt(adjusted[k, k] * (n - 1) / (n - p)), Loose);
            Near.Relative(robust["HC1_no_adjust"].Numbers[k], Math.Sqrt(plain[k, k] * (n - 1) / (n - p)), Loose);
            for (var j = 0; j < p; j++) Near.Mixed(golden["covariance_HC0_cadjust"].Items.ElementAt(k).Numbers[j], adjusted[k, j], Loose);
        }
        Assert.Equal(CovarianceKind.Cluster, model.CovarianceKind);
    }

    [Theory]
    [InlineData("age - ", "at character 7")]
    [InlineData("agee = 0", "Did you mean 'age'")]
    [InlineData("age smoke = 0", "a + or - is expected")]
    public void A_hypothesis_that_cannot_be_read_is_pointed_at(string text, string expected)
    {
        var model = LogisticRegression.Fit(TableReader.Read(Repository.Sample("birthwt.csv")), "low ~ age + smoke");
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => model.Test(text)).Message);
    }

    [Fact]
    public void Hypotheses_that_repeat_each_other_are_refused()
    {
        var model = LogisticRegression.Fit(TableReader.Read(Repository.Sample("birthwt.csv")), "low ~ age + smoke");
        Assert.Contains("repeat each other", Assert.Throws<ArgumentException>(() => model.Test("age = 0", "2*age = 0")).Message);
    }

    private static string Bracketed(string hypothesis) => System.Text.RegularExpressions.Regex.Replace(hypothesis, @"race(\w+)|factor\(rank\)(\d)", match =>
        match.Groups[1].Success ? $"race[{match.Groups[1].Value}]" : $"factor(rank)[{match.Groups[2].Value}]");

    private static Analysis AnalysisOf(Golden golden, string formula)
    {
        var name = golden["data"].Text;
        var own = Path.Combine(Golden.Folder, "more/data", name);
        var table = TableReader.Read(File.Exists(own) ? own : Repository.Sample(name));
        return new Analysis(LogisticRegression.Fit(table, formula), table);
    }
}
