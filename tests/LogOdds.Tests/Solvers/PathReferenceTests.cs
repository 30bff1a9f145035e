using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Solvers;

/// <summary>Paths of glmnet: nowhere is its objective lower than ours.</summary>
public class PathReferenceTests
{
    [Theory]
    [InlineData("golden/glmnet_breast_cancer_alpha1_raw.json")]
    [InlineData("golden/glmnet_breast_cancer_alpha1_standardized.json")]
    [InlineData("golden/glmnet_breast_cancer_alpha0.5_standardized.json")]
    [InlineData("golden/glmnet_pima_alpha1.json")]
    [InlineData("more/golden/glmnet_breast_cancer_alpha1_raw.json")]
    [InlineData("more/golden/glmnet_breast_cancer_alpha1_standardized.json")]
    [InlineData("more/golden/glmnet_breast_cancer_alpha0.5_raw.json")]
    [InlineData("more/golden/glmnet_breast_cancer_alpha0.5_standardized.json")]
    [InlineData("more/golden/glmnet_pima_lasso.json")]
    [InlineData("more/golden/glmnet_pima_box.json")]
    [InlineData("more/golden/glmnet_pima_nonnegative.json")]
    [InlineData("more/golden/glmnet_pima_no_intercept.json")]
    [InlineData("more/golden/glmnet_pima_penalty_factor.json")]
    public void The_objective_of_glmnet_is_nowhere_lower(string file)
    {
        var golden = Golden.Load(file);
        var (problem, names) = Read(golden);
        var hasIntercept = !golden.Has("intercept_fitted") || golden["intercept_fitted"].Flag;
        problem = problem with { HasIntercept = hasIntercept };
        var isScaled = golden["standardize"].Flag;
        // Without intercept glmnet still scales by the standard deviation.
        var deviations = problem.Columns.Select(column => isScaled ? problem.Moments(column).Deviation : 1).ToArray();
        var factors = golden.Has("penalty_factor") ? golden["penalty_factor"].Numbers : [];
        var penalty = new ElasticNet(1, golden["alpha"].Number).On(new PenalizedColumns(names.Length)
        {
            Factors = [.. factors.Select(factor => factor * factors.Length / factors.Sum())],
            Lower = golden.Has("lower_limits") ? golden["lower_limits"].Numbers : [],
            Upper = golden.Has("upper_limits") ? golden["upper_limits"].Numbers : [],
            Stated = deviations,
            Fitted = [.. problem.Columns.Select(column => problem.Moments(column) is var m && hasIntercept ? m.Deviation : Math.Sqrt(m.Deviation * m.Deviation + m.Mean * m.Mean))],
        });
        var objective = problem.Objective();
        var scales = problem.Columns.Select(column => problem.Moments(column) is var m && hasIntercept ? m.Deviation : Math.Sqrt(m.Deviation * m.Deviation + m.Mean * m.Mean)).ToArray();
        var (lambdas, intercepts) = (golden["lambda"].Numbers, golden[golden.Has("a0") ? "a0" : "intercept"].Numbers);
        var betas = golden["beta"].Items.Select(item => item.Numbers).ToArray();
        var path = WorkingSetTests.Path(objective, penalty, lambdas);
        for (var k = 0; k < lambdas.Length; k++)
        {
            var theirs = new double[names.Length + 1];
            theirs[^1] = intercepts[k];
            for (var j = 0; j < names.Length; j++)
            {
                theirs[j] = betas[k][j] * scales[j];
                if (hasIntercept) theirs[^1] += betas[k][j] * problem.Moments(problem.Columns[j]).Mean;
            }
            var value = WorkingSetTests.Evaluate(objective, theirs).Value + penalty.WithLambda(lambdas[k]).Value(theirs.AsSpan(0, names.Length));
            Assert.Equal(SolverStatus.Converged, path[k].Status);
            Assert.InRange(path[k].DualityGap!.Value, 0, 1e-8);
            Assert.InRange(path[k].GradientNorm, 0, 1e-8);
            Assert.InRange(path[k].Objective - value, -1e-5, 1e-10);
            var largest = betas[k].Max(Math.Abs);
            for (var j = 0; j < names.Length; j++) Near.Absolute(betas[k][j], path[k].Coefficients[j] / scales[j], 2e-4 * largest, $"λ {lambdas[k]}, {names[j]}");
        }
    }

    private static (ColumnProblem, string[] Names) Read(Golden golden)
    {
        var names = (golden.Has("terms") ? golden["terms"] : golden["columns"]).Texts;
        var file = golden["data"].Text;
        var table = TableReader.Read(golden.Has("kind") ? Path.Combine(Golden.Folder, "more", "data", file) : Repository.Sample(file));
        var response = table.Columns.First(column => column.Name is "benign" or "target" or "type");
        var y = response is CategoricalColumn factor ? [.. Enumerable.Range(0, table.Rows).Select(i => factor.Levels[factor.Codes[i]] == "Yes" ? 1.0 : 0)] : ((NumericColumn)response).Values.ToArray();
        return (new ColumnProblem([.. names.Select(name => ((NumericColumn)table[name]).Values.ToArray())], y), names);
    }
}
