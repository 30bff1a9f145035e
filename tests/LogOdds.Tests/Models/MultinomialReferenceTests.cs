using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Models;

/// <summary>Multinomial fits against many-digit arithmetic, R's nnet and glmnet, and scikit-learn.</summary>
public class MultinomialReferenceTests
{
    public static TheoryData<string> Unpenalized => [.. ClassCase.Files("multinom_*.json")];

    public static TheoryData<string> OfScikitLearn => [.. ClassCase.Files("sklearn_*multinomial*.json").Where(file => file.StartsWith("more/", StringComparison.Ordinal))];

    public static TheoryData<string> OfGlmnet => [.. ClassCase.Files("glmnet_*multinomial*.json")];

    [Theory]
    [MemberData(nameof(Unpenalized))]
    public void Maximum_likelihood_is_that_of_R(string file)
    {
        var c = ClassCase.Load(file);
        var model = MultinomialRegression.Fit(c.Table, c.Formula, c.Options);
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.True(model.Solver.GradientNorm < 1e-12, $"gradient {model.Solver.GradientNorm}");
        Assert.Equal(c.Golden["classes"].Texts, model.Classes);
        Assert.Equal(c.Golden["reference"].Text, model.Reference);
        Near.Relative(c.Golden["log_likelihood"].Number, model.Statistics.LogLikelihood, 1e-9, "log-likelihood");
        Near.Relative(c.Golden["deviance"].Number, model.Statistics.Deviance, 1e-9, "deviance");
        Near.Relative(c.Golden["aic"].Number, model.Statistics.Aic!.Value, 1e-9, "AIC");
        var p = model.Probabilities(c.Table);
        int[] complete = [.. Enumerable.Range(0, c.Table.Rows).Where(row => !double.IsNaN(p[row * model.Classes.Count]))];
        foreach (var (expected, i) in c.Golden["fitted_first5"].Items.Select((row, i) => (row.Numbers, i)))
            for (var k = 0; k < expected.Length; k++) Near.Absolute(expected[k], p[complete[i] * model.Classes.Count + k], 1e-6, $"probability {i}, {k}");
    }

    [Theory]
    [InlineData("multinom_birthwt_race")]
    [InlineData("multinom_penguins_island")]
    [InlineData("multinom_alligators")]
    [InlineData("multinom_housing")]
    public void Estimates_and_errors_have_the_digits_of_exact_arithmetic(string name)
    {
        var c = ClassCase.Load($"more/golden/{name}.json");
        var exact = Golden.Load($"exact/{name}.json");
        var model = MultinomialRegression.Fit(c.Table, c.Formula, c.Options);
        var (classes, terms) = (exact["classes"].Texts, exact["terms"].Texts);
        Near.Relative(exact["log_likelihood"].Number, model.Statistics.LogLikelihood, 1e-13);
        for (var k = 1; k < classes.Length; k++)
            for (var j = 0; j < terms.Length; j++)
            {
                var line = model[classes[k], terms[j]];
                Near.Mixed(exact["estimate"].Items.ElementAt(k - 1).Numbers[j], line.Estimate!.Value, 1e-10, $"{classes[k]}: {terms[j]}");
                Near.Relative(exact["standard_error"].Items.ElementAt(k - 1).Numbers[j], line.StandardError!.Value, 1e-9, $"error of {classes[k]}: {terms[j]}");
                var name2 = $"{classes[k]}:{terms[j]}";
                Near.Relative(line.StandardError.Value * line.StandardError.Value, model.Covariance![name2, name2], 1e-13);
            }
    }

