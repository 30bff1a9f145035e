using System.Globalization;
using System.Text.Json;

namespace LogOdds.Tests;

public class CommandTests
{
    [Fact]
    public void Fit_prints_one_json_object_of_the_promised_shape()
    {
        var fit = Cli.Done("fit", "birthwt.csv", "--formula", "low ~ age + race", "--json").Json;
        Assert.Equal("logodds.fit/1", fit.GetProperty("schema").GetString());
        Assert.Equal("binomial", fit.GetProperty("family").GetString());
        Assert.Equal("low ~ age + race", fit.GetProperty("formula").GetString());
        Assert.Equal((189, 0), (fit.GetProperty("rows").GetInt32(), fit.GetProperty("rowsDropped").GetInt32()));
        Assert.Equal(["0", "1"], fit.GetProperty("classes").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal("1", fit.GetProperty("positive").GetString());
        Assert.Equal("none", fit.GetProperty("penalty").GetProperty("kind").GetString());
        Assert.Equal("none", fit.GetProperty("standardize").GetString());
        Assert.Equal(["name", "status", "iterations", "passes", "gradientNorm", "dualityGap", "reason"], fit.GetProperty("solver").EnumerateObject().Select(p => p.Name));
        foreach (var figure in new[] { "objective", "logLikelihood", "deviance", "nullDeviance", "aic", "bic" })
            Assert.Equal(JsonValueKind.Number, fit.GetProperty(figure).ValueKind);
        Assert.Equal(["(Intercept)", "age", "race[other]", "race[white]"], fit.GetProperty("coefficients").EnumerateArray().Select(c => c.GetProperty("term").GetString()));
        Assert.Equal(["term", "class", "estimate", "scaledEstimate", "standardError", "z", "p", "low", "high", "oddsRatio", "limit"],
            fit.GetProperty("coefficients")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["tp", "tn", "fp", "fn"], fit.GetProperty("training").GetProperty("confusion").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["read", "fit", "total"], fit.GetProperty("seconds").EnumerateObject().Select(p => p.Name));
        Assert.Empty(fit.GetProperty("warnings").EnumerateArray());
    }

    [Theory]
    [InlineData("golden/glm_birthwt.json")]
    [InlineData("golden/glm_pima.json")]
    [InlineData("golden/glm_two_blobs.json")]
    [InlineData("golden/glm_study_hours_12.json")]
    public void Fit_prints_the_figures_of_R_to_the_last_digit_compared(string file)
    {
        var golden = Golden.Load(file);
        var fit = Cli.Done("fit", golden["data"].Text, "--formula", golden["formula"].Text, "--json").Json;
        var coefficients = fit.GetProperty("coefficients").EnumerateArray().ToArray();
        for (var k = 0; k < coefficients.Length; k++)
        {
            Near.Relative(golden["estimate"].Numbers[k], coefficients[k].GetProperty("estimate").GetDouble(), 1e-9);
            Near.Relative(golden["standard_error"].Numbers[k], coefficients[k].GetProperty("standardError").GetDouble(), 1e-9);
            Near.Relative(golden["p"].Numbers[k], coefficients[k].GetProperty("p").GetDouble(), 1e-8);
        }
        Near.Relative(golden["aic"].Number, fit.GetProperty("aic").GetDouble(), 1e-8);
        Near.Relative(golden["auc"].Number, fit.GetProperty("training").GetProperty("auc").GetDouble(), 1e-8);
    }

    [Fact]
    public void A_saved_model_predicts_evaluates_and_sums_up_as_the_fit_did()
    {
        using var folder = new TemporaryFolder();
        var model = folder.PathOf("model.json");
        var fit = Cli.Done("fit", "birthwt.csv", "--target", "low", "--out", model, "--json").Json;
        Assert.Equal(fit.GetProperty("coefficients").GetRawText(), Cli.Done("summary", model, "--json").Json.GetProperty("coefficients").GetRawText());
        Assert.Equal(Cli.Done("fit", "birthwt.csv", "--target", "low").Output, Cli.Done("summary", model).Output);

        var metrics = Cli.Done("evaluate", model, "birthwt.csv", "--json").Json;
        foreach (var name in new[] { "accuracy", "logLoss", "auc" })
            Near.Relative(fit.GetProperty("training").GetProperty(name).GetDouble(), metrics.GetProperty(name).GetDouble(), 1e-15, name);
        foreach (var name in new[] { "rows", "threshold", "errorRate", "precision", "recall", "specificity", "f1", "mcc", "balancedAccuracy", "brier", "averagePrecision" })
            Assert.Equal(JsonValueKind.Number, metrics.GetProperty(name).ValueKind);

        var golden = Golden.Load("golden/glm_birthwt.json")["fitted_first10"].Numbers;
        Assert.Equal("", Cli.Done("predict", model, "birthwt.csv", "--out", folder.PathOf("scored.csv")).Output);
        var lines = File.ReadAllLines(folder.PathOf("scored.csv"));
        Assert.Equal(190, lines.Length);
        Assert.EndsWith(",ftv,probability[0],probability[1],prediction", lines[0]);
        for (var i = 0; i < 10; i++) Near.Relative(golden[i], double.Parse(lines[i + 1].Split(',')[^2], CultureInfo.InvariantCulture), 1e-9);
        Assert.Contains(lines[4].Split(',')[^1], "1");
        Assert.EndsWith(",0", Cli.Done("predict", model, "birthwt.csv", "--threshold", "0.6").Output.Split('\n')[4]);
    }

    [Fact]
    public void Several_files_standard_input_and_gzip_give_the_same_fit()
    {
        using var folder = new TemporaryFolder();
        var lines = File.ReadAllLines(Repository.Sample("exam_marks.csv"));
        var one = folder.Write("one.csv", string.Join('\n', lines.Take(40)));
        var two = folder.Write("two.csv", string.Join('\n', lines.Skip(40).Prepend(lines[0])));
        using (var gzip = new System.IO.Compression.GZipStream(File.Create(folder.PathOf("all.csv.gz")), System.IO.Compression.CompressionMode.Compress))
            gzip.Write(File.ReadAllBytes(Repository.Sample("exam_marks.csv")));
        var expected = Cli.Done("fit", "exam_marks.csv", "--target", "admitted").Output;
        Assert.Equal(expected, Cli.Done("fit", one, two, "--target", "admitted").Output);
        Assert.Equal(expected, Cli.Done("fit", folder.PathOf("all.csv.gz"), "--target", "admitted").Output);
        Assert.Equal(expected, Cli.RunWith(File.ReadAllText(Repository.Sample("exam_marks.csv")), "fit", "-", "--target", "admitted").Output);
    }

    [Fact]
    public void Separated_data_warn_and_end_well_or_with_three_when_strict()
    {
        var run = Cli.Done("fit", "breast_cancer.csv", "--target", "benign", "--json");
        Assert.Equal("separated", run.Json.GetProperty("solver").GetProperty("status").GetString());
        var warning = run.Json.GetProperty("warnings").EnumerateArray().Single();
        Assert.Equal("separation", warning.GetProperty("code").GetString());
        Assert.NotEmpty(warning.GetProperty("terms").EnumerateArray());
        Assert.Contains("warning (separation)", run.Errors);
        Assert.All(run.Json.GetProperty("coefficients").EnumerateArray(), c => Assert.Equal(JsonValueKind.Null, c.GetProperty("standardError").ValueKind));
        Assert.Equal(3, Cli.Run("fit", "breast_cancer.csv", "--target", "benign", "--strict", "--quiet").Code);

        var ridge = Cli.Done("fit", "breast_cancer.csv", "--target", "benign", "--penalty", "l2", "--lambda", "0.01", "--standardize", "population", "--strict", "--json").Json;
        Assert.Equal("converged", ridge.GetProperty("solver").GetProperty("status").GetString());
        Assert.InRange(ridge.GetProperty("solver").GetProperty("gradientNorm").GetDouble(), 0, 1e-10);
        Assert.Equal(JsonValueKind.Null, ridge.GetProperty("coefficients")[0].GetProperty("p").ValueKind);
    }

    [Theory]
    [InlineData(2, "--formula", "fit", "marks.csv")]
    [InlineData(2, "one of the two", "fit", "exam_marks.csv", "--target", "a", "--formula", "a ~ b")]
    [InlineData(2, "--lambda", "fit", "exam_marks.csv", "--target", "admitted", "--penalty", "l2")]
    [InlineData(2, "--learning-rate goes with", "fit", "exam_marks.csv", "--target", "admitted", "--learning-rate", "1")]
    [InlineData(2, "bogus", "fit", "exam_marks.csv", "--target", "admitted", "--solver", "bogus")]
    [InlineData(2, "--bogus", "fit", "exam_marks.csv", "--target", "admitted", "--bogus")]
    [InlineData(2, "bogus", "bogus")]
    [InlineData(2, "a tilde", "fit", "exam_marks.csv", "--formula", "admitted exam1")]
    [InlineData(2, "from 0 to 1", "predict", "model.json", "exam_marks.csv", "--threshold", "2")]
    [InlineData(2, "--rows split", "fit", "two_blobs.csv", "--target", "label", "--rows", "split")]
    [InlineData(1, "there is no such file. Did you mean 'exam_marks.csv'?", "fit", "exam_mark.csv", "--target", "admitted")]
    [InlineData(1, "there is no column 'admited'. Did you mean 'admitted'?", "fit", "exam_marks.csv", "--target", "admited")]
    [InlineData(1, "has 3 different values", "fit", "iris.csv", "--target", "species", "--family", "binomial")]
    [InlineData(1, "no row has split = trian. Did you mean 'train'?", "fit", "two_blobs.csv", "--target", "label", "--rows", "split=trian")]
    [InlineData(1, "has no class 'yes'", "fit", "exam_marks.csv", "--target", "admitted", "--positive", "yes")]
    [InlineData(1, "there is no such model file", "predict", "absent.json", "exam_marks.csv")]
    [InlineData(1, "not whole JSON", "summary", "exam_marks.csv")]
    [InlineData(1, "there is no built-in data set 'nope'", "data", "nope")]
    public void What_is_wrong_is_said_in_words_with_the_right_code(int code, string expected, params string[] args)
    {
        var run = Cli.Run(args);
        Assert.Equal(code, run.Code);
        Assert.Contains(expected, run.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", run.Errors);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_named_by_file_and_line()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bad.csv", "y,x\n0,1\n1,2\n\n0,inf\n1,4\n");
        var run = Cli.Run("fit", path, "--target", "y", "--out", folder.PathOf("model.json"));
        Assert.Equal(1, run.Code);
        Assert.Contains($"{path}, line 5: column 'x' holds Infinity, which is not a finite number", run.Errors);
        Assert.False(File.Exists(folder.PathOf("model.json")));
    }

    [Fact]
    public void Rows_with_missing_values_are_predicted_as_empty_and_counted()
    {
        using var folder = new TemporaryFolder();
        Cli.Done("fit", "exam_marks.csv", "--target", "admitted", "--out", folder.PathOf("model.json"), "--quiet");
        var run = Cli.RunWith("exam1,exam2\n50,60\nNA,60\n", "predict", folder.PathOf("model.json"), "-");
        Assert.EndsWith(",60,,,", run.Output.TrimEnd('\n'));
        Assert.Contains("1 of 2 rows miss a value", run.Errors);
        Assert.Equal(1, Cli.RunWith("admitted,exam1\n1,50\n", "fit", "-", "--target", "admitted", "--na", "fail").Code);
    }

    [Fact]
    public void A_model_from_a_later_version_or_cut_off_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("model.json");
        Cli.Done("fit", "exam_marks.csv", "--target", "admitted", "--out", path, "--quiet");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("logodds.model/2", "logodds.model/7"));
        Assert.Contains("later version", Cli.Run("predict", path, "exam_marks.csv").Errors);
        File.WriteAllText(path, text[..(text.Length / 2)]);
        var cut = Cli.Run("predict", path, "exam_marks.csv");
        Assert.Equal(1, cut.Code);
        Assert.Contains($"{path}, line", cut.Errors);
        File.WriteAllText(path, text.Replace("\"exam2\"", "\"exam3\"", StringComparison.Ordinal).Replace("\"term\": \"exam3\"", "\"term\": \"exam2\""));
        Assert.Contains("damaged", Cli.Run("summary", path).Errors);
    }

    [Fact]
    public void Every_built_in_data_set_is_listed_and_written_as_it_stands()
    {
        var list = Cli.Done("data").Output;
        foreach (var file in Directory.GetFiles(Repository.PathOf("samples", "data")).Where(f => Path.GetFileName(f) is not ("README.md" or "catalogue.csv")))
        {
            Assert.Contains(Path.GetFileNameWithoutExtension(file), list);
            Assert.Equal(File.ReadAllText(file), Cli.Done("data", Path.GetFileNameWithoutExtension(file)).Output);
        }
    }

    [Theory]
    [InlineData]
    [InlineData("fit")]
    [InlineData("predict")]
    [InlineData("evaluate")]
    [InlineData("threshold")]
    [InlineData("summary")]
    [InlineData("data")]
    public void Help_ends_with_examples(params string[] command)
    {
        var help = Cli.Done([.. command, "--help"]).Output;
        Assert.Contains("Examples:", help);
        Assert.Contains($"logodds {(command.Length == 0 ? "data" : command[0])} ", help.Split("Examples:")[1]);
    }

    [Fact]
    public void Options_reach_the_fit()
    {
        var fit = Cli.Done("fit", "birthwt.csv", "--formula", "low ~ . - ftv", "--positive", "0", "--class-weight", "balanced", "--penalty", "l2", "--lambda", "0.1",
            "--standardize", "sample", "--solver", "lbfgs", "--tolerance", "1e-9", "--threads", "1", "--start", "random", "--seed", "4", "--level", "0.9", "--json").Json;
        Assert.Equal("0", fit.GetProperty("positive").GetString());
        Assert.Equal(0.1, fit.GetProperty("penalty").GetProperty("lambda").GetDouble());
        Assert.Equal("sample", fit.GetProperty("standardize").GetString());
        Assert.Equal("lbfgs", fit.GetProperty("solver").GetProperty("name").GetString());
        Assert.Contains("class-weight", fit.GetProperty("warnings").EnumerateArray().Select(w => w.GetProperty("code").GetString()));
        Assert.DoesNotContain("ftv", fit.GetProperty("coefficients").EnumerateArray().Select(c => c.GetProperty("term").GetString()));
        Assert.Equal("", Cli.Done("fit", "birthwt.csv", "--target", "low", "--quiet").Output);
    }

    [Fact]
    public void Decimal_commas_and_tabs_need_no_option() =>
        Assert.Equal(
            Cli.Done("fit", "study_hours_12.csv", "--formula", "passed ~ hours", "--json").Json.GetProperty("coefficients")[1].GetProperty("estimate").GetDouble(),
            Cli.Done("fit", "study_hours_12_decimal_comma.tsv", "--target", "Exam Passed", "--json").Json.GetProperty("coefficients")[1].GetProperty("estimate").GetDouble());
}
