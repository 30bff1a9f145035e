using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;
using LogOdds.Tests.Models;

namespace LogOdds.Tests.Selection;

/// <summary>Paths and cross-validation of several classes against glmnet, single fits and the paths of two classes.</summary>
public class ClassPathTests
{
    public static TheoryData<string> Paths => [.. ClassCase.Files("glmnet_*multinomial*.json").Where(file => file.StartsWith("more/", StringComparison.Ordinal))];

    private static readonly Table Penguins = TableReader.Read(Repository.Sample("penguins.csv"));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Strengths_and_deviances_are_those_of_glmnet_and_no_objective_of_its_is_lower(string file)
    {
        var c = ClassCase.Load(file);
        var golden = c.Golden;
        var path = MultinomialRegression.FitPath(c.Table, $"{golden["response"].Text} ~ .", new PathOptions { Penalty = PenaltyOf(golden), Count = 50, Fit = FitOf(golden) });
        var (lambdas, ratios, theirs) = (golden["all_lambda"].Numbers, golden["all_deviance_ratio"].Numbers, golden["all_df"].Numbers);
        Assert.Equal(lambdas.Length, path.Points.Count);
        Near.Relative(golden["null_deviance"].Number, path.NullDeviance, 1e-10);
        for (var k = 0; k < lambdas.Length; k++)
        {
            var point = path.Points[k];
            Near.Relative(lambdas[k], point.Lambda, 1e-8, $"λ {k}");
            Assert.True(point.IsConverged && point.DualityGap <= 1e-8, $"λ {k}: gap {point.DualityGap}");
            // glmnet says of its first ridge that λ is finite, but has fitted one beyond all numbers.
            if (k > 0 || golden["alpha"].Number > 0) Near.Absolute(ratios[k], point.DevianceRatio, 1e-5, $"deviance ratio {k}");
            Near.Absolute(0, point.Intercepts.Sum(), 1e-9);
            Assert.True(Math.Abs(theirs[k] - point.Coefficients.Select(slope => slope.Column).Distinct().Count()) <= 1);
        }
        var (scale, columns) = (path.ModelAt(1), golden["columns"].Texts);
        foreach (var (at, l) in golden["at"].Numbers.Select((at, l) => ((int)at - 1, l)))
        {
            double[][] beta = [.. golden["beta"].Items.ElementAt(l).Items.Select(row => row.Numbers)];
            double[] scales = [.. columns.Select(name => golden["standardize"].Flag ? scale[path.Classes[0], name].Scale!.Value : 1)];
            var least = ObjectiveOf(c.Table, golden["response"].Text, columns, path.Classes, beta, golden["a0"].Items.ElementAt(l).Numbers, scales, PenaltyOf(golden).WithLambda(lambdas[at]));
            Assert.True(path.Points[at].Objective <= least + 1e-10, $"λ {at}: {path.Points[at].Objective} > {least}");
        }
    }

    [Fact]
    public void Means_errors_and_choices_are_those_of_cv_glmnet()
    {
        var c = ClassCase.Load("more/golden/cv_wine_multinomial_deviance.json");
        var golden = c.Golden;
        var cv = CrossValidate(c, CrossValidationMeasure.Deviance);
        var (means, errors) = (golden["cv_mean"].Numbers, golden["cv_se"].Numbers);
        Assert.Equal(means.Length, cv.Best.Points.Count);
        for (var k = 0; k < means.Length; k++)
        {
            Near.Relative(means[k], cv.Best.Points[k].Mean, 1e-5, $"mean {k}");
            Near.Relative(errors[k], cv.Best.Points[k].StandardError, 1e-5, $"error {k}");
        }
        Assert.Equal(golden["lambda_min"].Number, cv.Best.Points[cv.Best.BestIndex].Lambda);
        Assert.Equal(golden["lambda_1se"].Number, cv.Best.Points[cv.Best.OneStandardErrorIndex].Lambda);
        Assert.Equal(golden["n_nonzero"].Numbers, cv.Paths[0].Points.Select(point => MedianByClass(point, cv.Classes)));
    }

