using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LogOdds.Tests;

/// <summary><c>logodds fit</c> as a job of several processes.</summary>
public class SharedFitTests
{
    private const double Exactness = 1e-10;

    [Theory]
    [InlineData("birthwt.csv", "low ~ age + lwt + race + smoke + ptl + ht + ui + ftv")]
    [InlineData("pima.csv", "type ~ .")]
    public void The_model_is_that_of_one_process(string file, string formula)
    {
        var alone = Coefficients(Job.Command(1, "fit", file, "--formula", formula, "--json"));
        for (var size = 2; size <= 4; size++) Same(alone, Coefficients(Job.Command(size, "fit", file, "--formula", formula, "--json")));
    }

    [Fact]
    public void So_is_that_of_several_files_by_a_pattern()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(5);
        var whole = new StringBuilder("y,a,b,g\n");
        for (var part = 0; part < 5; part++)
        {
            var text = new StringBuilder("y,a,b,g\n");
            for (var row = 0; row < 300 * part + 50; row++)
            {
                var (a, b) = (random.NextDouble(), random.NextDouble());
                var line = string.Create(CultureInfo.InvariantCulture, $"{(random.NextDouble() < 0.3 + 0.4 * a ? 1 : 0)},{a:R},{b:R},{(part < 4 ? "u" : "uvw"[row % 3])}\n");
                text.Append(line);
                whole.Append(line);
            }
            folder.Write($"part-{part}.csv", text.ToString());
        }
        folder.Write("whole.csv", whole.ToString());
        var alone = Coefficients(Job.Command(1, "fit", folder.PathOf("whole.csv"), "--target", "y", "--json"));
        foreach (var size in new[] { 1, 3, 4 }) Same(alone, Coefficients(Job.Command(size, "fit", folder.PathOf("part-*.csv"), "--target", "y", "--json")));
    }

    [Fact]
    public void One_process_speaks_and_writes()
    {
        using var folder = new TemporaryFolder();
        var run = Job.Command(3, "fit", "birthwt.csv", "--formula", "low ~ age + lwt", "--out", folder.PathOf("model.json"), "--trace", folder.PathOf("trace.csv"));
        Assert.True(run.Code == 0, run.Errors);
        Assert.Single(run.Output.Split('\n'), line => line.StartsWith("(Intercept)", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Equal(["model.json", "trace.csv"], Directory.GetFiles(Path.GetDirectoryName(folder.PathOf("x"))!).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(1, "there is no column 'nonsense'", "birthwt.csv", "--formula", "low ~ nonsense")]
    [InlineData(1, "there is no such file", "nowhere.csv", "--target", "low")]
    [InlineData(1, "Firth's fit is not done over several processes", "birthwt.csv", "--target", "low", "--penalty", "firth")]
    [InlineData(1, "standard input cannot be shared out", "-", "--target", "low")]
    [InlineData(2, "--lambda", "birthwt.csv", "--target", "low", "--lambda", "x")]
    [InlineData(2, "fit --report is not shared out over several processes", "birthwt.csv", "--target", "low", "--report", "r.html")]
    public void What_is_wrong_is_said_once(int code, string message, params string[] args)
    {
        var run = Job.Command(3, ["fit", .. args]);
        Assert.Equal(code, run.Code);
        Assert.Single((run.Output + run.Errors).Split('\n'), line => line.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_commands_are_refused()
    {
        var run = Job.Command(2, "summary", "model.json");
        Assert.Equal(2, run.Code);
        Assert.Contains("summary is not shared out over several processes", run.Output + run.Errors, StringComparison.Ordinal);
    }

    private static void Same(JsonElement[] expected, JsonElement[] actual)
    {
        Assert.Equal(expected.Select(line => line.GetProperty("term").GetString()), actual.Select(line => line.GetProperty("term").GetString()));
        foreach (var (one, other) in expected.Zip(actual))
            foreach (var figure in new[] { "estimate", "standardError" })
                Near.Relative(one.GetProperty(figure).GetDouble(), other.GetProperty(figure).GetDouble(), Exactness, $"{figure} of {one.GetProperty("term")}");
    }

    private static JsonElement[] Coefficients(JobRun run)
    {
        Assert.True(run.Code == 0, run.Output + run.Errors);
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.Clone().GetProperty("coefficients").EnumerateArray()];
    }
}
