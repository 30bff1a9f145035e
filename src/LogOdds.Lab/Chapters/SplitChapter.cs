using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Selection;
using LogOdds.Solvers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>Rows to fit to and rows to test on.</summary>
internal sealed class SplitChapter : IChapter
{
    private const double Rate = 0.1;
    private const int Epochs = 1000;
    private const string RowNumber = "row";
    private const string Part = "split";

    private static readonly string[] Richness = ["line", "both", "cubes"];

    /// <summary>Which rows of the two clouds the file itself sets aside.</summary>
    private static readonly Lazy<bool[]> TestRowsOfFile = new(static () =>
    {
        var column = SampleData.Read("two_blobs")[Part];
        return [.. Enumerable.Range(0, column.Rows).Select(row => column.TextAt(row) == "test")];
    });

    public string Name => "split";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Answer);
        chapter.MapGet("/points", static (string data, string? points) => new { Points = PointSet.Of(data, points).View });
        chapter.MapGet("/points.csv", PointsWithParts);
    }

    internal static object Answer(string way, double share, double seed, string terms, string fit, string data = "blobs", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var isFixed = way == "fixed" && data == "blobs" && string.IsNullOrEmpty(points);
        var split = isFixed ? OfFile(set) : TrainTestSplit.Random(Numbered(set), share, (long)seed);
        // The descent at this rate is for the line; what has powers among its columns would need another rate.
        var isDescent = fit == "descent" && terms == "line";
        var chosen = Fit(split.Train, set, terms, isDescent);
        var p = chosen.Probability(set.Table);
        var (train, test) = (chosen.Evaluate(split.Train), chosen.Evaluate(split.Test));
        return new
        {
            IsFixed = isFixed,
            Train = PartOf(split.Train, train, p, set),
            Test = PartOf(split.Test, test, p, set),
            Map = Surface.Of(chosen, set),
            Formula = Terms.Formula(set, terms),
            Comparison = Richness.Select(richness => Compare(richness, richness == terms ? chosen : null, split, set, isDescent: richness == "line" && fit == "descent")).ToArray(),
            Separation = chosen.Separation?.InWords,
            Run = RunOf(set, isFixed, share, (long)seed, Terms.Formula(set, terms), isDescent),
        };
    }

    /// <summary>The points with a column that says which are set aside.</summary>
    internal static IResult PointsWithParts(double share, double seed, string data = "blobs", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var test = RowsOf(TrainTestSplit.Random(Numbered(set), share, (long)seed).Test).ToHashSet();
        var stream = new MemoryStream();
        TableWriter.Write(new Table([.. set.Table.Columns, CategoricalColumn.FromTexts(Part, Enumerable.Range(0, set.Rows).Select(row => test.Contains(row) ? "test" : "train"))]), stream);
        return Results.File(stream.ToArray(), "text/csv", "points.csv");
    }

    private static TrainTestSplit OfFile(PointSet set)
    {
        var (table, isTest) = (Numbered(set), TestRowsOfFile.Value);
        Table Rows(bool test) => table.Select([.. Enumerable.Range(0, set.Rows).Where(row => isTest[row] == test)]);
        return new TrainTestSplit(Rows(false), Rows(true));
    }

    private static Table Numbered(PointSet set) => new([.. set.Table.Columns, new NumericColumn(RowNumber, Enumerable.Range(0, set.Rows).Select(row => (double)row).ToArray())]);

    private static int[] RowsOf(Table part) => [.. ((NumericColumn)part[RowNumber]).Values.ToArray().Select(row => (int)row)];

    private static LogisticModel Fit(Table train, PointSet set, string terms, bool isDescent) => LogisticRegression.Fit(train, Terms.Formula(set, terms),
        isDescent ? new FitOptions { Solver = new GradientDescent { LearningRate = Rate, MaxIterations = Epochs } } : null);

    private static object PartOf(Table part, BinaryMetrics metrics, double[] p, PointSet set)
    {
        var rows = RowsOf(part);
        return new
        {
            Rows = rows,
            Wrong = Enumerable.Range(0, rows.Length).Where(k => (p[rows[k]] >= 0.5) != (set.Classes[rows[k]] == 1)),
            metrics.Accuracy,
            metrics.ErrorRate,
            metrics.LogLoss,
            metrics.Confusion,
        };
    }

    /// <summary>A model of some richness on both parts; without figures where the rows are too few for it.</summary>
    private static object Compare(string richness, LogisticModel? fitted, TrainTestSplit split, PointSet set, bool isDescent)
    {
        try
        {
            var model = fitted ?? Fit(split.Train, set, richness, isDescent);
            var (train, test) = (model.Evaluate(split.Train), model.Evaluate(split.Test));
            return new { Terms = richness, Coefficients = (int?)model.Coefficients.Count, Train = new { train.Accuracy, train.LogLoss }, Test = new { test.Accuracy, test.LogLoss } };
        }
        catch (UnusableDataException)
        {
            var none = new { Accuracy = double.NaN, LogLoss = double.NaN };
            return new { Terms = richness, Coefficients = (int?)null, Train = none, Test = none };
        }
    }

    private static Run RunOf(PointSet set, bool isFixed, double share, long seed, string formula, bool isDescent)
    {
        var file = isFixed ? set.File : "points.csv";
        var flags = isDescent ? $" --solver gradient-descent --learning-rate {Run.Text(Rate)} --max-iterations {Epochs}" : "";
        var split = isFixed ? $"var (train, test) = (table.Where(\"{Part}\", \"train\"), table.Where(\"{Part}\", \"test\"));" : $"var (train, test) = TrainTestSplit.Random(table, {Run.Text(share)}, seed: {seed});";
        var options = isDescent ? $", new FitOptions {{ Solver = new GradientDescent {{ LearningRate = {Run.Text(Rate)}, MaxIterations = {Epochs} }} }}" : "";
        return new Run(
            $"{(isFixed ? set.Preparation : "")}logodds fit {file} --rows {Part}=train --formula \"{formula}\"{flags} --out model.json\n"
            + $"logodds evaluate model.json {file} --rows {Part}=train\nlogodds evaluate model.json {file} --rows {Part}=test",
            Run.Usings + $$"""
            var table = TableReader.Read("{{file}}");
            {{split}}
            var model = LogisticRegression.Fit(train, "{{formula}}"{{options}});
            foreach (var part in new[] { train, test })
            {
                var figures = model.Evaluate(part);
                Console.WriteLine($"{figures.Rows} rows: accuracy {figures.Accuracy}, log loss {figures.LogLoss}, {figures.Confusion}");
            }

            """);
    }
}