    [Theory]
    [MemberData(nameof(OfScikitLearn))]
    public void Penalised_fits_are_those_of_scikit_learn(string file)
    {
        var c = ClassCase.Load(file);
        var (golden, target) = (c.Golden, c.Golden["target"].Text);
        var isScaled = golden["standardize"].Text.StartsWith("population", StringComparison.Ordinal);
        var table = Divided(c.Table, target, golden["divide"].Number);
        var (lambda, ratio) = (1 / (golden["C"].Number * table.Rows), golden["l1_ratio"].Number);
        var model = MultinomialRegression.Fit(table, $"{target} ~ .", new FitOptions
        {
            Penalty = ratio == 0 ? new Ridge(lambda) : new ElasticNet(lambda, ratio),
            Standardize = isScaled ? StandardizeKind.Population : StandardizeKind.None,
            ClassWeight = golden.Has("class_weight") ? ClassWeight.Balanced : ClassWeight.None,
        });
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.True(model.Solver.DualityGap <= 1e-8, $"gap {model.Solver.DualityGap}");
        Assert.Null(model.Covariance);
        var (classes, columns) = (golden["classes"].Texts, golden["columns"].Texts);
        Assert.Equal(classes, model.Classes);
        for (var k = 0; k < classes.Length; k++)
            for (var j = 0; j < columns.Length; j++)
            {
                var line = model[classes[k], columns[j]];
                Near.Mixed(golden["coefficients"].Items.ElementAt(k).Numbers[j], line.ScaledEstimate ?? 0, 1e-6, $"{classes[k]}: {columns[j]}");
                if (golden["coefficients"].Items.ElementAt(k).Numbers[j] == 0 && ratio > 0) Assert.Equal(0, line.Estimate);
            }
        // The reference centres the intercepts of the scaled columns, the table those of the columns as they are.
        var intercepts = classes.Select(label => model[label, LogisticModel.InterceptTerm].ScaledEstimate!.Value).ToArray();
        for (var k = 0; k < classes.Length; k++) Near.Mixed(golden["intercepts"].Numbers[k], intercepts[k] - intercepts.Average(), 1e-6, $"intercept of {classes[k]}");
        Near.Absolute(0, classes.Sum(label => model[label, LogisticModel.InterceptTerm].Estimate!.Value), 1e-9);
        if (golden.Has("objective_value")) Near.Relative(golden["objective_value"].Number, model.Statistics.Objective / lambda, 1e-10, "objective");
        if (!golden.Has("class_weight")) Near.Absolute(golden["log_loss"].Number, model.TrainingLogLoss, 1e-8);
        if (!golden.Has("class_weight")) Near.Absolute(golden["accuracy"].Number, model.TrainingAccuracy, 1e-12);
        var p = model.Probabilities(table);
        foreach (var (expected, i) in golden["probability_first5"].Items.Select((row, i) => (row.Numbers, i)))
            for (var k = 0; k < expected.Length; k++) Near.Absolute(expected[k], p[i * expected.Length + k], 1e-7, $"probability {i}, {k}");
    }

    [Theory]
    [MemberData(nameof(OfGlmnet))]
    public void No_objective_of_glmnet_is_lower(string file)
    {
        var c = ClassCase.Load(file);
        var golden = c.Golden;
        var isMore = file.StartsWith("more/", StringComparison.Ordinal);
        string[] columns = isMore ? golden["columns"].Texts : golden["terms"].Texts;
        var response = isMore ? golden["response"].Text : c.Formula.Split(" ~")[0];
        var (alpha, isScaled, isGrouped) = (golden["alpha"].Number, golden["standardize"].Flag, golden.Has("grouped") && golden["grouped"].Flag);
        var at = golden["lambda"].Numbers;
        for (var l = 0; l < at.Length; l++)
        {
            IPenalty penalty = isGrouped ? new GroupLasso(at[l], alpha, bySize: false) : alpha == 0 ? new Ridge(at[l]) : new ElasticNet(at[l], alpha);
            var model = MultinomialRegression.Fit(c.Table, $"{response} ~ .", new FitOptions { Penalty = penalty, Standardize = isScaled ? StandardizeKind.Population : StandardizeKind.None });
            Assert.Equal(SolverStatus.Converged, model.Solver.Status);
            Assert.True(model.Solver.DualityGap <= 1e-8, $"gap {model.Solver.DualityGap}");
            var theirs = golden["beta"].Items.ElementAt(l);
            double[][] beta = isMore ? [.. theirs.Items.Select(row => row.Numbers)] : [.. model.Classes.Select(label => theirs[label].Numbers)];
            var intercepts = golden[isMore ? "a0" : "intercept"].Items.ElementAt(l).Numbers;
            var scale = columns.Select(name => model[model.Classes[0], name].Scale ?? 1).ToArray();
            Assert.True(model.Statistics.Objective <= ObjectiveOf(c.Table, response, columns, model.Classes, beta, intercepts, scale, at[l], alpha, isGrouped) + 1e-10);
            // With α = 0 glmnet's first λ stands for ∞.
            if (alpha == 0 && l == 0 && !isMore) continue;
            var largest = beta.Max(row => row.Max(Math.Abs));
            for (var k = 0; k < beta.Length; k++)
                for (var j = 0; j < columns.Length; j++) Near.Absolute(beta[k][j], model[model.Classes[k], columns[j]].Estimate!.Value, 1e-3 * largest + 1e-12, $"λ {at[l]}, {model.Classes[k]}: {columns[j]}");
        }
    }

