using System.Text.Json;

namespace LogOdds.Tests;

/// <summary>The command with several classes: its JSON, its columns, and what it refuses.</summary>
public class ClassCommandTests
{
    [Fact]
    public void Several_classes_are_fitted_as_multinomial_and_a_note_says_so()
    {
        using var folder = new TemporaryFolder();
        var run = Cli.Done("fit", "penguins.csv", "--formula", "species ~ bill_length_mm + sex", "--out", folder.PathOf("m.json"), "--json");
        Assert.Contains("3 classes", run.Errors);
        var json = run.Json;
        Assert.Equal("multinomial", json.GetProperty("family").GetString());
        Assert.Equal("Adelie", json.GetProperty("reference").GetString());
        Assert.Equal(["Adelie", "Chinstrap", "Gentoo"], json.GetProperty("classes").EnumerateArray().Select(label => label.GetString()));
        var lines = json.GetProperty("coefficients").EnumerateArray().ToArray();
        Assert.Equal(6, lines.Length);
        Assert.Equal(("Chinstrap", "(Intercept)"), (lines[0].GetProperty("class").GetString(), lines[0].GetProperty("term").GetString()));
        Assert.All(lines, line => Assert.True(line.GetProperty("standardError").GetDouble() > 0));
        Assert.Equal("converged", json.GetProperty("solver").GetProperty("status").GetString());

        var summary = Cli.Done("summary", folder.PathOf("m.json"));
        Assert.Contains("every class against Adelie", summary.Output);
        Assert.Equal(json.GetProperty("deviance").GetDouble(), Cli.Done("summary", folder.PathOf("m.json"), "--json").Json.GetProperty("deviance").GetDouble());

        var rows = Cli.Done("predict", folder.PathOf("m.json"), "penguins.csv").Output.Split('\n');
        Assert.EndsWith("probability[Adelie],probability[Chinstrap],probability[Gentoo],prediction", rows[0]);
        var cells = rows[1].Split(',');
        Assert.Equal(1, cells[^4..^1].Sum(cell => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture)), 12);
        Assert.Equal("Adelie", cells[^1].Trim());

