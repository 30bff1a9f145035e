using System.Globalization;
using System.Text.Json;
using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>Files of svmlight by the command, against LIBLINEAR's problems solved to machine precision.</summary>
public class SparseCommandTests
{
    private static readonly string Folder = Path.Combine(Golden.Folder, "more");

    public static TheoryData<string> Cases => [.. Directory.GetFiles(Path.Combine(Folder, "golden"), "liblinear_*.json").Select(file => Path.GetFileName(file)!).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_command_finds_what_liblinear_minimises(string file)
    {
        var golden = Golden.Load($"more/golden/{file}");
        var exact = golden["exact"];
        var (rows, c) = (golden["rows"].Number, golden["C"].Number);
        var isLasso = golden["penalty"].Text == "l1";
        using var folder = new TemporaryFolder();
        var model = folder.PathOf("model.json");
        var data = DataOf(golden["data"].Text);
        var fit = Cli.Done("fit", data, "--penalty", golden["penalty"].Text, "--lambda", Number(1 / (c * rows)), "--bias", Number(golden["bias"].Number), "--out", model, "--json").Json;
        Assert.Equal("converged", fit.GetProperty("solver").GetProperty("status").GetString());
        Assert.Equal(rows, fit.GetProperty("rows").GetDouble());

        // F·C·n is LIBLINEAR's objective; ours may not be higher.
        var objective = fit.GetProperty("objective").GetDouble();
        var best = exact["objective_value"].Number / (c * rows);
        Assert.InRange(objective, best - 1e-12, best + 1e-10);

        // Some columns of a9a add up to others: the best probabilities are known, the best weights of a lasso are not.
        if (!(isLasso && golden["data"].Text == "a9a.svm")) RequireWeights(golden, exact, fit, isLasso);
        if (!file.EndsWith("_bias.json", StringComparison.Ordinal) && golden["data"].Text == "heart_scale.svm") return;

        var predictions = Cli.Done("predict", model, data).Output.Split('\n').Skip(1).Take(10).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)).ToArray();
        var decisions = exact["decision_first10"].Numbers;
        for (var i = 0; i < predictions.Length; i++) Near.Absolute(1 / (1 + Math.Exp(-decisions[i])), predictions[i], 1e-5);
        // A row without entries is undecided where there is no bias, and tools differ on which class that is.
        if (golden["bias"].Number < 0) return;
        var metrics = Cli.Done("evaluate", model, data, "--json").Json;
        Near.Absolute(exact["accuracy"].Number, Metric(metrics, "accuracy"), 1e-12);
        Near.Absolute(exact["log_loss"].Number, Metric(metrics, "logLoss"), 1e-6);
    }

    private static void RequireWeights(Golden golden, Golden exact, JsonElement fit, bool isLasso)
    {
        var features = (int)golden["features"].Number;
        var weights = fit.GetProperty("coefficients").EnumerateArray().Select(k => k.GetProperty("estimate").GetDouble()).ToArray();
        var expected = exact.Has("weights") ? exact["weights"].Numbers : exact["first_weights"].Numbers;
        for (var j = 0; j < Math.Min(expected.Length, features); j++) Near.Absolute(expected[j], weights[j], 1e-5, $"feature {j + 1}");
        foreach (var large in exact["largest"].Items) Near.Absolute(large["weight"].Number, weights[(int)large["feature"].Number - 1], 1e-5);
        if (exact.Has("bias_weight")) Near.Absolute(exact["bias_weight"].Number, weights[features], 1e-5, "bias");
        if (isLasso) Assert.Equal(exact["nonzero"].Number, weights.Count(w => w != 0));
    }

    /// <summary>The same problems from the texts themselves, whose quotes are text.</summary>
    [Theory]
    [InlineData("liblinear_sms_spam_l2.json")]
    [InlineData("liblinear_sms_spam_l2_dual_C10.json")]
    public void The_words_of_texts_lead_to_what_liblinear_minimises(string file)
    {
        var golden = Golden.Load($"more/golden/{file}");
        var exact = golden["exact"];
        var strength = golden["C"].Number * golden["rows"].Number;
        using var folder = new TemporaryFolder();
        var (texts, model, scored) = (DataOf("sms_spam.tsv"), folder.PathOf("model.json"), folder.PathOf("scored.tsv"));
        var formula = golden["bias"].Number > 0 ? "label ~ 0 + words(text) + I(1)" : "label ~ 0 + words(text)";
        var fit = Cli.Done("fit", texts, "--quote", "none", "--formula", formula, "--penalty", golden["penalty"].Text, "--lambda", Number(1 / strength), "--out", model, "--json").Json;
        Assert.Equal("converged", fit.GetProperty("solver").GetProperty("status").GetString());
        Assert.Equal(golden["rows"].Number, fit.GetProperty("rows").GetDouble());

        // LIBLINEAR was given entries of six decimals. To first order, errors of 5e-7 in all of them move the optimum by no more than 5e-7 times the mean
        // over the rows of |residual| · Σ|b| of the row's words, which is 5.3e-7.
        Near.Absolute(exact["objective_value"].Number / strength, fit.GetProperty("objective").GetDouble(), 5.3e-7);
        var weights = fit.GetProperty("coefficients").EnumerateArray().Select(k => k.GetProperty("estimate").GetDouble()).ToArray();
        foreach (var large in exact["largest"].Items) Near.Absolute(large["weight"].Number, weights[(int)large["feature"].Number - 1], 1e-4);

        // What is scored is an ordinary table again, quotes and all.
        Cli.Done("predict", model, texts, "--quote", "none", "--out", scored);
        var rows = TableReader.Read(scored);
        Assert.Equal(golden["rows"].Number, rows.Rows);
        Assert.Equal(145, Enumerable.Range(0, rows.Rows).Count(row => rows["text"].TextAt(row).Contains('"')));
        var decisions = exact["decision_first10"].Numbers;
        for (var i = 0; i < decisions.Length; i++) Near.Absolute(1 / (1 + Math.Exp(-decisions[i])), ((NumericColumn)rows["probability[spam]"]).Values[i], 1e-5);
        // A text without known words is undecided where there is no bias, and tools differ on which class that is.
        if (golden["bias"].Number < 0) return;
        var metrics = Cli.Done("evaluate", model, texts, "--quote", "none", "--json").Json;
        Near.Absolute(exact["accuracy"].Number, Metric(metrics, "accuracy"), 1e-12);
        Near.Absolute(exact["log_loss"].Number, Metric(metrics, "logLoss"), 1e-6);
    }

    [Fact]
    public void A_stray_quote_is_told_with_the_option_that_makes_it_text()
    {
        var refused = Cli.Run("fit", DataOf("sms_spam.tsv"), "--formula", "label ~ words(text)", "--penalty", "l2", "--lambda", "0.001");
        Assert.Equal(1, refused.Code);
        Assert.Contains("line 284: text follows a closing quote. A quote inside a quoted field is written twice; where quotes are text, read with --quote none", refused.Errors);
        Assert.Equal(2, Cli.Run("fit", DataOf("sms_spam.tsv"), "--formula", "label ~ words(text)", "--quote", "'").Code);
    }

    [Fact]
    public void Svmlight_is_known_by_its_ending_or_named()
    {
        using var folder = new TemporaryFolder();
        var text = string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 3 == 0 ? "+1" : "-1")} {1 + i % 5}:1 7:{i % 4}\n"));
        string[] options = ["--penalty", "l2", "--lambda", "0.1", "--json"];
        var first = Cli.Done(["fit", folder.Write("a.svm", text), .. options]).Json;
        foreach (var ending in new[] { "svmlight", "libsvm" })
            Assert.Equal(Coefficients(first), Coefficients(Cli.Done(["fit", folder.Write($"a.{ending}", text), .. options]).Json));
        Assert.Equal(Coefficients(first), Coefficients(Cli.Done(["fit", folder.Write("a.txt", text), "--format", "svmlight", .. options]).Json));
        Assert.Equal("label ~ x", first.GetProperty("formula").GetString());
        Assert.Equal("(Intercept)", first.GetProperty("coefficients")[0].GetProperty("term").GetString());

        var piped = Cli.RunWith(text, ["fit", "-", "--format", "svmlight", .. options]);
        Assert.Equal(Coefficients(first), Coefficients(piped.Json));
        Assert.Equal(2, Cli.Run("fit", folder.PathOf("a.txt")).Code);
        var wrong = Cli.Run(["fit", folder.Write("b.svm", "1 1:1\n-1 2:x\n"), .. options]);
        Assert.Equal(1, wrong.Code);
        Assert.Contains("b.svm, line 2: '2:x' is no pair index:value", wrong.Errors);
        Assert.Equal(2, Cli.Run("fit", folder.PathOf("a.svm"), "--formula", "label ~ x", "--bias", "1").Code);
    }

    [Fact]
    public void A_summary_shows_the_largest_coefficients_of_a_block()
    {
        var output = Cli.Done("fit", DataOf("a9a.svm"), "--penalty", "l2", "--lambda", "0.001").Output;
        Assert.Contains("x: 123 of 123 coefficients are not 0; the 20 largest are shown.", output);
        Assert.Equal(21, output.Split('\n').Count(line => line.StartsWith("x[", StringComparison.Ordinal) || line.StartsWith("(Intercept)", StringComparison.Ordinal)));
    }

    private static string DataOf(string file) => Path.Combine(Folder, "data", File.Exists(Path.Combine(Folder, "data", file)) ? file : $"{file}.gz");

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Metric(JsonElement metrics, string name) => metrics.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : metrics.GetProperty(name).GetProperty("value").GetDouble();

    private static string Coefficients(JsonElement fit) => fit.GetProperty("coefficients").GetRawText();
}
