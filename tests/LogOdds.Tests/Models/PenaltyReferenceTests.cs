using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Models;

/// <summary>Penalised fits against scikit-learn (where many-digit optima stand beside its own numbers) and glmnet.</summary>
public class PenaltyReferenceTests
{
    public static TheoryData<string> ScikitLearn => [.. Directory.GetFiles(Path.Combine(Golden.Folder, "more", "golden"), "sklearn_*.json")
        .Select(path => Path.GetFileName(path)).Where(name => !name.Contains("digits") && !name.Contains("iris") && !name.Contains("wine")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(ScikitLearn))]
    public void The_optimum_is_the_one_to_machine_precision(string file)
    {
        var golden = Golden.Load($"more/golden/{file}");
        var (table, columns) = (Read(golden["data"].Text), golden["columns"].Texts);
        var response = golden["data"].Text switch { "birthwt_weighted.csv" => "low", "make_classification.csv" => "label", _ => "target" };
        var isScaled = golden["standardize"].Text.StartsWith("population", StringComparison.Ordinal);
        var scaled = new Table([.. table.Columns.Select(column => isScaled && columns.Contains(column.Name) ? Scaled((NumericColumn)column) : column)]);
        var ratio = golden["l1_ratio"].Number;
        var lambda = golden["lambda"].Number;
        var classes = golden["class_weights"].Numbers;
        var model = LogisticRegression.Fit(scaled, Formula(response, columns, golden["fit_intercept"].Flag), new FitOptions
        {
            Penalty = ratio == 0 ? new Ridge(lambda) : new ElasticNet(lambda, ratio),
            Weights = golden.Has("sample_weight") ? golden["sample_weight"].Text : null,
            ClassWeight = file.Contains("balanced") ? ClassWeight.Balanced : classes[0] == classes[1] ? ClassWeight.None : ClassWeight.Of(new Dictionary<string, double> { ["0"] = classes[0], ["1"] = classes[1] }),
        });
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.InRange(model.Solver.DualityGap!.Value, 0, 1e-8);
        var (b, expected) = (model.Coefficients.Where(c => c.Term != LogisticModel.InterceptTerm).Select(c => c.Estimate!.Value).ToArray(), golden["coefficients"].Numbers);
        var largest = expected.Max(Math.Abs);
        for (var j = 0; j < b.Length; j++)
        {
            Near.Absolute(expected[j], b[j], 1e-8 * largest, columns[j]);
            Assert.Equal(expected[j] == 0, b[j] == 0);
        }
        if (golden["fit_intercept"].Flag) Near.Absolute(golden["intercept"].Number, model.Coefficients[0].Estimate!.Value, 1e-8 * Math.Max(largest, 1));
        Near.Relative(golden["objective_value"].Number, model.Statistics.Objective / lambda, 1e-10);
    }

    [Theory]
    [InlineData("glmnet_pima_box.json", "type")]
    [InlineData("glmnet_pima_nonnegative.json", "type")]
    [InlineData("glmnet_pima_penalty_factor.json", "type")]
    [InlineData("glmnet_pima_unpenalized.json", "type")]
    [InlineData("glmnet_pima_no_intercept.json", "type")]
    [InlineData("glmnet_birthwt_weights_offset.json", "low")]
    public void Terms_and_bounds_are_those_of_glmnet(string file, string response)
    {
        var golden = Golden.Load($"more/golden/{file}");
        var (columns, terms) = (golden["columns"].Texts, new Dictionary<string, TermPenalty>());
        var formula = Formula(response, [.. columns.Where(c => !c.StartsWith("race", StringComparison.Ordinal))], golden["intercept_fitted"].Flag) + (columns.Contains("raceother") ? " + race" : "");
        for (var j = 0; j < columns.Length; j++)
        {
            var factors = golden.Has("penalty_factor") ? golden["penalty_factor"].Numbers : null;
            var factor = factors is null ? 1 : factors[j] * factors.Length / factors.Sum();
            terms[columns[j]] = new TermPenalty
            {
                Factor = factor,
                Lower = golden.Has("lower_limits") ? golden["lower_limits"].Numbers[j] : double.NegativeInfinity,
                Upper = golden.Has("upper_limits") ? golden["upper_limits"].Numbers[j] : double.PositiveInfinity,
            };
        }
        var (lambdas, betas, intercepts) = (golden["lambda"].NumbersOrOne, golden["beta"].Items.Select(item => item.Numbers).ToArray(), golden["a0"].NumbersOrOne);
        for (var k = 0; k < lambdas.Length; k++)
        {
            var model = LogisticRegression.Fit(Read(golden["data"].Text), formula, new FitOptions
            {
                Penalty = new ElasticNet(lambdas[k], golden["alpha"].Number),
                TermPenalties = terms.Values.All(term => term == new TermPenalty()) ? new Dictionary<string, TermPenalty>() : lambdas[k] == 0 ? new Dictionary<string, TermPenalty>() : terms,
                Standardize = golden["standardize"].Flag ? StandardizeKind.Population : StandardizeKind.None,
                Weights = golden.Has("weights") ? golden["weights"].Text : null,
                Offset = golden.Has("offset") ? golden["offset"].Text : null,
            });
            Assert.Equal(SolverStatus.Converged, model.Solver.Status);
            if (lambdas[k] > 0) Assert.InRange(model.Solver.DualityGap!.Value, 0, 1e-8);
            var largest = betas[k].Max(Math.Abs);
            for (var j = 0; j < columns.Length; j++)
                Near.Absolute(betas[k][j], model[columns[j].StartsWith("race", StringComparison.Ordinal) ? $"race[{columns[j][4..]}]" : columns[j]].Estimate!.Value, 1e-5 * largest, $"λ = {lambdas[k]}, {columns[j]}");
            if (golden["intercept_fitted"].Flag) Near.Relative(intercepts[k], model.Coefficients[0].Estimate!.Value, 1e-5);
        }
    }

    private static Table Read(string file) => TableReader.Read(Path.Combine(Golden.Folder, "more", "data", file));

    private static string Formula(string response, string[] columns, bool hasIntercept) => $"{response} ~ {string.Join(" + ", columns.Select(name => $"`{name}`"))}{(hasIntercept ? "" : " - 1")}";

    private static NumericColumn Scaled(NumericColumn column)
    {
        var values = column.Values.ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(x => (x - mean) * (x - mean)));
        return new NumericColumn(column.Name, values.Select(x => (x - mean) / deviation).ToArray());
    }
}