    [Theory]
    [InlineData(CrossValidationMeasure.Deviance)]
    [InlineData(CrossValidationMeasure.ClassError)]
    [InlineData(CrossValidationMeasure.Brier)]
    public void Measures_are_those_of_the_probabilities_of_rows_held_out(CrossValidationMeasure measure)
    {
        var cv = CrossValidate(ClassCase.Load("more/golden/cv_wine_multinomial_deviance.json"), measure);
        var (p, table, classes) = (cv.HeldOutProbabilities(), Wine(), cv.Classes);
        var sum = 0.0;
        for (var i = 0; i < table.Rows; i++)
        {
            var own = Enumerable.Range(0, classes.Count).Single(k => classes[k] == table["cultivar"].TextAt(i));
            var row = p.AsSpan(i * classes.Count, classes.Count);
            sum += measure switch
            {
                CrossValidationMeasure.Deviance => -2 * Math.Log(Math.Clamp(row[own], 1e-5, 1 - 1e-5)),
                CrossValidationMeasure.ClassError => row.IndexOf(row.ToArray().Max()) == own ? 0 : 1,
                _ => row.ToArray().Select((value, k) => Math.Pow((k == own ? 1 : 0) - value, 2)).Sum(),
            };
        }
        Near.Relative(sum / table.Rows, cv.Chosen.Mean, 1e-10);
        var model = cv.Model();
        Assert.Equal(cv.Chosen.Lambda, model.Objective.Lambda);
        Assert.True(model.Evaluate(table).Accuracy > 0.97);
    }

    [Fact]
    public void The_model_of_a_point_has_its_coefficients()
    {
        var path = MultinomialRegression.FitPath(Penguins, "species ~ .", new PathOptions { Penalty = new ElasticNet(0, 0.7), Count = 20 });
        var point = path.Points[12];
        var model = path.ModelAt(12);
        Assert.Equal(["Adelie", "Chinstrap", "Gentoo"], path.Classes);
        foreach (var (label, k) in path.Classes.Select((label, k) => (label, k)))
        {
            Near.Mixed(model[label, LogisticModel.InterceptTerm].Estimate!.Value, point.Intercepts[k], 1e-6);
            foreach (var term in path.Encoding.Terms) Near.Mixed(model[label, term].Estimate!.Value, point[label, term], 1e-6, $"{label}: {term}");
        }
        Near.Relative(model.Statistics.Objective, point.Objective, 1e-10);
        Near.Relative(model.Statistics.Deviance, point.Deviance, 1e-7);
        Near.Relative(model.Statistics.NullDeviance, path.NullDeviance, 1e-12);
        Assert.InRange(point.DegreesOfFreedom!.Value, 1, point.NonZero);
        Assert.Null(point.Intercept);
        Assert.Throws<ArgumentOutOfRangeException>(() => path.ModelAt(20));
    }

    [Fact]
    public void Two_classes_with_half_the_slopes_each_are_the_ridge_of_their_log_odds()
    {
        // b/2 and −b/2 have together half the square of b.
        double[] lambdas = [1, 0.1, 0.01];
        PathOptions With(double factor) => new() { Penalty = new ElasticNet(0, 0), Given = [.. lambdas.Select(lambda => factor * lambda)] };
        var classes = MultinomialRegression.FitPath(Penguins, "sex ~ bill_length_mm + bill_depth_mm + body_mass_g", With(1));
        var two = LogisticRegression.FitPath(Penguins, "sex ~ bill_length_mm + bill_depth_mm + body_mass_g", With(0.5));
        for (var k = 0; k < lambdas.Length; k++)
        {
            Near.Relative(two.Points[k].Deviance, classes.Points[k].Deviance, 1e-9);
            Near.Relative(two.Points[k].DegreesOfFreedom!.Value, classes.Points[k].DegreesOfFreedom!.Value, 1e-6);
            Near.Mixed(two.Points[k].Intercept!.Value, 2 * classes.Points[k].Intercepts[1], 1e-7);
            foreach (var term in two.Encoding.Terms)
            {
                Near.Mixed(two.Points[k][term], 2 * classes.Points[k]["male", term], 1e-7);
                Near.Mixed(two.Points[k][term], -2 * classes.Points[k]["female", term], 1e-7);
            }
        }
    }

