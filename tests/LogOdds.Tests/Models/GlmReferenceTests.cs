using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Solvers;

namespace LogOdds.Tests.Models;

/// <summary>Maximum likelihood and all that follows from it against R: estimates, errors, deviance and fitted values to 1e-9, everything else to 1e-8.</summary>
public class GlmReferenceTests
{
    private const double Tight = 1e-9;
    private const double Loose = 1e-8;

    public static TheoryData<string> Cases => [.. GlmCase.Files];

    public static TheoryData<string> Detailed => [.. GlmCase.Files.Where(file => file.StartsWith("more/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fit_gives_the_figures_of_R(string file)
    {
        var c = GlmCase.Load(file);
        var golden = c.Golden;
        var model = c.Fit();
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.True(model.Solver.GradientNorm < 1e-12, $"gradient {model.Solver.GradientNorm}");

        var terms = golden["terms"].Texts;
        Assert.Equal(terms.Length, model.Coefficients.Count);
        var (estimates, errors) = (golden["estimate"].Figures, ErrorsOf(file, golden));
        var kept = Enumerable.Range(0, terms.Length).Where(k => estimates[k] is not null).ToArray();
        for (var k = 0; k < terms.Length; k++)
        {
            var line = model.Coefficients[k];
            if (c.Formula == golden["formula"].Text) Assert.Equal(terms[k].Replace("`", ""), line.Term.Replace("[", "").Replace("]", ""));
            if (estimates[k] is not { } estimate)
            {
                Assert.Null(line.Estimate);
                continue;
            }
            Near.Relative(estimate, line.Estimate!.Value, Tight, $"estimate of {line.Term}");
            Near.Relative(errors["standard_error"][k]!.Value, line.StandardError!.Value, Tight, $"standard error of {line.Term}");
            Near.Relative(errors["z"][k]!.Value, line.Z!.Value, Loose, $"z of {line.Term}");
            Near.Relative(errors["p"][k]!.Value, line.P!.Value, Loose, $"p of {line.Term}");
            Near.Relative(Math.Exp(estimate), line.OddsRatio!.Value, Loose, $"odds ratio of {line.Term}");
            // R lists the intervals of estimates only.
            if (golden["wald_ci95"].Items.ElementAt(golden["wald_ci95"].Items.Count() == kept.Length ? Array.IndexOf(kept, k) : k).Figures is not [{ } low, { } high]) continue;
            Near.Relative(low, line.Low!.Value, Loose, $"low of {line.Term}");
            Near.Relative(high, line.High!.Value, Loose, $"high of {line.Term}");
        }
        var rows = golden["covariance"].Items.Select(row => row.Figures).ToArray();
        // An aliased column is in R's covariance as nulls, or not at all.
        int[] places = rows.Length == kept.Length ? [.. Enumerable.Range(0, kept.Length)] : kept;
        for (var i = 0; i < kept.Length; i++)
            for (var j = 0; j < kept.Length; j++)
            {
                var scale = Math.Sqrt(model.Covariance![i, i] * model.Covariance[j, j]);
                Near.Absolute(rows[places[i]][places[j]]!.Value / scale, model.Covariance[i, j] / scale, file.StartsWith("golden/", StringComparison.Ordinal) ? 1e-8 : Tight, $"covariance of {terms[kept[i]]} and {terms[kept[j]]}");
            }

        var s = model.Statistics;
        Near.Relative(golden["deviance"].Number, s.Deviance, Tight, "deviance");
        Near.Relative(golden["null_deviance"].Number, s.NullDeviance, Tight, "null deviance");
        Assert.Equal(golden["df_residual"].Number, s.ResidualDegreesOfFreedom);
        if (golden.Has("df_null")) Assert.Equal(golden["df_null"].Number, s.Observations - s.NullParameters);
        if (golden.Has("n_rows_used")) Assert.Equal((golden["n_rows_used"].Number, golden["n_rows_dropped"].Number), (s.Observations, model.Rows.Dropped));
        if (golden.Has("rank")) Assert.Equal(golden["rank"].Number, s.Parameters);
        if (golden.Has("log_likelihood_without_constant")) Near.Relative(golden["log_likelihood_without_constant"].Number, -s.TotalLoss, Tight, "log-likelihood without constant");
        if (c.HasFractionalWeights)
        {
            // R rounds fractional weights for its criteria; ours are of the weighted likelihood itself.
            Near.Relative(golden["aic"].Number, RoundedAic(c, model), Loose, "R's AIC from our probabilities");
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
            var outcomes = ScoredOutcomes.Of(model, c.Table);
            var delong = LogOdds.Metrics.DeLong.Estimate(outcomes.Classes.Span, outcomes.Probabilities.Span);
            Near.Relative(golden["auc_delong_variance"].Number, delong.Variance, Loose, "DeLong's variance");
            Near.Relative(golden["auc_delong_ci95"].Numbers[0], delong.Interval().Low, Loose, "DeLong's low");
            Near.Relative(golden["auc_delong_ci95"].Numbers[1], delong.Interval().High, Loose, "DeLong's high");
            var confusion = golden["confusion_at_half"];
            Assert.Equal((confusion["tp"].Number, confusion["tn"].Number, confusion["fp"].Number, confusion["fn"].Number),
                (model.Training.Confusion.TruePositives, model.Training.Confusion.TrueNegatives, model.Training.Confusion.FalsePositives, model.Training.Confusion.FalseNegatives));
        }
    }

    [Theory]
    [MemberData(nameof(Detailed))]
    public void The_design_is_that_of_model_matrix(string file)
    {
        var c = GlmCase.Load(file);
        var golden = c.Golden;
        var data = FitData.Learn(c.Table, Formula.Parse(c.Formula), c.Options);
        int[] all = [.. Enumerable.Range(0, data.Data.Columns)];
        var design = Designs.Create(data.Data, all, new double[all.Length]);
        // R takes rows of weight 0 out before it lists the rest.
        int[] rows = [.. Enumerable.Range(0, design.Rows).Where(row => data.Response.WeightOf(row) > 0)];
        var columns = all.Select(j => rows.Select(row => design.Column(j)[row]).ToArray()).ToList();
        var terms = data.Encoding.ModelTerms.SelectMany(term => Enumerable.Repeat(term.Name, term.ColumnNames.Count)).ToList();
        if (data.Encoding.HasIntercept)
        {
            columns.Insert(0, [.. rows.Select(_ => 1.0)]);
            terms.Insert(0, LogisticModel.InterceptTerm);
        }
        // Columns that repeat others are not in R's list.
        var estimates = golden["estimate"].Figures;
        columns = [.. columns.Where((_, j) => estimates[j] is not null)];
        terms = [.. terms.Where((_, j) => estimates[j] is not null)];
        var first = golden["design_first5"].Items.Select(row => row.Numbers).ToArray();
        Assert.Equal(first[0].Length, columns.Count);
        for (var j = 0; j < columns.Count; j++)
        {
            for (var i = 0; i < first.Length; i++) Near.Mixed(first[i][j], columns[j][i], Tight, $"row {i} of {golden["terms"].Texts[j]}");
            Near.Mixed(golden["design_column_sums"].Numbers[j], columns[j].Sum(), Loose, $"sum of {golden["terms"].Texts[j]}");
            Near.Relative(golden["design_column_sums_of_squares"].Numbers[j], columns[j].Sum(x => x * x), Loose, $"sum of squares of {golden["terms"].Texts[j]}");
            if (c.Formula == golden["formula"].Text && golden["term_of_column"].Items.Count() == columns.Count) Assert.Equal(golden["term_of_column"].Texts[j].Replace("`", ""), terms[j]);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_have_the_residuals_and_the_influence_of_R(string file)
    {
        var c = GlmCase.Load(file);
        var golden = c.Golden;
        var model = c.Fit();
        var analysis = new Analysis(model, c.Table);
        var rows = analysis.Rows();
        var first = c.FirstRows(analysis, 10);
        void List(string name, IReadOnlyList<double> ours, double tolerance)
        {
            if (!golden.Has(name)) return;
            var theirs = golden[name].Numbers;
            for (var i = 0; i < theirs.Length; i++) Near.Mixed(theirs[i], ours[first[i]], tolerance, $"{name} {i}");
        }
        List("response_first10", rows.Response, Tight);
        List("fitted_first10", rows.Fitted, Tight);
        List("linear_predictor_first10", rows.LogOdds, Loose);
        List("leverage_first10", rows.Leverages, Loose);
        List("cooks_distance_first10", rows.CooksDistances, Loose);
        List("pearson_residual_first10", rows.PearsonResiduals, Loose);
        List("deviance_residual_first10", rows.DevianceResiduals, Loose);
        List("dffits_first10", rows.Dffits, Loose);
        if (golden.Has("residuals_first10"))
        {
            var residuals = golden["residuals_first10"];
            foreach (var (name, ours) in new[]
            {
                ("response", rows.ResponseResiduals), ("pearson", rows.PearsonResiduals), ("deviance", rows.DevianceResiduals), ("working", rows.WorkingResiduals),
                ("standardized_deviance", rows.StandardizedDevianceResiduals), ("standardized_pearson", rows.StandardizedPearsonResiduals), ("studentized", rows.StudentizedResiduals),
            })
            {
                var theirs = residuals[name].Numbers;
                for (var i = 0; i < theirs.Length; i++) Near.Mixed(theirs[i], ours[first[i]], Loose, $"{name} residual {i}");
            }
            var dfbetas = golden["dfbetas_first3"].Items.Select(row => row.Figures).ToArray();
            for (var i = 0; i < dfbetas.Length; i++)
            {
                double?[] theirs = [.. dfbetas[i].Where(value => value is not null)];
                for (var k = 0; k < theirs.Length; k++) Near.Mixed(theirs[k]!.Value, rows.Dfbetas[k][first[i]], Loose, $"dfbetas {i} {rows.Terms[k]}");
            }
            var all = golden["all_rows"];
            var used = c.FirstRows(analysis, int.MaxValue);
            Near.Relative(all["leverage_sum"].Number, used.Sum(i => rows.Leverages[i]), Loose, "sum of leverages");
            Near.Relative(all["leverage_max"].Number, used.Max(i => rows.Leverages[i]), Loose, "largest leverage");
            Near.Relative(all["cooks_distance_sum"].Number, used.Sum(i => rows.CooksDistances[i]), Loose, "sum of Cook's distances");
            Near.Relative(all["cooks_distance_max"].Number, used.Max(i => rows.CooksDistances[i]), Loose, "largest Cook's distance");
            Assert.Equal(all["cooks_distance_max_row"].Number - 1, Array.IndexOf([.. used.Select(i => rows.CooksDistances[i])], used.Max(i => rows.CooksDistances[i])));
            Near.Relative(all["deviance_residual_sum"].Number, used.Sum(i => rows.DevianceResiduals[i]), Loose, "sum of deviance residuals");
            Near.Relative(all["fitted_sum"].Number, used.Sum(i => rows.Fitted[i]), Loose, "sum of fitted values");
            Near.Relative(golden["pearson_chi2"].Number, rows.PearsonChiSquared, Loose, "Pearson's statistic");
            Near.Relative(golden["dispersion"].Number, rows.Dispersion, Loose, "dispersion");
            if (golden.Has("tjur_r2")) Near.Absolute(golden["tjur_r2"].Number, rows.TjurR2!.Value, Loose, "Tjur");
        }
        if (!golden.Has("linear_predictor_se_first10")) return;
        var predictions = model.Predict(c.Table);
        var ends = golden["fitted_ci95_first10"].Items.Select(item => item.Numbers).ToArray();
        for (var i = 0; i < ends.Length; i++)
        {
            var prediction = predictions[rows.Rows[first[i]]];
            Near.Relative(golden["linear_predictor_se_first10"].Numbers[i], prediction.StandardError, Loose, $"error of the log-odds {i}");
            Near.Relative(ends[i][0], prediction.Low, Loose, $"low of the probability {i}");
            Near.Relative(ends[i][1], prediction.High, Loose, $"high of the probability {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Detailed))]
    public void Predictions_for_other_rows_use_what_was_learned(string file)
    {
        var c = GlmCase.Load(file);
        if (!c.Golden.Has("prediction")) return;
        var prediction = c.Golden["prediction"];
        var table = prediction["of"].IsObject ? new Table(prediction["of"].Properties.Select(p => new NumericColumn(p.Name, p.Value.Numbers)))
            : TableReader.Read(Path.Combine(Golden.Folder, "more/data", prediction["of"].Text.Split(' ')[^1])); // "first 10 rows of …"
        var ours = c.Fit().Predict(table);
        var ends = prediction["probability_ci95"].Items.Select(item => item.Numbers).ToArray();
        for (var i = 0; i < ends.Length; i++)
        {
            Near.Mixed(prediction["linear_predictor"].Numbers[i], ours[i].LogOdds, Loose, $"log-odds {i}");
            Near.Relative(prediction["standard_error"].Numbers[i], ours[i].StandardError, Loose, $"error {i}");
            Near.Relative(prediction["probability"].Numbers[i], ours[i].Probability, Loose, $"probability {i}");
            Near.Relative(ends[i][0], ours[i].Low, Loose, $"low {i}");
            Near.Relative(ends[i][1], ours[i].High, Loose, $"high {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Robust_errors_are_those_of_the_sandwich(string file)
    {
        var c = GlmCase.Load(file);
        var analysis = new Analysis(c.Fit(), c.Table);
        foreach (var (name, values) in c.Golden["robust_se"].Properties)
        {
            var covariance = analysis.Covariance(Enum.Parse<CovarianceKind>(name));
            double?[] theirs = [.. values.Figures.Where(value => value is not null)];
            for (var k = 0; k < theirs.Length; k++)
                Near.Relative(theirs[k]!.Value, Math.Sqrt(covariance[k, k]), Loose, $"{name} of {covariance.Terms[k]}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tests_of_terms_are_those_of_drop1_and_anova(string file)
    {
        var c = GlmCase.Load(file);
        var golden = c.Golden;
        var analysis = new Analysis(c.Fit(), c.Table);
        if (golden.Has("drop1"))
        {
            var (theirs, ours) = (golden["drop1"], analysis.Drop());
            Assert.Equal(theirs["df"].NumbersOrOne.Length, ours.Count);
            for (var t = 0; t < ours.Count; t++)
            {
                Assert.Equal(theirs["df"].NumbersOrOne[t], ours[t].DegreesOfFreedom);
                Near.Relative(theirs["lrt"].NumbersOrOne[t], ours[t].LikelihoodRatio, 1e-8, $"likelihood ratio of {ours[t].Name}");
                Near.Relative(theirs["p"].NumbersOrOne[t], ours[t].LikelihoodRatioP, 1e-8, $"p of {ours[t].Name}");
                if (theirs.Has("deviance")) Near.Relative(theirs["deviance"].NumbersOrOne[t], ours[t].Deviance, Tight, $"deviance without {ours[t].Name}");
                if (theirs.Has("aic") && !c.HasFractionalWeights) Near.Relative(theirs["aic"].NumbersOrOne[t], ours[t].Aic!.Value, Loose, $"AIC without {ours[t].Name}");
                if (!golden.Has("drop1_score")) continue;
                Near.Relative(golden["drop1_score"]["statistic"].NumbersOrOne[t], ours[t].Score, Loose, $"score of {ours[t].Name}");
                Near.Relative(golden["drop1_score"]["p"].NumbersOrOne[t], ours[t].ScoreP, 1e-8, $"p of the score of {ours[t].Name}");
            }
        }
        if (golden.Has("anova_sequential_lrt"))
        {
            var (theirs, ours) = (golden["anova_sequential_lrt"], analysis.Sequence());
            for (var t = 0; t < ours.Count; t++)
            {
                Assert.Equal(theirs["df"].NumbersOrOne[t], ours[t].DegreesOfFreedom);
                Near.Mixed(theirs["deviance"].NumbersOrOne[t], ours[t].LikelihoodRatio, Loose, $"deviance by {ours[t].Name}");
                Near.Relative(theirs["residual_deviance"].NumbersOrOne[t], ours[t].Deviance, Tight, $"deviance with {ours[t].Name}");
                Near.Relative(theirs["p"].NumbersOrOne[t], ours[t].LikelihoodRatioP, 1e-8, $"p of {ours[t].Name}");
                Near.Mixed(golden["anova_sequential_score"]["statistic"].NumbersOrOne[t], ours[t].Score, Loose, $"score of {ours[t].Name}");
                Near.Relative(golden["anova_sequential_score"]["p"].NumbersOrOne[t], ours[t].ScoreP, 1e-8, $"p of the score of {ours[t].Name}");
            }
        }
        if (!golden.Has("global_tests")) return;
        var (all, global) = (golden["global_tests"], analysis.Global());
        Assert.Equal(all["df"].Number, global.DegreesOfFreedom);
        Near.Relative(all["likelihood_ratio"].Number, global.LikelihoodRatio, Loose, "likelihood ratio");
        Near.Relative(all["likelihood_ratio_p"].Number, global.LikelihoodRatioP, 1e-8, "p of the likelihood ratio");
        Near.Relative(all["score"].Number, global.Score, Loose, "score");
        Near.Relative(all["score_p"].Number, global.ScoreP, 1e-8, "p of the score");
        Near.Relative(all["wald"].Number, global.Wald, Loose, "Wald");
        Near.Relative(all["wald_p"].Number, global.WaldP, 1e-8, "p of Wald");
    }

    [Theory]
    [MemberData(nameof(Detailed))]
    public void Collinearity_and_the_groups_of_Hosmer_and_Lemeshow_are_those_of_R(string file)
    {
        var c = GlmCase.Load(file);
        var golden = c.Golden;
        var analysis = new Analysis(c.Fit(), c.Table);
        var collinearity = analysis.Collinearity();
        Near.Relative(golden["condition_number_of_unit_length_columns"].Number, collinearity.ConditionNumber, Loose, "condition number");
        Assert.Equal(collinearity.ConditionNumber > Collinearity.Worrying, collinearity.Involved.Count > 0);
        if (golden.Has("vif"))
        {
            var gvif = golden["vif"][golden["vif"].Has("gvif") ? "gvif" : "vif"].NumbersOrOne;
            var per = golden["vif"].Has("gvif") ? golden["vif"]["gvif_to_1_over_2df"].NumbersOrOne : [.. gvif.Select(Math.Sqrt)];
            Assert.Equal(gvif.Length, collinearity.Inflation.Count);
            for (var t = 0; t < gvif.Length; t++)
            {
                Near.Relative(gvif[t], collinearity.Inflation[t].Gvif, 1e-8, $"GVIF of {collinearity.Inflation[t].Term}");
                Near.Relative(per[t], collinearity.Inflation[t].PerCoefficient, Loose, $"GVIF per coefficient of {collinearity.Inflation[t].Term}");
            }
        }
        if (!golden.Has("hosmer_lemeshow")) return;
        var theirs = golden["hosmer_lemeshow"];
        var ours = analysis.HosmerLemeshow((int)theirs["groups"].Number);
        Assert.Equal(theirs["n"].Numbers, ours.Groups.Select(g => (double)g.Rows));
        Assert.Equal(theirs["observed"].Numbers, ours.Groups.Select(g => Math.Round(g.Observed, 9)));
        for (var g = 0; g < ours.Groups.Count; g++) Near.Relative(theirs["expected"].Numbers[g], ours.Groups[g].Expected, Loose, $"expected in group {g}");
        var (fitted, breaks) = (analysis.Rows().Fitted, theirs["breaks"].Numbers);
        double[] edges = [fitted.Min(), .. SplineBasis.KnotsAtQuantiles(fitted.ToArray(), breaks.Length - 2), fitted.Max()];
        for (var g = 0; g < breaks.Length; g++) Near.Relative(breaks[g], edges[g], Tight, $"edge {g}");
        Near.Relative(theirs["statistic"].Number, ours.Statistic, Loose, "statistic");
        Assert.Equal(theirs["df"].Number, ours.DegreesOfFreedom);
        Near.Relative(theirs["p"].Number, ours.P, Loose, "p");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Profile_intervals_are_those_of_R_and_of_their_definition(string file)
    {
        var c = GlmCase.Load(file);
        var model = LogisticRegression.Fit(c.Table, c.Formula, c.Options with { Intervals = IntervalKind.Profile });
        var rises = new ProfileCheck(c, model);
        var lines = model.Coefficients.Where(line => line.Estimate is not null).ToArray();
        foreach (var line in lines)
            foreach (var end in new[] { line.Low, line.High })
                Near.Absolute(ProfileCheck.Wanted, rises.At(line.Term, end!.Value), 1e-8, $"rise of the deviance at the end {end} of {line.Term}");
        if (!c.Golden.Has("profile_ci95")) return;
        var theirs = c.Golden["profile_ci95"].Items.Select(item => item.Figures).Where(ends => ends is [not null, not null]).ToArray();
        Assert.Equal(theirs.Length, lines.Length);
        for (var k = 0; k < theirs.Length; k++)
        {
            // Root-finding in the one set of values; in the other R interpolates between a dozen points of the profile, and its own
            // ends miss the definition by as much as they differ from ours.
            var isInterpolated = file.StartsWith("golden/", StringComparison.Ordinal);
            Near.Relative(theirs[k][0]!.Value, lines[k].Low!.Value, isInterpolated ? 0.02 : 1e-8, $"low of {lines[k].Term}");
            Near.Relative(theirs[k][1]!.Value, lines[k].High!.Value, isInterpolated ? 0.02 : 1e-8, $"high of {lines[k].Term}");
        }
    }

    [Fact]
    public void Classes_told_apart_by_an_interaction_are_said_to_be()
    {
        var c = GlmCase.Load("golden/glm_exam_marks_interaction.json");
        var model = c.Fit();
        Assert.Equal(SolverStatus.Separated, model.Solver.Status);
        Assert.True(model.Separation!.IsComplete);
        Assert.Equal(100, model.Separation.RowsGaining);
        Assert.All(model.Coefficients, line => Assert.NotEqual(CoefficientLimit.Finite, line.Limit));
        var confusion = c.Golden["confusion_at_half"];
        Assert.Equal((confusion["tp"].Number, confusion["tn"].Number), (model.Training.Confusion.TruePositives, model.Training.Confusion.TrueNegatives));
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

    /// <summary>R takes the weights of its last iteration but one for standard errors; where that costs it more digits than are compared, fifty-digit arithmetic stands in.</summary>
    private static Dictionary<string, double?[]> ErrorsOf(string file, Golden golden)
    {
        var exact = Path.Combine("exact", Path.GetFileName(file));
        var source = file.StartsWith("golden/", StringComparison.Ordinal) && File.Exists(Path.Combine(Golden.Folder, exact)) ? Golden.Load(exact) : golden;
        return new[] { "standard_error", "z", "p" }.ToDictionary(name => name, name => source[name].Figures);
    }

    // R's AIC takes round(wᵢ) trials for a row of weight wᵢ, and so drops rows of weight one half.
    private static double RoundedAic(GlmCase c, LogisticModel model)
    {
        var y = model.Encoding.Response.Encode(c.Table);
        var eta = model.LogOdds(c.Table);
        var weights = ((NumericColumn)c.Table[c.Options.Weights!]).Values;
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++) sum += 2 * Math.Round(weights[i], MidpointRounding.ToEven) * Logistic.Loss(y[i], eta[i]);
        return sum + 2 * model.Statistics.Parameters;
    }
}
