using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;
using LogOdds.Tests.Models;

namespace LogOdds.Tests.Inference;

/// <summary>The profile of a coefficient against its definition: fits of the others with the held one as an offset.</summary>
public class ProfileTests
{
    private static readonly double[] ErrorsAway = [-4, -2, -1, -0.3, 0, 0.3, 1, 2, 4];

    [Theory]
    [InlineData("study_hours_16.csv", "passed", "hours")]
    [InlineData("exam_marks.csv", "admitted", "exam1", "exam2")]
    [InlineData("birthwt.csv", "low", "age", "lwt", "smoke", "ht")]
    public void It_is_the_rise_of_the_deviance_of_a_fit_with_the_coefficient_as_an_offset(string file, string response, params string[] columns)
    {
        var table = TableReader.Read(Repository.Sample(file));
        var model = LogisticRegression.Fit(table, $"{response} ~ {string.Join(" + ", columns)}");
        var analysis = new Analysis(model, table);
        foreach (var line in model.Coefficients)
        {
            double[] values = [.. ErrorsAway.Select(k => line.Estimate!.Value + k * line.StandardError!.Value)];
            var rises = analysis.Profile(line.Term, values);
            for (var k = 0; k < values.Length; k++)
            {
                var isIntercept = line.Term == LogisticModel.InterceptTerm;
                double[] held = isIntercept ? [.. Enumerable.Repeat(values[k], table.Rows)] : [.. ((NumericColumn)table[line.Term]).Values.ToArray().Select(x => values[k] * x)];
                var others = columns.Where(name => name != line.Term).Prepend(isIntercept ? "0" : "1");
                // From zero under such offsets all probabilities are 0 or 1 and a Hessian has no digits; L-BFGS needs none.
                var refit = LogisticRegression.Fit(new Table([.. table.Columns, new NumericColumn("held", held)]), $"{response} ~ {string.Join(" + ", others)}", new FitOptions { Offset = "held", Solver = new Lbfgs() });
                Assert.Equal(SolverStatus.Converged, refit.Solver.Status);
                Near.Mixed(refit.Statistics.Deviance - model.Statistics.Deviance, rises[k]!.Value, 1e-8, $"{line.Term} held {ErrorsAway[k]} standard errors away");
            }
        }
    }

    public static TheoryData<string> Fits => [.. GlmCase.Files];

    [Theory]
    [MemberData(nameof(Fits))]
    public void At_the_ends_of_an_interval_it_is_the_quantile(string file)
    {
        var c = GlmCase.Load(file);
        var analysis = new Analysis(c.Fit(), c.Table);
        foreach (var (term, low, high) in analysis.ProfileIntervals(0.9))
            foreach (var end in new[] { low, high })
                if (end is { } value) Near.Absolute(2.705543454095404, analysis.Profile(term, [value])[0]!.Value, 1e-8, $"{term} at {value}");
    }

    [Fact]
    public void It_has_no_rise_at_the_estimate_and_says_what_it_cannot_hold()
    {
        var table = TableReader.Read(Repository.Sample("exam_marks.csv"));
        var model = LogisticRegression.Fit(table, "admitted ~ exam1 + exam2 + I(2 * exam1)");
        var analysis = new Analysis(model, table);
        Assert.InRange(analysis.Profile("exam2", [model["exam2"].Estimate!.Value])[0]!.Value, 0, 1e-10);
        Assert.Empty(analysis.Profile("exam2", []));
        Assert.Throws<ArgumentException>(() => analysis.Profile("exam3", [1]));
        Assert.Throws<ArgumentException>(() => analysis.Profile("exam2", [double.NaN]));
        Assert.Throws<NoAnswerException>(() => analysis.Profile(model.Coefficients.Single(line => line.Estimate is null).Term, [1]));
        var penalized = new Analysis(LogisticRegression.Fit(table, "admitted ~ exam1", new FitOptions { Penalty = new Ridge(1) }), table);
        Assert.Throws<NoAnswerException>(() => penalized.Profile("exam1", [1]));
    }
}