    [Fact]
    public void Columns_without_penalty_are_fitted_where_the_path_begins()
    {
        var fit = new FitOptions { Standardize = StandardizeKind.Population, TermPenalties = new Dictionary<string, TermPenalty> { ["body_mass_g"] = new() { Factor = 0 } } };
        var path = MultinomialRegression.FitPath(Penguins, "island ~ bill_length_mm + bill_depth_mm + body_mass_g", new PathOptions { Fit = fit, Count = 10 });
        Assert.All(path.Points, point => Assert.True(point.IsConverged && point.DualityGap <= 1e-8, $"{point.Lambda}: {point.DualityGap}"));
        Assert.Equal(["body_mass_g"], path.Points[0].Coefficients.Select(slope => slope.Term).Distinct());
        Assert.NotEqual(path.Points[0].Coefficients.Count, path.Points[1].Coefficients.Count);
        var alone = MultinomialRegression.Fit(Penguins, "island ~ body_mass_g + I(0*bill_length_mm) + I(0*bill_depth_mm)");
        Near.Relative(alone.Statistics.Deviance, path.Points[0].Deviance, 1e-9);
        // Three slopes, of which two differences matter, and two intercepts.
        var net = MultinomialRegression.FitPath(Penguins, "island ~ bill_length_mm + bill_depth_mm + body_mass_g", new PathOptions { Fit = fit, Count = 5, Penalty = new ElasticNet(0, 0.5) });
        Assert.Equal(2, net.Points[0].DegreesOfFreedom);
        Assert.InRange(net.Points[^1].DegreesOfFreedom!.Value, 5.9, 6);
        Assert.Equal(2, path.Points[0].DegreesOfFreedom);
        Near.Relative(alone.Statistics.Aic!.Value, path.Points[0].Aic!.Value, 1e-9);
    }

    [Fact]
    public void A_model_without_intercept_begins_at_equal_shares()
    {
        var path = MultinomialRegression.FitPath(Penguins, "species ~ bill_length_mm + body_mass_g - 1", new PathOptions { Count = 5 });
        Near.Relative(2 * Penguins.Rows * Math.Log(3), path.NullDeviance, 1e-12);
        Near.Absolute(0, path.Points[0].DevianceRatio, 1e-10);
        Assert.Empty(path.Points[0].Intercepts);
        Assert.Empty(path.Points[0].Coefficients);
    }

