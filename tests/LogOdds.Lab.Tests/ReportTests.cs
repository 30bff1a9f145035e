using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Lab;
using LogOdds.Lab.Figures;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests;

/// <summary>Reports of fits of every kind.</summary>
public class ReportTests
{
    private const int MostBytes = 3 << 20;

    private static string Write(string sample, string formula, FitOptions? options = null)
    {
        var table = TableReader.Read(Repository.Sample(sample));
        return Write(new ReportDocument(LogisticRegression.Fit(table, formula, options), table) { DataName = sample });
    }

    private static string Write(ReportDocument report)
    {
        Requires.Charts();
        using var stream = new MemoryStream();
        report.Write(stream);
        Assert.True(stream.Length < MostBytes, $"{stream.Length} bytes");
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The document without its styles and scripts.</summary>
    private static string Markup(string html) => Regex.Replace(html, "<(script|style)[^>]*>.*?</\\1>", "", RegexOptions.Singleline);

    /// <summary>What a reader without scripts sees.</summary>
    private static string Words(string html) => System.Net.WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(Markup(html), "<[^>]+>", " "), "\\s+", " "));

    public static TheoryData<string, string, string> Fits => new()
    {
        { "birthwt.csv", "low ~ age + lwt + race * smoke", "none" },
        { "birthwt.csv", "low ~ C(race, sum) + poly(age, 2)", "none" },
        { "birthwt.csv", "low ~ 1", "none" },
        { "birthwt.csv", "low ~ 0 + age + race", "none" },
        { "birthwt.csv", "low ~ age + I(2 * age)", "none" },
        { "endometrial.csv", "HG ~ .", "none" },
        { "endometrial.csv", "HG ~ .", "firth" },
        { "pima.csv", "type ~ .", "l2" },
        { "infert.csv", "case ~ spontaneous + induced", "strata" },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void Every_kind_of_fit_has_a_report(string sample, string formula, string kind)
    {
        var html = Write(sample, formula, kind switch
        {
            "firth" => new FitOptions { BiasReduction = BiasReduction.Firth },
            "l2" => new FitOptions { Penalty = new Ridge(0.05), Standardize = StandardizeKind.Population },
            "strata" => new FitOptions { Strata = "stratum" },
            _ => null,
        });
        Assert.StartsWith("<!doctype html>", html);
        RequireBalanced(Markup(html));
        Assert.DoesNotMatch("(src|href|action)\\s*=", Markup(html));
        Assert.DoesNotMatch("url\\(\\s*['\"]?https?:", html);
        Assert.DoesNotContain("@import", html);
        Assert.Contains("default-src 'none'", html);
        var words = Words(html);
        Assert.Contains(formula, words);
        Assert.DoesNotContain("NaN", words);
        foreach (var heading in new[] { "What was fitted", "The data", "Coefficients", "In words", "Tests of terms", "Performance", "Residuals and influential rows", "How to get these figures again" }) Assert.Contains(heading, words);
        var figures = Regex.Match(html, "<script type=\"application/json\" id=\"figures\">\n(.*?)\n</script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.True(JsonDocument.Parse(figures).RootElement.TryGetProperty("forest", out _));
        // Whatever is to be drawn has its figures, and its chart.
        var imports = Regex.Match(html, "<script type=\"importmap\">\n(.*?)\n</script>", RegexOptions.Singleline).Groups[1].Value;
        foreach (Match chart in Regex.Matches(html, "data-chart=\"([a-zA-Z]+)\"")) Assert.Contains($"charts/{chart.Groups[1].Value}.js", imports);
    }

    [Fact]
    public void Figures_are_the_library_s_and_can_be_read_without_scripts()
    {
        var table = TableReader.Read(Repository.Sample("birthwt.csv"));
        var model = LogisticRegression.Fit(table, "low ~ age + race");
        var words = Words(Write("birthwt.csv", "low ~ age + race"));
        foreach (var (label, text) in model.Summary().Facts.Concat(model.Summary().Statistics)) Assert.Contains(Regex.Replace(text, "\\s+", " "), words);
        foreach (var line in model.Summary().Coefficients) Assert.Contains(string.Join(" ", line.Where(cell => cell.Length > 0)), words);
        foreach (var (_, sentence) in model.InWords()) Assert.Contains(sentence, words);
        Assert.Contains("birthwt.csv: 189 rows, 189 used, none left out; low = 1 in 59, low = 0 in 130.", words);
    }

    [Fact]
    public void The_same_fit_makes_the_same_document() => Assert.Equal(Write("pima.csv", "type ~ ."), Write("pima.csv", "type ~ ."));

    [Fact]
    public void What_theory_refuses_is_said_in_words()
    {
        var separated = Words(Write("endometrial.csv", "HG ~ ."));
        Assert.Contains("Quasi-complete separation", separated);
        Assert.Contains("the estimate of NV is infinite", separated);
        Assert.Contains("The fit is penalised", Words(Write("pima.csv", "type ~ .", new FitOptions { Penalty = new Ridge(0.1) })));
        Assert.Contains("tests of terms by the likelihood ratio belong to maximum likelihood", Words(Write("endometrial.csv", "HG ~ .", new FitOptions { BiasReduction = BiasReduction.Firth })));
        Assert.Contains("odds ratios but no intercept", Words(Write("infert.csv", "case ~ induced", new FitOptions { Strata = "stratum" })));
    }

    [Fact]
    public void Grouped_trials_have_a_report()
    {
        var table = TableReader.Read("cases,controls,age\n3,10,1\n5,8,2\n9,7,3\n8,2,4\n"u8.ToArray(), "grouped");
        var words = Words(Write(new ReportDocument(LogisticRegression.Fit(table, "cbind(cases, controls) ~ age"), table)));
        Assert.Contains("metrics need one trial a row", words);
        Assert.Contains("Cook’s distance", words);
    }

    [Fact]
    public void Hostile_texts_are_texts()
    {
        const string evil = "</script><script>alert('x')</script>";
        var table = new Table([new NumericColumn("y", Enumerable.Range(0, 40).Select(i => i * 7 % 10 > 4 ? 1.0 : 0).ToArray()), CategoricalColumn.FromTexts("<b onload=1>", Enumerable.Range(0, 40).Select(i => i % 3 == 0 ? evil : "ok & fine"))]);
        var html = Write(new ReportDocument(LogisticRegression.Fit(table, "y ~ ."), table) { DataName = evil, Command = evil, Code = evil });
        Assert.DoesNotContain("alert('x')", Markup(html));
        Assert.DoesNotContain("<b onload", html);
        RequireBalanced(Markup(html));
        Assert.Equal(Regex.Count(html, "<script"), Regex.Count(html, "</script>"));
        Assert.Contains(evil, Words(html));
    }

    [Fact]
    public void Many_rows_stay_a_small_document()
    {
        const int rows = 150_000;
        var random = new Random(1);
        double[] Column() => [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())];
        var x = Column();
        var table = new Table([new NumericColumn("y", x.Select(value => random.NextDouble() < value ? 1.0 : 0).ToArray()), new NumericColumn("x", x), new NumericColumn("z", Column())]);
        var html = Write(new ReportDocument(LogisticRegression.Fit(table, "y ~ ."), table));
        Assert.True(html.Length < 1 << 20);
        Assert.Contains("no resamples were drawn", Words(html));
    }

    [Fact]
    public void Options_are_written_as_CSharp()
    {
        var options = new FitOptions
        {
            Positive = "a \"b\"",
            Penalty = new Ridge(0.5),
            Standardize = StandardizeKind.Sample,
            Except = ["split"],
            Solver = new Lbfgs { Tolerance = 1e-9 },
            ConfidenceLevel = 0.9,
            Cancellation = new CancellationTokenSource().Token,
            Trace = _ => { },
        };
        var code = CodeText.Fit(["a.csv", "b.csv"], "y ~ `c d`", options, ("split", "train"));
        Assert.Contains("TableReader.Read([\"a.csv\", \"b.csv\"]).Where(\"split\", \"train\");", code);
        Assert.Contains("LogisticRegression.Fit(table, \"y ~ `c d`\", new FitOptions { Positive = \"a \\\"b\\\"\", Except = [\"split\"], Penalty = new Ridge(0.5), Standardize = StandardizeKind.Sample, Solver = new Lbfgs { Tolerance = 1E-09 }, ConfidenceLevel = 0.9 });", code);
    }

    /// <summary>Every tag that is opened is closed, in its order.</summary>
    private static void RequireBalanced(string markup)
    {
        string[] empty = ["meta", "!doctype"];
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(markup, "<(/?)([a-zA-Z!][a-zA-Z0-9]*)[^>]*>"))
        {
            var name = tag.Groups[2].Value;
            if (empty.Contains(name)) continue;
            if (tag.Groups[1].Length == 0) open.Push(name);
            else Assert.Equal(open.Pop(), name);
        }
        Assert.Empty(open);
    }
}
