using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Solvers;

namespace LogOdds.Tests.Inference;

/// <summary>Firth's fit against brglm2 and an own maximiser of the penalised likelihood.</summary>
public class FirthTests
{
    public static TheoryData<string> Cases => [.. new[] { "golden", "more/golden" }.SelectMany(folder =>
        Directory.GetFiles(Path.Combine(Golden.Folder, folder), "firth_*.json").Select(path => $"{folder}/{Path.GetFileName(path)}")).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Estimates_errors_and_profiles_are_those_of_the_reference(string file)
    {
        var golden = Golden.Load(file);
        var table = TableOf(golden);
        var model = LogisticRegression.Fit(table, golden["formula"].Text, new FitOptions { BiasReduction = BiasReduction.Firth });
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        var estimates = golden[golden.Has("estimate_own") ? "estimate_own" : "estimate"].Numbers;
        for (var k = 0; k < estimates.Length; k++)
        {
            var line = model.Coefficients[k];
            Near.Relative(estimates[k], line.Estimate!.Value, 1e-9, $"estimate of {line.Term}");
            Near.Relative(golden["standard_error"].Numbers[k], line.StandardError!.Value, 1e-9, $"standard error of {line.Term}");
        }
        if (golden.Has("fitted_first10"))
        {
            // The reference's own probabilities are by the shrunken intercept, which predictions do not use.
            var shift = model.Coefficients[0].Estimate!.Value - model.PredictionIntercept!.Value;
            var eta = model.LogOdds(table);
            for (var i = 0; i < 10; i++) Near.Mixed(golden["fitted_first10"].Numbers[i], LogOdds.Datafits.Logistic.Probability(eta[i] + shift), 1e-9, $"fitted value {i}");
        }
        if (!golden.Has("covariance")) return;
        var covariance = golden["covariance"].Items.Select(row => row.Numbers).ToArray();
        for (var i = 0; i < covariance.Length; i++)
            for (var j = 0; j < covariance.Length; j++)
                Near.Absolute(covariance[i][j] / Math.Sqrt(covariance[i][i] * covariance[j][j]), model.Covariance![i, j] / Math.Sqrt(model.Covariance[i, i] * model.Covariance[j, j]), 1e-9, $"correlation {i} {j}");
        Near.Relative(golden["deviance"].Number, model.Statistics.Deviance, 1e-9, "deviance");
        Near.Mixed(golden["penalized_log_likelihood"].Number, model.Statistics.PenalizedLogLikelihood!.Value - model.Statistics.LogWays, 1e-9, "penalised log-likelihood");
        var (tests, ends) = (golden["penalized_lr"], golden["penalized_profile_ci95"].Items.Select(item => item.Figures).ToArray());
        Assert.Equal(IntervalKind.Profile, model.Intervals);
        for (var k = 0; k < estimates.Length; k++)
        {
            var line = model.Coefficients[k];
            Near.Mixed(tests["p"].Numbers[k], line.P!.Value, 1e-8, $"p of {line.Term}");
            Near.Relative(ends[k][0]!.Value, line.Low!.Value, 1e-8, $"low of {line.Term}");
            Near.Relative(ends[k][1]!.Value, line.High!.Value, 1e-8, $"high of {line.Term}");
        }
    }

    [Fact]
    public void The_prediction_intercept_makes_the_probabilities_sum_to_the_successes()
    {
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/endometrial.csv"));
        var model = LogisticRegression.Fit(table, "HG ~ NV + PI + EH", new FitOptions { BiasReduction = BiasReduction.Firth });
        Near.Relative(model.Rows.Positives, model.Probability(table).Sum(), 1e-12);
        var shift = model.Coefficients[0].Estimate!.Value - model.PredictionIntercept!.Value;
        Assert.True(Math.Abs(model.LogOdds(table).Sum(eta => LogOdds.Datafits.Logistic.Probability(eta + shift)) - model.Rows.Positives) > 0.1);
    }

    [Fact]
    public void The_fallback_is_maximum_likelihood_where_there_is_a_maximum_and_Firth_where_there_is_none()
    {
        var options = new FitOptions { BiasReduction = BiasReduction.WhereSeparated };
        var births = TableReader.Read(Repository.Sample("birthwt.csv"));
        var plain = LogisticRegression.Fit(births, "low ~ age + lwt + smoke", options);
        Assert.Equal("none", plain.Objective.Penalty);
        Assert.Equal(LogisticRegression.Fit(births, "low ~ age + lwt + smoke").Coefficients, plain.Coefficients);

        var cancers = TableReader.Read(Path.Combine(Golden.Folder, "more/data/endometrial.csv"));
        var firth = LogisticRegression.Fit(cancers, "HG ~ NV + PI + EH", options);
        Assert.Equal("firth", firth.Objective.Penalty);
        Assert.Equal(LogisticRegression.Fit(cancers, "HG ~ NV + PI + EH", new FitOptions { BiasReduction = BiasReduction.Firth }).Coefficients, firth.Coefficients);
        Assert.Equal(["NV"], firth.Warnings.Single(w => w.Code == "firth-fallback").Terms);
        Assert.False(firth.Separation!.IsComplete);
    }

    [Fact]
    public void Weights_are_repeated_rows_and_scales_change_nothing()
    {
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/endometrial.csv"));
        var options = new FitOptions { BiasReduction = BiasReduction.Firth };
        var twice = table.Select([.. Enumerable.Range(0, table.Rows), .. Enumerable.Range(0, 20)]);
        var weighted = new Table([.. table.Columns, new NumericColumn("w", Enumerable.Range(0, table.Rows).Select(i => i < 20 ? 2.0 : 1).ToArray())]);
        var repeated = LogisticRegression.Fit(twice, "HG ~ NV + PI + EH", options);
        var byWeight = LogisticRegression.Fit(weighted, "HG ~ NV + PI + EH", options with { Weights = "w", WeightKind = WeightKind.Frequency });
        var scaled = new Table(twice.Columns.Select(column => column.Name == "PI" ? new NumericColumn("PI", ((NumericColumn)column).Values.ToArray().Select(x => 1e6 * x + 3e6).ToArray()) : column));
        var moved = LogisticRegression.Fit(scaled, "HG ~ NV + PI + EH", options);
        for (var k = 0; k < 4; k++)
        {
            Near.Relative(repeated.Coefficients[k].Estimate!.Value, byWeight.Coefficients[k].Estimate!.Value, 1e-9);
            Near.Relative(repeated.Coefficients[k].Low!.Value, byWeight.Coefficients[k].Low!.Value, 1e-8);
            if (k > 0) Near.Relative(repeated.Coefficients[k].Estimate!.Value, moved.Coefficients[k].Estimate!.Value * (k == 2 ? 1e6 : 1), 1e-8);
        }
    }

    private static Table TableOf(Golden golden)
    {
        var name = golden["data"].Text;
        var paths = new[] { Path.Combine(Golden.Folder, "more/data", name), Repository.Sample(name), Path.Combine(Golden.Folder, "data", name) };
        return TableReader.Read(paths.First(File.Exists));
    }
}