    [Fact]
    public void Weights_count_as_equal_rows_and_classes_can_be_balanced()
    {
        var weights = new NumericColumn("w", Enumerable.Range(0, Penguins.Rows).Select(i => (double)(i % 3)).ToArray());
        int[] repeated = [.. Enumerable.Range(0, Penguins.Rows).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        PathOptions With(string? column) => new() { Count = 8, Fit = new FitOptions { Weights = column, Standardize = StandardizeKind.Population, ClassWeight = ClassWeight.Balanced } };
        const string formula = "species ~ bill_length_mm + body_mass_g";
        var (one, other) = (MultinomialRegression.FitPath(new Table([.. Penguins.Columns, weights]), formula, With("w")), MultinomialRegression.FitPath(Penguins.Select(repeated), formula, With(null)));
        for (var k = 0; k < one.Points.Count; k++)
        {
            Near.Relative(other.Points[k].Lambda, one.Points[k].Lambda, 1e-9);
            Near.Relative(other.Points[k].Objective, one.Points[k].Objective, 1e-9);
        }
        Assert.Null(one.Points[3].Aic);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        CrossValidationOptions With(int threads) => new() { Folds = 3, Path = new PathOptions { Count = 8, Fit = new FitOptions { Threads = threads, Standardize = StandardizeKind.Population } } };
        var (one, two) = (MultinomialRegression.CrossValidate(Penguins, "species ~ .", With(1)), MultinomialRegression.CrossValidate(Penguins, "species ~ .", With(2)));
        Assert.Equal(one.Best.Points, two.Best.Points);
        Assert.Equal(one.HeldOutProbabilities(), two.HeldOutProbabilities());
    }

    [Fact]
    public void What_is_of_two_classes_or_cannot_be_measured_is_refused()
    {
        Assert.Contains("two classes", Assert.Throws<ArgumentException>(() => CrossValidate(ClassCase.Load("more/golden/cv_wine_multinomial_deviance.json"), CrossValidationMeasure.Auc)).Message);
        Assert.Throws<ArgumentException>(() => MultinomialRegression.FitPath(Penguins, "species ~ .", new PathOptions { Fit = new FitOptions { AdaptivePower = 1 } }));
        var byClass = new CrossValidationOptions { FoldColumn = "species2" };
        var species = new NumericColumn("species2", Enumerable.Range(0, Penguins.Rows).Select(i => Penguins["species"].TextAt(i) == "Adelie" ? 1.0 : 2).ToArray());
        Assert.Contains("no row is of the class 'Adelie'", Assert.Throws<UnusableDataException>(() => MultinomialRegression.CrossValidate(new Table([.. Penguins.Columns, species]), "species ~ body_mass_g", byClass)).Message);
    }

    private static Table Wine() => ClassCase.Load("more/golden/cv_wine_multinomial_deviance.json").Table;

    private static ClassCrossValidation CrossValidate(ClassCase c, CrossValidationMeasure measure) =>
        MultinomialRegression.CrossValidate(new Table([.. c.Table.Columns, new NumericColumn("fold", c.Golden["fold"].Numbers)]), $"{c.Golden["response"].Text} ~ .", new CrossValidationOptions
        {
            Path = new PathOptions { Given = c.Golden["lambda"].Numbers, Penalty = new ElasticNet(0, c.Golden["alpha"].Number), Fit = FitOf(c.Golden) },
            FoldColumn = "fold",
            Measure = measure,
        });

    private static FitOptions FitOf(Golden golden) => new() { Standardize = golden["standardize"].Flag ? StandardizeKind.Population : StandardizeKind.None };

    private static IProximalPenalty PenaltyOf(Golden golden) => golden["grouped"].Flag ? new GroupLasso(0, golden["alpha"].Number, bySize: false) : new ElasticNet(0, golden["alpha"].Number);

    /// <summary>What cv.glmnet calls the number of columns: the middle one of those of the classes.</summary>
    private static double MedianByClass(PathPoint point, IReadOnlyList<string> classes) =>
        classes.Select(label => (double)point.Coefficients.Count(slope => slope.Class == label)).Order().ElementAt(classes.Count / 2);

    /// <summary>The stated objective at given coefficients, by nothing but its definition.</summary>
    private static double ObjectiveOf(Table table, string response, string[] columns, IReadOnlyList<string> classes, double[][] beta, double[] intercepts, double[] scale, IProximalPenalty penalty)
    {
        var x = columns.Select(name => ((NumericColumn)table[name]).Values.ToArray()).ToArray();
        var loss = 0.0;
        for (var i = 0; i < table.Rows; i++)
        {
            var eta = beta.Select((row, k) => intercepts[k] + row.Select((b, j) => b * x[j][i]).Sum()).ToArray();
            var own = Enumerable.Range(0, classes.Count).Single(k => classes[k] == table[response].TextAt(i));
            loss += Math.Log(eta.Sum(e => Math.Exp(e - eta.Max()))) + eta.Max() - eta[own];
        }
        var on = penalty.On(new PenalizedColumns(columns.Length * classes.Count) { Terms = [.. classes.SelectMany(_ => Enumerable.Range(0, columns.Length))] });
        return loss / table.Rows + on.Value([.. beta.SelectMany(row => row.Zip(scale, (b, s) => b * s))]);
    }
}
