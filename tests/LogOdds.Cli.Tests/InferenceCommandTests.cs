using System.Text.Json;

namespace LogOdds.Tests;

/// <summary>The commands that test, explain and diagnose, and the options of a fit that go with them.</summary>
public sealed class InferenceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Anova_margins_diagnose_and_validate_give_the_figures_of_the_references()
    {
        var model = Fit("low ~ age + lwt + race + smoke + ptl + ht + ui + ftv");
        var golden = Golden.Load("more/golden/glm_birthwt.json");
        var drop = Cli.Done("anova", model, "birthwt.csv", "--json").Json;
        Assert.Equal("drop", drop.GetProperty("kind").GetString());
        var tests = drop.GetProperty("tests").EnumerateArray().ToArray();
        for (var t = 0; t < tests.Length; t++) Near.Relative(golden["drop1"]["lrt"].Numbers[t], tests[t].GetProperty("likelihoodRatio").GetDouble(), 1e-8);
        Near.Relative(golden["global_tests"]["score"].Number, drop.GetProperty("global").GetProperty("score").GetDouble(), 1e-8);
        var sequence = Cli.Done("anova", model, "birthwt.csv", "--sequential", "--json").Json.GetProperty("tests").EnumerateArray().ToArray();
        for (var t = 0; t < sequence.Length; t++) Near.Mixed(golden["anova_sequential_lrt"]["deviance"].Numbers[t], sequence[t].GetProperty("likelihoodRatio").GetDouble(), 1e-8);

        var diagnosis = Cli.Done("diagnose", model, "birthwt.csv", "--json", "--top", "1", "--out", _folder.PathOf("rows.csv")).Json;
        Near.Relative(golden["hosmer_lemeshow"]["statistic"].Number, diagnosis.GetProperty("hosmerLemeshow").GetProperty("statistic").GetDouble(), 1e-8);
        Near.Relative(golden["condition_number_of_unit_length_columns"].Number, diagnosis.GetProperty("collinearity").GetProperty("conditionNumber").GetDouble(), 1e-8);
        Near.Relative(golden["tjur_r2"].Number, diagnosis.GetProperty("pseudoR2").GetProperty("tjur").GetDouble(), 1e-8);
        var top = diagnosis.GetProperty("influential").EnumerateArray().Single();
        Assert.Equal(golden["all_rows"]["cooks_distance_max_row"].Number, top.GetProperty("row").GetInt32());
        Assert.Equal($"birthwt.csv, line {top.GetProperty("row").GetInt32() + 1}", top.GetProperty("place").GetString());
        Assert.Equal(190, File.ReadAllLines(_folder.PathOf("rows.csv")).Length);

        var margins = Cli.Done("margins", model, "birthwt.csv", "--by-design-column", "--as-numbers", "--json").Json.GetProperty("effects").EnumerateArray().ToArray();
        var effects = Golden.Load("golden/margins.json")["fits"]["birthwt at=overall dummy=False"];
        foreach (var (term, k) in effects["terms"].Texts.Select((term, k) => (term.Replace("[T.", "["), k)))
            Near.Relative(effects["effect"].Numbers[k], margins.Single(e => e.GetProperty("name").GetString() == term).GetProperty("effect").GetDouble(), 1e-8);

        var validation = Cli.Done("validate", model, "birthwt.csv", "--bootstrap", "40", "--seed", "3", "--json").Json.GetProperty("figures");
        Near.Relative(golden["auc"].Number, validation.GetProperty("auc").GetProperty("apparent").GetDouble(), 1e-8);
        Assert.InRange(validation.GetProperty("auc").GetProperty("optimism").GetDouble(), 0.005, 0.12);
        Assert.InRange(validation.GetProperty("calibrationSlope").GetProperty("corrected").GetDouble(), 0.4, 0.95);
    }

    [Fact]
    public void Texts_of_the_commands_say_what_their_figures_are()
    {
        var model = Fit("low ~ age + lwt * smoke + race");
        Assert.Contains("lwt:smoke", Cli.Done("anova", model, "birthwt.csv").Output);
        Assert.Contains("terms that are part of a higher one stay", Cli.Done("anova", model, "birthwt.csv").Output);
        Assert.Contains("race: other - black", Cli.Done("margins", model, "birthwt.csv").Output);
        Assert.Contains("once, with numbers at their means", Cli.Done("margins", model, "birthwt.csv", "--at", "means", "--measure", "eyex").Output);
        Assert.Contains("above 30: age, I(age^2)", Cli.Done("diagnose", Fit("low ~ age + I(age^2) + lwt"), "birthwt.csv").Output);
        Assert.Contains("To be expected", Cli.Done("validate", model, "birthwt.csv", "--bootstrap", "5").Output);
        var words = Cli.Done("summary", model, "--words", "--test", "race[other] = 0", "--test", "race[white] = 0").Output;
        Assert.Contains("Where smoke = 0, each further unit of lwt multiplies the odds of low = 1 by", words);
        Assert.Contains("Together: Wald", words);
        var json = Cli.Done("summary", model, "--words", "--test", "race[other] - race[white] = 0", "--json").Json;
        Assert.Equal(1, json.GetProperty("test").GetProperty("df").GetInt32());
        Assert.Equal(json.GetProperty("coefficients").GetArrayLength(), json.GetProperty("words").GetArrayLength());
    }

    [Fact]
    public void Separation_is_proved_marked_and_answered_by_Firth()
    {
        var data = Path.Combine(Golden.Folder, "more/data/endometrial.csv");
        var plain = Cli.Done("fit", data, "--formula", "HG ~ NV + PI + EH", "--json").Json;
        Assert.Equal("quasi-complete", plain.GetProperty("separation").GetProperty("kind").GetString());
        Assert.Equal(["NV"], plain.GetProperty("separation").GetProperty("direction").EnumerateObject().Select(p => p.Name));
        Assert.Equal(13, plain.GetProperty("separation").GetProperty("rowsGaining").GetInt32());
        Assert.Equal(["finite", "+inf", "finite", "finite"], plain.GetProperty("coefficients").EnumerateArray().Select(c => c.GetProperty("limit").GetString()));
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Null, JsonValueKind.Number, JsonValueKind.Number], plain.GetProperty("coefficients").EnumerateArray().Select(c => c.GetProperty("p").ValueKind));
        var firth = Cli.Done("fit", data, "--formula", "HG ~ NV + PI + EH", "--firth-fallback", "--json", "--strict").Json;
        Assert.Equal("firth", firth.GetProperty("penalty").GetProperty("kind").GetString());
        Assert.Equal("profile", firth.GetProperty("intervals").GetString());
        Near.Relative(2.9292733531972, firth.GetProperty("coefficients")[1].GetProperty("estimate").GetDouble(), 1e-9);
        Assert.Equal("firth-fallback", firth.GetProperty("warnings")[0].GetProperty("code").GetString());
    }

    [Fact]
    public void Each_group_has_a_line_and_a_status()
    {
        var data = _folder.Write("groups.csv", "y,x,g\n1,1,a\n0,2,a\n1,3,a\n0,1,a\n1,4,a\n0,3,a\n1,5,b\n1,6,b\n0,1,c\n0,2,c\n1,3,c\n1,4,c\n0,7,\n");
        var run = Cli.Done("fit", data, "--formula", "y ~ .", "--by", "g", "--json", "--out", _folder.PathOf("m-{group}.json"));
        Assert.Equal(["converged", "failed", "separated"], run.Json.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("status").GetString()));
        Assert.Equal(1, run.Json.GetProperty("failed").GetInt32());
        Assert.Contains("always 1", run.Json.GetProperty("groups")[1].GetProperty("problem").GetString());
        Assert.True(File.Exists(_folder.PathOf("m-a.json")) && !File.Exists(_folder.PathOf("m-b.json")));
        var text = Cli.Done("fit", data, "--formula", "y ~ x", "--by", "g", "--firth-fallback").Output;
        Assert.Contains("3 groups, of which 1 could not be fitted to", text);
        Assert.Matches(@"c +4  firth", text);
        Assert.Equal(3, Cli.Run("fit", data, "--formula", "y ~ x", "--by", "g", "--strict").Code);
    }

    [Fact]
    public void Matched_sets_weights_clusters_and_counts_reach_the_fit()
    {
        var infert = Path.Combine(Golden.Folder, "more/data/infert.csv");
        var conditional = Cli.Done("fit", infert, "--formula", "case ~ spontaneous + induced", "--strata", "stratum", "--json", "--out", _folder.PathOf("c.json")).Json;
        Assert.Equal("conditional", conditional.GetProperty("family").GetString());
        Assert.Equal(JsonValueKind.Null, conditional.GetProperty("training").ValueKind);
        Assert.Contains("there are no probabilities", Refused(1, "predict", _folder.PathOf("c.json"), infert));
        Assert.Contains("there are no probabilities", Refused(1, "evaluate", _folder.PathOf("c.json"), infert));
        Assert.Contains("83 (248 rows)", Cli.Done("summary", _folder.PathOf("c.json")).Output);
        var cluster = Cli.Done("fit", infert, "--formula", "case ~ spontaneous + induced + age", "--cluster", "stratum", "--json").Json;
        Assert.Equal("cluster", cluster.GetProperty("standardErrors").GetString());
        Near.Relative(0.5190440728981307, cluster.GetProperty("coefficients")[0].GetProperty("standardError").GetDouble(), 1e-8);
        var counts = Cli.Done("fit", Path.Combine(Golden.Folder, "more/data/esoph.csv"), "--formula", "cbind(ncases, ncontrols) ~ agegp", "--json", "--quiet").Json;
        Assert.Equal(["ncontrols", "ncases"], counts.GetProperty("classes").EnumerateArray().Select(c => c.GetString()));
        var weighted = Path.Combine(Golden.Folder, "more/data/birthwt_weighted.csv");
        var frequency = Cli.Done("fit", weighted, "--formula", "low ~ age + lwt", "--weights", "times", "--weights-kind", "frequency", "--json").Json;
        var sampling = Cli.Done("fit", weighted, "--formula", "low ~ age + lwt", "--weights", "times", "--weights-kind", "sampling", "--json").Json;
        Assert.Equal(frequency.GetProperty("coefficients")[1].GetProperty("estimate").GetDouble(), sampling.GetProperty("coefficients")[1].GetProperty("estimate").GetDouble());
        Assert.Equal(JsonValueKind.Null, sampling.GetProperty("aic").ValueKind);
        Assert.Equal("hc3", Cli.Done("fit", "birthwt.csv", "--formula", "low ~ age", "--errors", "hc3", "--json").Json.GetProperty("standardErrors").GetString());
    }

    [Fact]
    public void Predictions_have_intervals_on_request()
    {
        var model = Fit("admitted ~ exam1 + exam2", "exam_marks.csv");
        var lines = Cli.Done("predict", model, "exam_marks.csv", "--interval", "0.9").Output.Split('\n');
        Assert.EndsWith("prediction,probability[1].low,probability[1].high", lines[0]);
        var fields = lines[1].Split(',');
        Assert.True(double.Parse(fields[^2]) < double.Parse(fields[4]) && double.Parse(fields[4]) < double.Parse(fields[^1]));
    }

    [Theory]
    [InlineData(2, "Something is missing at the end", "fit", "birthwt.csv", "--formula", "low ~ log(")]
    [InlineData(2, "never closed", "fit", "birthwt.csv", "--formula", "low ~ log(age")]
    [InlineData(2, "Did you mean 'log'", "fit", "birthwt.csv", "--formula", "low ~ lgo(age)")]
    [InlineData(1, "there is no column 'aeg'. Did you mean 'age'?", "fit", "birthwt.csv", "--formula", "low ~ log(aeg)")]
    [InlineData(1, "log(ftv) is -Infinity where ftv = 0", "fit", "birthwt.csv", "--formula", "low ~ log(ftv)")]
    [InlineData(1, "there is no column 'off'", "fit", "birthwt.csv", "--formula", "low ~ age + offset(off)")]
    [InlineData(1, "there is no column 'off'", "fit", "birthwt.csv", "--formula", "low ~ age", "--offset", "off")]
    [InlineData(1, "the weight 'age' is -1", "fit", "WEIGHTS", "--formula", "y ~ x", "--weights", "age")]
    [InlineData(1, "Frequencies are whole numbers", "fit", "WEIGHTS", "--formula", "y ~ x", "--weights", "half", "--weights-kind", "frequency")]
    [InlineData(1, "no set of 'set' holds both a case and another row", "fit", "WEIGHTS", "--formula", "y ~ x", "--strata", "set")]
    [InlineData(1, "has one value in all rows", "fit", "WEIGHTS", "--formula", "y ~ x", "--cluster", "one")]
    [InlineData(2, "no strength to choose", "fit", "birthwt.csv", "--target", "low", "--penalty", "firth", "--lambda", "1")]
    [InlineData(2, "leave out the penalty", "fit", "birthwt.csv", "--formula", "low ~ age", "--penalty", "l2", "--lambda", "1", "--errors", "hc0")]
    [InlineData(2, "takes no weights", "fit", "birthwt.csv", "--formula", "low ~ age", "--strata", "race", "--cluster", "race")]
    [InlineData(2, "model-{group}.json", "fit", "birthwt.csv", "--formula", "low ~ age", "--by", "race", "--out", "m.json")]
    [InlineData(2, "several", "fit", "birthwt.csv", "--formula", "low ~ age", "--by", "race", "--trace", "t.csv")]
    [InlineData(1, "not the rows that the model was fitted to", "anova", "MODEL", "birthwt.csv", "--rows", "smoke=1")]
    [InlineData(2, "give one of them", "anova", "MODEL", "birthwt.csv", "--sequential", "--against", "MODEL")]
    [InlineData(1, "biased on purpose", "anova", "RIDGE", "birthwt.csv")]
    [InlineData(1, "biased on purpose", "margins", "RIDGE", "birthwt.csv")]
    [InlineData(1, "biased on purpose", "summary", "RIDGE", "--test", "age = 0")]
    [InlineData(2, "cannot be read", "summary", "MODEL", "--test", "age + = 0")]
    [InlineData(2, "--groups is 3 or more", "diagnose", "MODEL", "birthwt.csv", "--groups", "2")]
    [InlineData(2, "--interval is a confidence level", "predict", "MODEL", "birthwt.csv", "--interval", "95")]
    public void What_is_wrong_is_said_in_words_with_the_right_code(int code, string expected, params string[] args)
    {
        string Place(string arg) => arg switch
        {
            "MODEL" => Fit("low ~ age + lwt"),
            "RIDGE" => Fit("low ~ age + lwt", "birthwt.csv", "--penalty", "l2", "--lambda", "0.1"),
            "WEIGHTS" => _folder.Write("weights.csv", "y,x,age,half,set,one\n1,1,-1,0.5,1,7\n0,2,1,1,2,7\n1,3,1,1,3,7\n0,4,1,1,4,7\n1,5,1,1,5,7\n0,1,1,1,6,7\n"),
            _ => arg,
        };
        Assert.Contains(expected, Refused(code, [.. args.Select(Place)]), StringComparison.OrdinalIgnoreCase);
    }

    private static string Refused(int code, params string[] args)
    {
        var run = Cli.Run(args);
        Assert.True(code == run.Code, $"{run.Code}: {run.Errors}");
        Assert.DoesNotContain("   at ", run.Errors);
        Assert.Equal("", run.Output);
        return run.Errors;
    }

    private string Fit(string formula, string data = "birthwt.csv", params string[] options)
    {
        var path = _folder.PathOf($"{Guid.NewGuid():N}.json");
        Cli.Done(["fit", data, "--formula", formula, "--quiet", "--out", path, .. options]);
        return path;
    }
}