        var evaluation = Cli.Done("evaluate", folder.PathOf("m.json"), "penguins.csv", "--json").Json;
        Assert.Equal(333, evaluation.GetProperty("rows").GetInt32());
        Assert.Equal(1, evaluation.GetProperty("topAccuracy")[2].GetDouble());
        Assert.Equal(3, evaluation.GetProperty("perClass").GetArrayLength());
        Assert.Equal(333, evaluation.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetDouble())));
        Assert.InRange(evaluation.GetProperty("auc").GetProperty("oneVsRest").GetDouble(), 0.8, 1);
        Assert.Contains("mean by rows", Cli.Done("evaluate", folder.PathOf("m.json"), "penguins.csv").Output);
    }

    [Fact]
    public void Paths_go_through_several_classes()
    {
        using var folder = new TemporaryFolder();
        var run = Cli.Done("path", "penguins.csv", "--formula", "species ~ bill_length_mm + sex", "--lambda-count", "5", "--out", folder.PathOf("path.csv"), "--json");
        Assert.Contains("3 classes", run.Errors);
        Assert.Equal("multinomial", run.Json.GetProperty("family").GetString());
        var points = run.Json.GetProperty("points").EnumerateArray().ToArray();
        Assert.Equal(0, points[0].GetProperty("nonZero").GetInt32());
        var adelie = points[^1].GetProperty("coefficients").GetProperty("Adelie");
        Assert.True(adelie.GetProperty("bill_length_mm").GetDouble() < 0);
        var rows = File.ReadAllLines(folder.PathOf("path.csv"));
        Assert.Equal("lambda,class,term,estimate", rows[0]);
        Assert.Equal(1 + points.Sum(point => 3 + point.GetProperty("nonZero").GetInt32()), rows.Length);
        Assert.Contains("Adelie: bill_length_mm", Cli.Done("path", "penguins.csv", "--formula", "species ~ bill_length_mm + sex", "--lambda-count", "5").Output);

        var cv = Cli.Done("cv", "penguins.csv", "--formula", "species ~ bill_length_mm + sex", "--lambda-count", "5", "--measure", "class", "--out", folder.PathOf("m.json"), "--json").Json;
        Assert.Equal(5, cv.GetProperty("curves")[0].GetProperty("points").GetArrayLength());
        Assert.True(cv.GetProperty("chosen").GetProperty("coefficients").TryGetProperty("Gentoo", out _));
        Assert.Equal(cv.GetProperty("chosen").GetProperty("lambda").GetDouble(), Cli.Done("summary", folder.PathOf("m.json"), "--json").Json.GetProperty("penalty").GetProperty("lambda").GetDouble());
    }

    [Theory]
    [InlineData("is a measure of two classes", "--measure", "auc")]
    [InlineData("--calibrate is for two classes", "--calibrate", "platt")]
    [InlineData("--positive is for two classes", "--positive", "Adelie")]
    public void What_belongs_to_two_classes_is_refused_by_cv(string message, params string[] options)
    {
        var run = Cli.Run(["cv", "penguins.csv", "--formula", "species ~ sex", "--family", "multinomial", "--json", .. options]);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(message, run.Errors);
    }

    [Fact]
    public void Ordered_classes_take_their_order_from_numbers_or_levels()
    {
        var json = Cli.Done("fit", "penguins.csv", "--formula", "year ~ body_mass_g + species", "--family", "ordinal", "--json").Json;
        Assert.Equal("ordinal", json.GetProperty("family").GetString());
        Assert.Equal(["2007|2008", "2008|2009"], json.GetProperty("coefficients").EnumerateArray().TakeLast(2).Select(line => line.GetProperty("term").GetString()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("reference").ValueKind);

        var turned = Cli.Done("fit", "penguins.csv", "--formula", "year ~ body_mass_g + species", "--family", "ordinal", "--levels", "2009,2008,2007", "--json").Json;
        Assert.Equal(-json.GetProperty("coefficients")[0].GetProperty("estimate").GetDouble(), turned.GetProperty("coefficients")[0].GetProperty("estimate").GetDouble(), 12);
    }

    [Fact]
    public void Anova_tests_terms_and_proportional_odds()
    {
        using var folder = new TemporaryFolder();
        Cli.Done("fit", "housing.csv", "--formula", "Sat ~ Infl + Type + Cont", "--family", "ordinal", "--levels", "Low,Medium,High", "--weights", "Freq", "--out", folder.PathOf("m.json"), "--quiet");
        var json = Cli.Done("anova", folder.PathOf("m.json"), "housing.csv", "--json").Json;
        Assert.Equal(3, json.GetProperty("tests").GetArrayLength());
        var all = json.GetProperty("proportionalOdds")[3];
        Assert.Equal(8.5706, all.GetProperty("likelihoodRatio").GetDouble(), 4);
        Assert.Equal(6, all.GetProperty("df").GetInt32());
        Assert.Contains("Proportional odds", Cli.Done("anova", folder.PathOf("m.json"), "housing.csv").Output);
    }

    [Fact]
    public void How_the_rows_are_written_is_said_as_for_two_classes()
    {
        using var folder = new TemporaryFolder();
        var (model, text) = (folder.PathOf("m.json"), "label\tn\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"\"{"xyz"[i * i % 7 % 3]}\t{i % 11}\n")));
        var rows = folder.Write("rows.tsv", text);
        string[] written = ["--quote", "none", "--format", "table", "--delimiter", "tab", "--decimal", "."];
        Assert.Equal(["\"x", "\"y", "\"z"], Cli.Done(["fit", rows, "--formula", "label ~ n", .. written, "--out", model, "--json"]).Json.GetProperty("classes").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(60, Cli.Done(["evaluate", model, rows, .. written, "--json"]).Json.GetProperty("rows").GetInt32());
        Assert.StartsWith("label\tn\t\"probability[\"\"x]\"", Cli.Done(["predict", model, rows, .. written]).Output);
    }

    [Fact]
    public void Penalties_take_every_class()
    {
        var json = Cli.Done("fit", "wine.csv", "--target", "cultivar", "--penalty", "group-lasso", "--lambda", "0.1", "--standardize", "population", "--json").Json;
        Assert.Equal("group-lasso", json.GetProperty("penalty").GetProperty("kind").GetString());
        var ofTwo = Cli.Done("fit", "birthwt.csv", "--formula", "low ~ age", "--json").Json;
        Assert.Equal(ofTwo.GetProperty("penalty").EnumerateObject().Select(field => field.Name), json.GetProperty("penalty").EnumerateObject().Select(field => field.Name));
        Assert.True(json.GetProperty("solver").GetProperty("dualityGap").GetDouble() < 1e-8);
        // A column's coefficients are all 0, or none is.
        foreach (var term in json.GetProperty("coefficients").EnumerateArray().Where(line => line.GetProperty("term").GetString() != "(Intercept)").GroupBy(line => line.GetProperty("term").GetString()))
            Assert.Single(term.Select(line => line.GetProperty("estimate").GetDouble() == 0).Distinct());
    }

    [Theory]
    [InlineData("threshold")]
    [InlineData("margins")]
    [InlineData("diagnose")]
    [InlineData("validate")]
    public void A_command_for_two_classes_says_so(string command)
    {
        using var folder = new TemporaryFolder();
        Cli.Done("fit", "penguins.csv", "--formula", "species ~ bill_length_mm", "--family", "multinomial", "--out", folder.PathOf("m.json"), "--quiet");
        var run = Cli.Run(command, folder.PathOf("m.json"), "penguins.csv");
        Assert.Equal(1, run.Code);
        Assert.Contains("several classes", run.Errors);
        Assert.DoesNotContain("   at ", run.Errors);
    }

    [Theory]
    [InlineData(2, "--reference is for --family multinomial", "--family", "ordinal", "--reference", "Gentoo")]
    [InlineData(2, "--levels orders the classes", "--family", "multinomial", "--levels", "Adelie,Gentoo,Chinstrap")]
    [InlineData(2, "--words is for two classes", "--family", "multinomial", "--words")]
    [InlineData(1, "no class 'Emperor'", "--family", "multinomial", "--reference", "Emperor")]
    [InlineData(1, "exactly two", "--family", "binomial")]
    [InlineData(2, "for two classes", "--family", "multinomial", "--solver", "sgd")]
    public void What_does_not_fit_together_is_said(int code, string message, params string[] options)
    {
        var run = Cli.Run(["fit", "penguins.csv", "--formula", "species ~ sex", .. options]);
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Errors);
    }
}