    [Fact]
    public void One_versus_rest_is_that_of_scikit_learn()
    {
        var c = ClassCase.Load("more/golden/sklearn_iris_ovr_l2.json");
        var fits = OneVsRest.Fit(c.Table, "species ~ .", new FitOptions { Penalty = new Ridge(1 / (c.Golden["C"].Number * c.Table.Rows)), Standardize = StandardizeKind.Population });
        Assert.Equal(c.Golden["classes"].Texts, fits.Classes);
        for (var k = 0; k < fits.Classes.Count; k++)
        {
            Near.Mixed(c.Golden["intercepts"].Numbers[k], fits.Models[k].Coefficients[0].ScaledEstimate!.Value, 1e-8);
            foreach (var (expected, line) in c.Golden["coefficients"].Items.ElementAt(k).Numbers.Zip(fits.Models[k].Coefficients.Skip(1))) Near.Mixed(expected, line.ScaledEstimate!.Value, 1e-8, line.Term);
        }
        var p = fits.Probabilities(c.Table);
        foreach (var (expected, i) in c.Golden["probability_first5"].Items.SelectMany(row => row.Numbers).Select((value, i) => (value, i))) Near.Absolute(expected, p[i], 1e-8);
        Near.Absolute(c.Golden["accuracy"].Number, fits.Evaluate(c.Table).Accuracy, 1e-12);
        Near.Absolute(c.Golden["log_loss"].Number, fits.Evaluate(c.Table).LogLoss, 1e-8);
    }

    [Fact]
    public void Terms_are_dropped_by_the_likelihood_ratio()
    {
        var c = ClassCase.Load("more/golden/multinom_housing.json");
        var model = MultinomialRegression.Fit(c.Table, "Sat ~ Infl + Type + Cont", c.Options);
        var analysis = new ClassAnalysis(model, c.Table);
        var smaller = MultinomialRegression.Fit(c.Table, "Sat ~ Infl + Type", c.Options);
        var test = analysis.Drop().Single(t => t.Name == "Cont");
        Assert.Equal(2, test.DegreesOfFreedom);
        Near.Relative(2 * (model.Statistics.LogLikelihood - smaller.Statistics.LogLikelihood), test.LikelihoodRatio, 1e-9);
        Near.Relative(smaller.Statistics.Aic!.Value, test.Aic!.Value, 1e-12);
        var all = analysis.Global();
        Near.Relative(model.Statistics.NullDeviance - model.Statistics.Deviance, all.LikelihoodRatio, 1e-9);
        Assert.Equal(12, all.DegreesOfFreedom);
        Assert.Throws<NoAnswerException>(() => analysis.ProportionalOdds());
        Assert.Throws<NoAnswerException>(() => new ClassAnalysis(MultinomialRegression.Fit(c.Table, "Sat ~ Infl", c.Options with { Penalty = new Ridge(0.1) }), c.Table));
    }

    /// <summary>The stated objective at given coefficients, by nothing but its definition.</summary>
    private static double ObjectiveOf(Table table, string response, string[] columns, IReadOnlyList<string> classes, double[][] beta, double[] intercepts, double[] scale, double lambda, double alpha, bool isGrouped)
    {
        var x = columns.Select(name => ((NumericColumn)table[name]).Values.ToArray()).ToArray();
        var loss = 0.0;
        for (var i = 0; i < table.Rows; i++)
        {
            var eta = beta.Select((row, k) => intercepts[k] + row.Select((b, j) => b * x[j][i]).Sum()).ToArray();
            var own = Enumerable.Range(0, classes.Count).Single(k => classes[k] == table[response].TextAt(i));
            loss += Math.Log(eta.Sum(e => Math.Exp(e - eta.Max()))) + eta.Max() - eta[own];
        }
        var penalty = 0.0;
        for (var j = 0; j < columns.Length; j++)
        {
            var b = beta.Select(row => row[j] * scale[j]).ToArray();
            penalty += (isGrouped ? alpha * Math.Sqrt(b.Sum(v => v * v)) : alpha * b.Sum(Math.Abs)) + (1 - alpha) / 2 * b.Sum(v => v * v);
        }
        return loss / table.Rows + lambda * penalty;
    }

    private static Table Divided(Table table, string target, double by) => by == 1 ? table
        : new Table([.. table.Columns.Select(column => column.Name == target ? column : new NumericColumn(column.Name, ((NumericColumn)column).Values.ToArray().Select(v => v / by).ToArray()))]);
}
