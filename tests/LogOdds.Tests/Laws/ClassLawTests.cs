using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Laws;

/// <summary>What holds of fits of several classes whatever the data.</summary>
public class ClassLawTests
{
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));
    private static readonly Table Penguins = TableReader.Read(Repository.Sample("penguins.csv"));
    private static readonly Table Housing = TableReader.Read(Path.Combine(Golden.Folder, "more/data/housing.csv"));

    [Fact]
    public void Two_classes_are_the_binary_fit()
    {
        const string formula = "low ~ age + lwt + race + smoke";
        var binary = LogisticRegression.Fit(Births, formula);
        var (multinomial, ordinal) = (MultinomialRegression.Fit(Births, formula), OrdinalRegression.Fit(Births, formula));
        foreach (var line in binary.Coefficients)
        {
            var own = multinomial["1", line.Term];
            Near.Relative(line.Estimate!.Value, own.Estimate!.Value, 1e-9, line.Term);
            Near.Relative(line.StandardError!.Value, own.StandardError!.Value, 1e-9, line.Term);
            Near.Relative(line.P!.Value, own.P!.Value, 1e-7, line.Term);
            var isIntercept = line.Term == LogisticModel.InterceptTerm;
            var ordered = ordinal[null, isIntercept ? "0|1" : line.Term];
            Near.Relative(line.Estimate.Value, isIntercept ? -ordered.Estimate!.Value : ordered.Estimate!.Value, 1e-9, line.Term);
            Near.Relative(line.StandardError.Value, ordered.StandardError!.Value, 1e-9, line.Term);
        }
        foreach (var model in new[] { multinomial, ordinal })
        {
            Near.Relative(binary.Statistics.LogLikelihood, model.Statistics.LogLikelihood, 1e-12);
            Near.Relative(binary.Statistics.NullDeviance, model.Statistics.NullDeviance, 1e-12);
            Near.Relative(binary.Statistics.Bic!.Value, model.Statistics.Bic!.Value, 1e-12);
            Near.Relative(binary.Training.Accuracy, model.TrainingAccuracy, 1e-12);
            var (one, two) = (binary.Probability(Births), model.Probabilities(Births));
            for (var i = 0; i < one.Length; i++) Near.Absolute(one[i], two[2 * i + 1], 1e-10);
        }
    }

    [Fact]
    public void A_ridge_on_two_classes_is_the_binary_ridge_of_twice_the_strength()
    {
        // The symmetric coding halves each slope, and the squares of both halves sum to half the square.
        var binary = LogisticRegression.Fit(Births, "low ~ age + lwt", new FitOptions { Penalty = new Ridge(0.01), Standardize = StandardizeKind.Population });
        var model = MultinomialRegression.Fit(Births, "low ~ age + lwt", new FitOptions { Penalty = new Ridge(0.02), Standardize = StandardizeKind.Population });
        foreach (var line in binary.Coefficients) Near.Relative(line.Estimate!.Value, model["1", line.Term].Estimate!.Value - model["0", line.Term].Estimate!.Value, 1e-9, line.Term);
    }

    [Fact]
    public void The_order_of_the_classes_changes_no_probability()
    {
        const string formula = "species ~ bill_length_mm + sex";
        var model = MultinomialRegression.Fit(Penguins, formula);
        var other = MultinomialRegression.Fit(Penguins, formula, new FitOptions { Reference = "Gentoo" });
        Assert.Equal(["Gentoo", "Adelie", "Chinstrap"], other.Classes);
        Near.Relative(model.Statistics.LogLikelihood, other.Statistics.LogLikelihood, 1e-12);
        foreach (var term in model.Encoding.Terms)
            Near.Mixed(model["Chinstrap", term].Estimate!.Value - model["Gentoo", term].Estimate!.Value, other["Chinstrap", term].Estimate!.Value, 1e-8, term);
        AssertSame(model, other, Penguins, 1e-8);

        var (ridge, turned) = (new FitOptions { Penalty = new Ridge(0.01) }, new FitOptions { Penalty = new Ridge(0.01), Reference = "Gentoo" });
        AssertSame(MultinomialRegression.Fit(Penguins, formula, ridge), MultinomialRegression.Fit(Penguins, formula, turned), Penguins, 1e-8);
    }

    [Fact]
    public void Turning_the_order_of_ordered_classes_turns_the_signs()
    {
        var options = new FitOptions { Weights = "Freq", Levels = ["Low", "Medium", "High"] };
        var model = OrdinalRegression.Fit(Housing, "Sat ~ Infl + Type + Cont", options);
        var turned = OrdinalRegression.Fit(Housing, "Sat ~ Infl + Type + Cont", options with { Levels = ["High", "Medium", "Low"] });
        foreach (var term in model.Encoding.Terms) Near.Relative(model[null, term].Estimate!.Value, -turned[null, term].Estimate!.Value, 1e-9, term);
        Near.Relative(model[null, "Low|Medium"].Estimate!.Value, -turned[null, "Medium|Low"].Estimate!.Value, 1e-9);
        Near.Relative(model[null, "Low|Medium"].StandardError!.Value, turned[null, "Medium|Low"].StandardError!.Value, 1e-9);
    }

    [Theory]
    [InlineData(ClassModelKind.Multinomial)]
    [InlineData(ClassModelKind.Ordinal)]
    public void Weights_are_repeated_rows(ClassModelKind kind)
    {
        var counts = ((NumericColumn)Housing["Freq"]).Values.ToArray();
        var repeated = Housing.Select([.. counts.SelectMany((count, row) => Enumerable.Repeat(row, (int)count))]);
        ClassModel Fit(Table table, string? weights) => kind == ClassModelKind.Ordinal
            ? OrdinalRegression.Fit(table, "Sat ~ Infl + Cont", new FitOptions { Weights = weights, WeightKind = weights is null ? WeightKind.Precision : WeightKind.Frequency, Levels = ["Low", "Medium", "High"] })
            : MultinomialRegression.Fit(table, "Sat ~ Infl + Cont", new FitOptions { Weights = weights, WeightKind = weights is null ? WeightKind.Precision : WeightKind.Frequency });
        var (weighted, plain) = (Fit(Housing, "Freq"), Fit(repeated, null));
        foreach (var (a, b) in weighted.Coefficients.Zip(plain.Coefficients))
        {
            Near.Mixed(a.Estimate!.Value, b.Estimate!.Value, 1e-9, a.Term);
            Near.Relative(a.StandardError!.Value, b.StandardError!.Value, 1e-9, a.Term);
        }
        Near.Relative(weighted.Statistics.LogLikelihood, plain.Statistics.LogLikelihood, 1e-12);
        Near.Relative(weighted.Statistics.Bic!.Value, plain.Statistics.Bic!.Value, 1e-12);
        Near.Relative(weighted.TrainingAccuracy, plain.TrainingAccuracy, 1e-12);
    }

    [Theory]
    [InlineData(ClassModelKind.Multinomial)]
    [InlineData(ClassModelKind.Ordinal)]
    public void Results_do_not_depend_on_threads(ClassModelKind kind)
    {
        var table = Made(20_000, 12, 4);
        foreach (var penalty in new IPenalty[] { new NoPenalty(), new Ridge(0.01) })
        {
            ClassModel Fit(int threads) => kind == ClassModelKind.Ordinal
                ? OrdinalRegression.Fit(table, "y ~ .", new FitOptions { Threads = threads, Penalty = penalty })
                : MultinomialRegression.Fit(table, "y ~ .", new FitOptions { Threads = threads, Penalty = penalty });
            var (one, two) = (Fit(1), Fit(2));
            Assert.Equal(one.Coefficients, two.Coefficients);
            Assert.Equal(one.Statistics, two.Statistics);
        }
    }

    [Fact]
    public void Every_solver_finds_the_same_minimum()
    {
        var table = Made(3000, 30, 5);
        var options = new FitOptions { Penalty = new Ridge(0.01) };
        var newton = MultinomialRegression.Fit(table, "y ~ .", options with { Solver = new Newton() });
        foreach (var model in new[]
        {
            MultinomialRegression.Fit(table, "y ~ .", options with { Solver = new Lbfgs { Tolerance = 1e-11 } }),
            MultinomialRegression.Fit(table, "y ~ .", options with { Penalty = new ElasticNet(0.01, 0) }),
        })
            foreach (var (a, b) in newton.Coefficients.Zip(model.Coefficients)) Near.Absolute(a.Estimate!.Value, b.Estimate!.Value, 1e-8, $"{model.Solver.Name}, {a.Class}: {a.Term}");
        // The slopes of a symmetric ridge sum to 0 over the classes.
        foreach (var term in newton.Encoding.Terms) Near.Absolute(0, newton.Classes.Sum(label => newton[label, term].Estimate!.Value), 1e-10, term);
    }

    [Fact]
    public void Balanced_classes_count_the_same()
    {
        var model = MultinomialRegression.Fit(Penguins, "species ~ bill_length_mm", new FitOptions { ClassWeight = ClassWeight.Balanced });
        Near.Relative(model.Rows.Used * Math.Log(3) * 2, model.Statistics.NullDeviance, 1e-12);
        Assert.Null(model.Covariance);
        Assert.Contains(model.Warnings, warning => warning.Code == "class-weight");
    }

    [Fact]
    public void A_model_without_columns_has_the_shares_of_the_classes()
    {
        var table = Penguins;
        foreach (var model in new[] { MultinomialRegression.Fit(table, "species ~ 1"), OrdinalRegression.Fit(table, "species ~ 1") })
        {
            var p = model.Probabilities();
            for (var k = 0; k < 3; k++) Near.Relative(model.Rows.ByClass[k] / (double)model.Rows.Used, p[k], 1e-12);
            Near.Absolute(0, model.Statistics.NullDeviance - model.Statistics.Deviance, 1e-9);
        }
    }

    [Fact]
    public void Separated_classes_are_told_and_have_no_errors()
    {
        var iris = TableReader.Read(Repository.Sample("iris.csv"));
        foreach (var model in new[] { MultinomialRegression.Fit(iris, "species ~ ."), OrdinalRegression.Fit(iris, "species ~ petal_length + petal_width", new FitOptions()) })
        {
            if (model.Kind == ClassModelKind.Ordinal && model.Solver.Status == SolverStatus.Converged) continue;
            Assert.Equal(SolverStatus.Separated, model.Solver.Status);
            Assert.Null(model.Covariance);
            Assert.All(model.Coefficients, line => Assert.Null(line.StandardError));
            Assert.Contains(model.Warnings, warning => warning.Code == "separation" && warning.Terms.Count > 0);
            Assert.Null(model.Statistics.Aic);
        }
    }

    [Fact]
    public void Columns_far_from_0_and_of_other_units_change_nothing_else()
    {
        var moved = new Table([.. Penguins.Columns.Select(column => column.Name == "body_mass_g" ? new NumericColumn(column.Name, ((NumericColumn)column).Values.ToArray().Select(v => 1e5 + v / 1000).ToArray()) : column)]);
        foreach (var fit in new Func<Table, ClassModel>[] { t => MultinomialRegression.Fit(t, "island ~ body_mass_g + sex"), t => OrdinalRegression.Fit(t, "island ~ body_mass_g + sex") })
        {
            var (model, other) = (fit(Penguins), fit(moved));
            Near.Relative(model.Statistics.LogLikelihood, other.Statistics.LogLikelihood, 1e-10);
            foreach (var (a, b) in model.Coefficients.Zip(other.Coefficients).Where(pair => pair.First.Term == "body_mass_g"))
            {
                Near.Relative(1000 * a.Estimate!.Value, b.Estimate!.Value, 1e-6);
                Near.Relative(1000 * a.StandardError!.Value, b.StandardError!.Value, 1e-6);
            }
        }
    }

    [Fact]
    public void A_model_reads_back_from_its_file_bit_for_bit()
    {
        var options = new FitOptions { Weights = "Freq", Levels = ["Low", "Medium", "High"] };
        foreach (var model in new[]
        {
            OrdinalRegression.Fit(Housing, "Sat ~ Infl * Type + Cont", options), MultinomialRegression.Fit(Housing, "Sat ~ Infl + Type", options with { Levels = [], Reference = "Medium" }),
            MultinomialRegression.Fit(Penguins, "species ~ log(bill_length_mm) + sex", new FitOptions { Penalty = new ElasticNet(0.01, 0.5) }), MultinomialRegression.Fit(Births, "low ~ age"),
        })
        {
            var stream = new MemoryStream();
            ModelFile.Save(model, stream);
            stream.Position = 0;
            var read = ModelFile.LoadClasses(stream);
            Assert.Equal(model.Coefficients, read.Coefficients);
            Assert.Equal(model.Statistics, read.Statistics);
            Assert.Equal(model.Classes, read.Classes);
            Assert.Equal(model.Summary().ToString(), read.Summary().ToString());
            var table = model.Encoding.Response.Column == "Sat" ? Housing : model.Encoding.Response.Column == "low" ? Births : Penguins;
            Assert.Equal(model.Probabilities(table), read.Probabilities(table));
            stream.Position = 0;
            Assert.Contains("several classes", Assert.Throws<UnusableDataException>(() => ModelFile.Load(stream)).Message);
        }
        var binary = new MemoryStream();
        ModelFile.Save(LogisticRegression.Fit(Births, "low ~ age"), binary);
        binary.Position = 0;
        Assert.Throws<UnusableDataException>(() => ModelFile.LoadClasses(binary));
    }

    [Fact]
    public void What_cannot_be_fitted_is_said()
    {
        string Problem(Func<ClassModel> fit) => Assert.ThrowsAny<Exception>(fit).Message;
        Assert.Contains("no class 'Emperor'", Problem(() => MultinomialRegression.Fit(Penguins, "species ~ sex", new FitOptions { Reference = "Emperor" })));
        Assert.Contains("not among the levels", Problem(() => OrdinalRegression.Fit(Penguins, "species ~ sex", new FitOptions { Levels = ["Adelie", "Gentoo"] })));
        Assert.Contains("given twice", Problem(() => OrdinalRegression.Fit(Penguins, "species ~ sex", new FitOptions { Levels = ["Adelie", "Gentoo", "Chinstrap", "Adelie"] })));
        Assert.Contains("thresholds", Problem(() => OrdinalRegression.Fit(Penguins, "species ~ 0 + body_mass_g")));
        Assert.Contains("two classes", Problem(() => MultinomialRegression.Fit(Penguins, "species ~ sex", new FitOptions { Positive = "Gentoo" })));
        Assert.Contains("same to every class", Problem(() => MultinomialRegression.Fit(Penguins, "species ~ sex + offset(year)")));
        Assert.Contains("different values", Problem(() => MultinomialRegression.Fit(Made(2000, 2, 2), "x0 ~ x1")));
        Assert.Contains("always", Problem(() => MultinomialRegression.Fit(Penguins.Where("species", "Adelie"), "species ~ sex")));
    }

    [Fact]
    public void Rows_that_miss_a_value_have_no_probabilities()
    {
        var model = MultinomialRegression.Fit(Penguins, "species ~ body_mass_g");
        var table = new Table([new NumericColumn("body_mass_g", new[] { 4000, NumericColumn.Missing, 5000 })]);
        var p = model.Probabilities(table);
        Assert.All(p[3..6], value => Assert.True(double.IsNaN(value)));
        Near.Relative(1, p[..3].Sum(), 1e-14);
        Assert.Null(model.Classify(table)[1]);
        Assert.Equal(p[..3], model.Probabilities(4000));
    }

    private static void AssertSame(ClassModel model, ClassModel other, Table table, double tolerance)
    {
        var (p, q, n) = (model.Probabilities(table), other.Probabilities(table), model.Classes.Count);
        for (var row = 0; row < table.Rows; row++)
            for (var k = 0; k < n; k++) Near.Absolute(p[row * n + k], q[row * n + other.Classes.ToList().IndexOf(model.Classes[k])], tolerance, $"row {row}");
    }

    /// <summary>Rows of which the classes hang on some columns, loosely.</summary>
    private static Table Made(int rows, int columns, int classes)
    {
        var random = new Random(5);
        var x = Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, rows).Select(_ => 2 * random.NextDouble() - 1).ToArray()).ToArray();
        double[] y = [.. Enumerable.Range(0, rows).Select(i => Math.Clamp(Math.Floor(classes * (0.5 + 0.2 * (x[0][i] - x[1][i])) + 2 * random.NextDouble() - 1), 0, classes - 1))];
        return new Table([new NumericColumn("y", y), .. x.Select((column, j) => new NumericColumn($"x{j}", column))]);
    }
}
