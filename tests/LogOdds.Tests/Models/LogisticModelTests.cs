using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;

namespace LogOdds.Tests.Models;

public class LogisticModelTests
{
    private static readonly Table Marks = TableReader.Read(Repository.Sample("exam_marks.csv"));
    private static readonly LogisticModel Model = LogisticRegression.Fit(Marks, "admitted ~ exam1 + exam2");

    [Fact]
    public void Probability_log_odds_and_class_of_a_row_belong_together()
    {
        var eta = Model.LogOdds(45, 85);
        Near.Relative(Model["(Intercept)"].Estimate!.Value + 45 * Model["exam1"].Estimate!.Value + 85 * Model["exam2"].Estimate!.Value, eta, 1e-14);
        Near.Relative(1 / (1 + Math.Exp(-eta)), Model.Probability(45, 85), 1e-14);
        Near.Absolute(0.776, Model.Probability(45, 85), 5e-4);
        Assert.Equal(("1", "0"), (Model.Classify([45, 85]), Model.Classify([45, 85], 0.9)));
        Assert.Contains("2 terms (exam1, exam2); 1 values", Assert.Throws<ArgumentException>(() => Model.Probability(45)).Message);
        Assert.Contains("Did you mean 'exam1'?", Assert.Throws<ArgumentException>(() => Model["exam"]).Message);
    }

    [Fact]
    public void Like_rows_have_the_same_log_odds_and_probability_wherever_they_stand()
    {
        // 77 copies of a row fill vectors of every width and leave a rest.
        for (var row = 0; row < Marks.Rows; row++)
        {
            var copies = Marks.Select([.. Enumerable.Repeat(row, 77)]);
            Assert.Single(Model.LogOdds(copies).Distinct());
            Assert.Single(Model.Probability(copies).Distinct());
        }
    }

    [Fact]
    public void The_boundary_of_two_features_is_the_line_of_probability_one_half()
    {
        var line = Model.DecisionLine();
        foreach (var x in new[] { 30.0, 55, 90 })
        {
            Near.Relative(0.5, Model.Probability(x, line.Y(x)), 1e-12);
            Near.Relative(0.3, Model.Probability(x, Model.DecisionLine(0.3).Y(x)), 1e-12);
        }
        Near.Relative(line.Y(1) - line.Y(0), line.Slope, 1e-10);
        Assert.True(line.A * 90 + line.B * 90 + line.C > 0);
        Assert.Throws<NoAnswerException>(() => Model.DecisionBoundary());
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.DecisionLine(1));
    }

    [Fact]
    public void The_boundary_of_one_feature_is_a_number()
    {
        var hours = LogisticRegression.Fit(TableReader.Read(Repository.Sample("study_hours_16.csv")), "passed ~ hours");
        // Maximum likelihood by an independent tool: intercept −12.442150281204936, slope 2.6193891465136656.
        Near.Relative(4.750019789066124, hours.DecisionBoundary(), 1e-9);
        Near.Relative(0.9, hours.Probability(hours.DecisionBoundary(0.9)), 1e-12);
        Assert.Throws<NoAnswerException>(() => hours.DecisionLine());
    }

    [Fact]
    public void The_summary_opens_with_the_objective_and_what_other_tools_call_it()
    {
        var plain = Model.Summary().ToString();
        Assert.Contains("Minimised    mean log loss, no penalty: maximum likelihood", plain);
        Assert.Contains("λ = 0 = glmnet lambda 0 = scikit-learn C ∞", plain);
        Assert.Contains("admitted = 1 (60 rows); 0 counts as 0 (40 rows)", plain);
        var ridge = LogisticRegression.Fit(Marks, "admitted ~ .", new FitOptions { Penalty = new LogOdds.Penalties.Ridge(0.01), Standardize = StandardizeKind.Population }).Summary().ToString();
        Assert.Contains("ridge (L2) penalty on the coefficients of columns scaled to population sd 1", ridge);
        Assert.Contains("λ = 0.01 on the mean loss = glmnet lambda 0.01 (alpha 0) = scikit-learn C 1 = statsmodels alpha 0.01 (GLM), 1 (Logit)", ridge);
        Assert.Contains("No standard errors: a penalty biases the estimates", ridge);
    }

    [Fact]
    public void Rows_with_missing_values_have_no_probability_and_are_not_evaluated()
    {
        var table = new Table([
            new NumericColumn("exam1", new[] { 60, NumericColumn.Missing, 30 }), new NumericColumn("exam2", new double[] { 70, 70, 30 }),
            new NumericColumn("admitted", new[] { 1, 1, NumericColumn.Missing }),
        ]);
        var p = Model.Probability(table);
        Assert.Equal([false, true, false], p.Select(double.IsNaN));
        Assert.Equal(1, Model.Evaluate(table).Rows);
    }

    [Fact]
    public void A_label_the_model_does_not_know_is_refused_by_row()
    {
        var table = new Table([.. Marks.Columns.Take(2).Select(c => c.Select([0, 1])), new NumericColumn("admitted", new double[] { 1, 2 })]);
        Assert.Contains("row 2: the response 'admitted' is '2'. The model knows the classes '0' and '1'", Assert.Throws<UnusableDataException>(() => Model.Evaluate(table)).Message);
    }

    [Fact]
    public void A_trace_shows_every_iteration_from_the_start()
    {
        var records = new List<LogOdds.Solvers.IterationRecord>();
        var model = LogisticRegression.Fit(Marks, "admitted ~ .", new FitOptions { Trace = records.Add });
        Assert.Equal(Enumerable.Range(0, records.Count), records.Select(r => r.Iteration));
        Near.Relative(Math.Log(2), records[0].Objective, 1e-12);
        Assert.All(records.Zip(records.Skip(1)), pair => Assert.True(pair.Second.Objective <= pair.First.Objective + 1e-15 && pair.Second.Passes > pair.First.Passes));
        Near.Relative(model.Statistics.Objective, records[^1].Objective, 1e-12);
        Assert.Equal(3, records[0].Coefficients.Count);
    }
}
