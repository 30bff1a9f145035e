using System.Text.RegularExpressions;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests;

/// <summary>The README's commands print what stands below them, and its C# is the C# compiled here.</summary>
public partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("README.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_command_runs_and_prints_what_stands_below_it()
    {
        using var folder = new TemporaryFolder();
        var checkedOutputs = 0;
        foreach (Match block in ShellBlock().Matches(Readme))
        {
            var output = "";
            // The Lab runs until it is stopped: see LabCommandTests.
            foreach (var line in block.Groups[1].Value.Split('\n').Where(l => l.Contains(" -- ") && !l.EndsWith(" -- lab", StringComparison.Ordinal)))
            {
                var args = Argument().Matches(line.Split(" -- ")[1]).Select(m => m.Value.Trim('"'))
                    .Select(arg => arg.StartsWith("samples/", StringComparison.Ordinal) ? Repository.PathOf(arg) : arg == "births.json" ? folder.PathOf(arg) : arg);
                output = Cli.Done([.. args]).Output;
            }
            if (block.Groups[2].Value is not { Length: > 0 } expected) continue;
            Assert.Equal(expected.TrimEnd(), output.ReplaceLineEndings("\n").TrimEnd());
            checkedOutputs++;
        }
        Assert.Equal(2, checkedOutputs);
    }

    [Fact]
    public void Every_piece_of_CSharp_is_compiled_and_run_here()
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Cli.Tests", "ReadmeTests.cs")).ReplaceLineEndings("\n");
        var snippets = CSharpBlock().Matches(Readme).Select(m => m.Groups[1].Value.TrimEnd()).ToArray();
        Assert.Equal(4, snippets.Length);
        foreach (var snippet in snippets)
        {
            var indented = string.Join('\n', snippet.Split('\n').Select(line => line.Length == 0 ? line : $"        {line}"));
            Assert.Contains(indented, source);
        }
    }

    private sealed record Student(double Hours, string School, bool Passed);

    [Fact]
    public void From_file_to_saved_model()
    {
        using var folder = new TemporaryFolder();
        var here = Directory.GetCurrentDirectory();
        Directory.CreateDirectory(folder.PathOf("samples/data"));
        File.Copy(Repository.Sample("exam_marks.csv"), folder.PathOf("samples/data/exam_marks.csv"));
        Directory.SetCurrentDirectory(folder.PathOf(""));
        try
        {
            SaveModel();
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }
        var model = ModelFile.Load(folder.PathOf("admission.json"));
        Near.Absolute(1.23, model["exam1"].OddsRatio!.Value, 0.005);
        Near.Absolute(0.776, model.Probability(45, 85), 0.0005);
    }

    private static void SaveModel()
    {
        var table = TableReader.Read("samples/data/exam_marks.csv");
        var model = LogisticRegression.Fit(table, "admitted ~ exam1 + exam2");

        Console.WriteLine(model.Summary());
        Console.WriteLine(model["exam1"].OddsRatio);         // each further mark multiplies the odds by 1.23
        Console.WriteLine(model.Probability(45, 85));        // 0.776
        Console.WriteLine(model.DecisionLine().Y(60));       // the second mark needed beside a first of 60
        ModelFile.Save(model, "admission.json");
    }

    [Fact]
    public void From_arrays_and_objects()
    {
        double[,] marks = { { 35, 78 }, { 60, 86 }, { 79, 75 }, { 45, 56 }, { 61, 97 }, { 75, 47 } };
        double[] admitted = [0, 1, 0, 0, 1, 1];
        var fromArrays = LogisticRegression.Fit(marks, admitted);

        var students = new[] { new Student(2.5, "north", false), new Student(4, "south", true), new Student(3, "south", false), new Student(3.5, "north", true), new Student(5, "north", false) };
        var fromObjects = LogisticRegression.Fit(students, s => s.Passed, [s => s.Hours, s => s.School]);

        Assert.Equal(["(Intercept)", "x1", "x2"], fromArrays.Coefficients.Select(c => c.Term));
        Assert.Equal(["(Intercept)", "Hours", "School[south]"], fromObjects.Coefficients.Select(c => c.Term));
        Assert.Equal(LogOdds.Solvers.SolverStatus.Converged, fromArrays.Solver.Status);
        Assert.Equal(LogOdds.Solvers.SolverStatus.Converged, fromObjects.Solver.Status);
    }

    [Fact]
    public void Training_on_some_rows_and_measuring_on_others()
    {
        var here = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Repository.Root);
        try
        {
            Measure();
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }
    }

    [Fact]
    public void Strength_by_cross_validation()
    {
        var here = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(Repository.Root);
        try
        {
            Search();
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }
    }

    private static void Search()
    {
        var cancer = TableReader.Read("samples/data/breast_cancer.csv");
        var search = LogisticRegression.CrossValidate(cancer, "benign ~ .", new CrossValidationOptions
        {
            Path = new PathOptions { Penalty = ElasticNet.Lasso(1), Fit = new FitOptions { Standardize = StandardizeKind.Population } },
            Rule = ChoiceRule.OneStandardError,
        });
        Console.WriteLine(search.Model().Summary());
        Assert.InRange(search.Model().Coefficients.Count(c => c.Estimate != 0), 5, 20);
    }

    private static void Measure()
    {
        var births = TableReader.Read("samples/data/birthwt.csv");
        var split = TrainTestSplit.Stratified(births, "low", testShare: 0.25, seed: 1);
        var ridge = LogisticRegression.Fit(split.Train, "low ~ .", new FitOptions
        {
            Penalty = new Ridge(0.02),
            Standardize = StandardizeKind.Population,        // learned on the training rows, reported in the data's units
        });
        Console.WriteLine(ridge.Evaluate(split.Test).Auc);
        Assert.InRange(ridge.Evaluate(split.Test).Auc, 0.5, 1);
    }

    [GeneratedRegex(@"```sh\n(.*?)```\n(?:\n```text\n(.*?)```)?", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Argument();
}
