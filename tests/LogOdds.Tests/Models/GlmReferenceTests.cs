using LogOdds.Datafits;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Solvers;

namespace LogOdds.Tests.Models;

/// <summary>Maximum likelihood against R's glm: estimates, errors and deviance to 1e-9, everything else to 1e-8.</summary>
public class GlmReferenceTests
{
    private const double Tight = 1e-9;
    private const double Loose = 1e-8;

    public static TheoryData<string> Cases =>
    [
        "golden/glm_birthwt.json", "golden/glm_birthwt_weights_offset.json", "golden/glm_exam_marks.json", "golden/glm_infert.json",
        "golden/glm_pima.json", "golden/glm_study_hours_12.json", "golden/glm_study_hours_16.json", "golden/glm_two_blobs.json",
        "more/golden/glm_birthwt.json", "more/golden/glm_birthwt_dot.json", "more/golden/glm_birthwt_frequency.json",
        "more/golden/glm_birthwt_intercept_only.json", "more/golden/glm_birthwt_weights_offset.json", "more/golden/glm_breast_cancer_three.json",
        "more/golden/glm_exam_marks.json", "more/golden/glm_infert.json", "more/golden/glm_make_classification_train.json",
        "more/golden/glm_mtcars.json", "more/golden/glm_penguins_sex.json", "more/golden/glm_pima.json", "more/golden/glm_saheart.json",
        "more/golden/glm_study_hours_12.json", "more/golden/glm_study_hours_16.json",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fit_gives_the_figures_of_R(string file)
    {
        var golden = Golden.Load(file);
        var model = Fit(file, golden);
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.True(model.Solver.GradientNorm < 1e-13, $"gradient {model.Solver.GradientNorm}");

        // R takes the weights of its last iteration but one for standard errors; where that costs it more digits than are
        // compared here, fifty-digit arithmetic stands in.
        var exact = Path.Combine("exact", Path.GetFileName(file));
        var errors = file.StartsWith("golden/", StringComparison.Ordinal) && File.Exists(Path.Combine(Golden.Folder, exact)) ? Golden.Load(exact) : golden;

        var terms = golden["terms"].Texts;
        Assert.Equal(terms.Length, model.Coefficients.Count);
        for (var k = 0; k < terms.Length; k++)
        {
            var c = model.Coefficients[k];
            Assert.Equal(terms[k].Replace("`", ""), c.Term.Replace("[", "").Replace("]", ""));
            Near.Relative(golden["estimate"].Numbers[k], c.Estimate!.Value, Tight, $"estimate of {c.Term}");
            Near.Relative(errors["standard_error"].Numbers[k], c.StandardError!.Value, Tight, $"standard error of {c.Term}");
            Near.Relative(errors["z"].Numbers[k], c.Z!.Value, Loose, $"z of {c.Term}");
            Near.Relative(errors["p"].Numbers[k], c.P!.Value, Loose, $"p of {c.Term}");
            var interval = golden["wald_ci95"].Items.ElementAt(k).Numbers;
            Near.Relative(interval[0], c.Low!.Value, Loose, $"low of {c.Term}");
            Near.Relative(interval[1], c.High!.Value, Loose, $"high of {c.Term}");
            Near.Relative(Math.Exp(golden["estimate"].Numbers[k]), c.OddsRatio!.Value, Loose, $"odds ratio of {c.Term}");
        }

        var s = model.Statistics;
        Near.Relative(golden["deviance"].Number, s.Deviance, Tight, "deviance");
        Near.Relative(golden["null_deviance"].Number, s.NullDeviance, Tight, "null deviance");
        Assert.Equal(golden["df_residual"].Number, s.ResidualDegreesOfFreedom);
        if (file.EndsWith("weights_offset.json", StringComparison.Ordinal))
        {
            // R rounds fractional weights for its criteria; ours are of the weighted likelihood itself.
            Near.Relative(-golden["deviance"].Number / 2, s.LogLikelihood, Tight, "log-likelihood");
            Near.Relative(golden["aic"].Number, RoundedAic(golden, model, file), Loose, "R's AIC from our probabilities");
        }
        else
        {
            Near.Relative(golden["log_likelihood"].Number, s.LogLikelihood, Tight, "log-likelihood");
            Near.Relative(golden["aic"].Number, s.Aic!.Value, Loose, "AIC");
            Near.Relative(golden["bic"].Number, s.Bic!.Value, Loose, "BIC");
        }
        if (golden.Has("mcfadden_r2"))
        {
            Near.Absolute(golden["mcfadden_r2"].Number, s.McFaddenR2!.Value, Loose, "McFadden");
            Near.Absolute(golden["cox_snell_r2"].Number, s.CoxSnellR2!.Value, Loose, "Cox–Snell");
            Near.Absolute(golden["nagelkerke_r2"].Number, s.NagelkerkeR2!.Value, Loose, "Nagelkerke");
        }
        if (golden.Has("auc"))
        {
            Near.Relative(golden["auc"].Number, model.Training.Auc, Loose, "AUC");
            Near.Relative(golden["log_loss"].Number, model.Training.LogLoss, Loose, "log loss");
            Near.Relative(golden["brier"].Number, model.Training.Brier, Loose, "Brier");
            var confusion = golden["confusion_at_half"];
            Assert.Equal((confusion["tp"].Number, confusion["tn"].Number, confusion["fp"].Number, confusion["fn"].Number),
                (model.Training.Confusion.TruePositives, model.Training.Confusion.TrueNegatives, model.Training.Confusion.FalsePositives, model.Training.Confusion.FalseNegatives));
        }
        // The first ten fitted values that R lists are of rows with weight above 0 in table order, as long as none is missing.
        if (golden.Has("fitted_first10") && !golden.Has("n_rows_dropped"))
        {
            var fitted = model.Probability(TableReader.Read(DataPath(file, golden)));
            for (var i = 0; i < 10; i++) Near.Relative(golden["fitted_first10"].Numbers[i], fitted[i], Tight, $"fitted value {i}");
        }
    }

    [Theory]
    [InlineData("glm_exam_marks.json")]
    [InlineData("glm_infert.json")]
    public void Fifty_digit_arithmetic_confirms_R_and_its_last_digits(string file)
    {
        var (exact, golden) = (Golden.Load($"exact/{file}"), Golden.Load($"golden/{file}"));
        for (var k = 0; k < exact["estimate"].Numbers.Length; k++)
        {
            Near.Relative(exact["estimate"].Numbers[k], golden["estimate"].Numbers[k], 1e-13);
            Near.Relative(exact["standard_error"].Numbers[k], golden["standard_error"].Numbers[k], 2e-9);
        }
        var model = LogisticRegression.Fit(TableReader.Read(Repository.Sample(exact["data"].Text)), exact["formula"].Text);
        for (var k = 0; k < model.Coefficients.Count; k++)
        {
            Near.Relative(exact["estimate"].Numbers[k], model.Coefficients[k].Estimate!.Value, 1e-12);
            Near.Relative(exact["standard_error"].Numbers[k], model.Coefficients[k].StandardError!.Value, 1e-12);
            Near.Relative(exact["p"].Numbers[k], model.Coefficients[k].P!.Value, 1e-11);
        }
    }

    [Fact]
    public void All_metrics_of_pima_equal_scikit_learn()
    {
        var golden = Golden.Load("golden/metrics_pima.json");
        var table = TableReader.Read(Repository.Sample("pima.csv"));
        var model = LogisticRegression.Fit(table, "type ~ npreg + glu + bp + skin + bmi + ped + age");
        var metrics = model.Evaluate(table);
        Near.Relative(golden["accuracy"].Number, metrics.Accuracy, Loose);
        Near.Relative(golden["precision"].Number, metrics.Precision, Loose);
        Near.Relative(golden["recall"].Number, metrics.Recall, Loose);
        Near.Relative(golden["specificity"].Number, metrics.Specificity, Loose);
        Near.Relative(golden["f1"].Number, metrics.F1, Loose);
        Near.Relative(golden["mcc"].Number, metrics.Mcc, Loose);
        Near.Relative(golden["balanced_accuracy"].Number, metrics.BalancedAccuracy, Loose);
        Near.Relative(golden["kappa"].Number, metrics.Confusion.Kappa, Loose);
        Near.Relative(golden["log_loss"].Number, metrics.LogLoss, Loose);
        Near.Relative(golden["brier"].Number, metrics.Brier, Loose);
        Near.Relative(golden["roc_auc"].Number, metrics.Auc, Loose);
        Near.Relative(golden["average_precision"].Number, metrics.AveragePrecision, Loose);

        var y = model.Encoding.Response.Encode(table);
        var p = model.Probability(table);
        var corners = LogOdds.Metrics.RocCurve.Compute(y, p).Corners();
        var roc = golden["roc_points"].Items.Select(item => item.Numbers).ToArray();
        Assert.Equal(roc[0].Length, corners.Count);
        for (var i = 0; i < corners.Count; i++)
        {
            Near.Absolute(roc[0][i], corners[i].FalsePositiveRate, 1e-15);
            Near.Absolute(roc[1][i], corners[i].TruePositiveRate, 1e-15);
        }
        var calibration = golden["calibration_quantile_10"].Items.Select(item => item.Numbers).ToArray();
        var table10 = LogOdds.Metrics.CalibrationTable.ByQuantiles(y, p, 10);
        Assert.Equal(calibration[0].Length, table10.Count);
        for (var i = 0; i < table10.Count; i++)
        {
            Near.Relative(calibration[0][i], table10[i].Predicted, Loose);
            Near.Absolute(calibration[1][i], table10[i].Observed, 1e-12);
        }
    }

    private static LogisticModel Fit(string file, Golden golden)
    {
        var table = TableReader.Read(DataPath(file, golden));
        if (golden.Has("rows")) table = table.Where(golden["rows"].Text.Split('=')[0], golden["rows"].Text.Split('=')[1]);
        return LogisticRegression.Fit(table, golden["formula"].Text, new FitOptions
        {
            Weights = golden.Has("weights") ? golden["weights"].Text : null,
            Offset = golden.Has("offset") ? golden["offset"].Text : null,
        });
    }

    private static string DataPath(string file, Golden golden)
    {
        var own = Path.Combine(Golden.Folder, file.StartsWith("more/", StringComparison.Ordinal) ? "more/data" : "data", golden["data"].Text);
        return File.Exists(own) ? own : Repository.Sample(golden["data"].Text);
    }

    // R's AIC takes round(wᵢ) trials for a row of weight wᵢ, and so drops rows of weight one half.
    private static double RoundedAic(Golden golden, LogisticModel model, string file)
    {
        var table = TableReader.Read(DataPath(file, golden));
        var y = model.Encoding.Response.Encode(table);
        var eta = model.LogOdds(table);
        var weights = ((LogOdds.Data.NumericColumn)table[golden["weights"].Text]).Values;
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
            sum += 2 * Math.Round(weights[i], MidpointRounding.ToEven) * Logistic.Loss(y[i], eta[i]);
        return sum + 2 * model.Statistics.Parameters;
    }
}
