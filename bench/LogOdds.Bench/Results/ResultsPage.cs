using System.Globalization;
using System.Text;
using LogOdds.Bench.Cases;

namespace LogOdds.Bench.Results;

/// <summary>The page of all results in a folder, made of their JSON files alone.</summary>
internal static class ResultsPage
{
    public static void Write(string folder)
    {
        var results = CaseList.All.Select(test => CaseResult.Load(folder, test.Name)).OfType<CaseResult>().ToList();
        var page = new StringBuilder("# Results\n\nMade by `dotnet run -c Release --project bench/LogOdds.Bench -- suite`; [how to rerun it](../README.md).\n");
        page.Append("Time is the median of the timed calls. A ratio is that time over the fastest converged peer's: below 1 is faster than every\npeer. A tool counts as converged when its objective is within 1e-10 of the best seen; tools that are not get no ratio.\n");
        page.Append("Objectives and gradients (largest entry, standardised columns) are the runner's own, from each tool's coefficients.\n\n");
        foreach (var machine in results.GroupBy(r => (r.Machine, r.Date)))
            page.Append(CultureInfo.InvariantCulture, $"- {machine.Key.Date}, {machine.Key.Machine.Processor}, {machine.Key.Machine.Cores} cores, {machine.Key.Machine.MemoryGigabytes} GB, {machine.Key.Machine.System}, {machine.Key.Machine.Runtime}: {string.Join(", ", machine.Select(r => r.Case))}\n");
        foreach (var result in results) Append(page, result, results);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "README.md"), page.ToString());
    }

    private static void Append(StringBuilder page, CaseResult result, List<CaseResult> all)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {result.Case}\n\n{char.ToUpperInvariant(result.Purpose[0])}{result.Purpose[1..]}.");
        if (result.Kind == CaseKind.Sweep)
        {
            page.Append(Scale(result)).Append("\n\n");
            AppendSweep(page, result.Sweep);
            return;
        }
        page.Append(CultureInfo.InvariantCulture, $" {result.Shape.Rows} rows, {result.Shape.Columns} columns");
        if (result.Shape.Levels.Count > 0) page.Append(CultureInfo.InvariantCulture, $", factors of {string.Join(", ", result.Shape.Levels)} levels ({result.Shape.Slopes} coefficients and the intercept)");
        if (result.Lambda > 0) page.Append(CultureInfo.InvariantCulture, $", λ = {result.Lambda:R}");
        if (result.CsvBytes is { } bytes) page.Append(CultureInfo.InvariantCulture, $", a file of {bytes / 1e6:0.0} MB");
        page.Append(CultureInfo.InvariantCulture, $", seed {result.Seed}.{Scale(result)}\n\n");

        var isScore = result.Kind == CaseKind.Score;
        page.Append(isScore
            ? "| tool | version | threads | calls | seconds | ratio | ns a row | probabilities differ by | peak MB |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n"
            : "| tool | version | threads | calls | seconds | ratio | ns a row | objective − best | gradient | converged | iterations | passes | peak MB |\n|---|---|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|--:|\n");
        foreach (var c in result.Contestants)
        {
            if (c.Missing is not null)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {c.Name} | {c.Missing.Replace("|", "/")} {string.Concat(Enumerable.Repeat("| ", isScore ? 7 : 11))}|\n");
                continue;
            }
            var version = c.Blas is null ? c.Version : $"{c.Version} ({c.Blas})";
            page.Append(CultureInfo.InvariantCulture, $"| {c.Name} | {version} | {c.Threads} | {c.Seconds.Count} | {Figure(c.Median)} | {(c.Ratio is { } ratio ? Figure(ratio) : "–")} | {Figure(c.NanosecondsARow)} | ");
            page.Append(isScore
                ? string.Create(CultureInfo.InvariantCulture, $"{c.ProbabilityDifference:0.0e+0} | {Megabytes(c.PeakBytes)} |\n")
                : string.Create(CultureInfo.InvariantCulture, $"{c.ObjectiveDifference:0.0e+0} | {c.GradientNorm:0.0e+0} | {(c.Converged ? "yes" : "**no**")} | {c.Iterations} | {c.Passes} | {Megabytes(c.PeakBytes)} |\n"));
        }

        // Ten times the rows ought to cost the same a row.
        if (result.Case == "dense-10m-30" && RowTime(result) is { } large && RowTime(all.FirstOrDefault(r => r.Case == "dense-1m-30" && r.Scale == result.Scale)) is { } small)
            page.Append(CultureInfo.InvariantCulture, $"\nA row takes LogOdds {large / small:0.00} times what it takes in dense-1m-30.\n");
    }

    private static void AppendSweep(StringBuilder page, IReadOnlyList<SweepPoint> points)
    {
        page.Append("| rows | columns | seconds | ns a row | solver | passes | allocated MB | peak MB |\n|--:|--:|--:|--:|---|--:|--:|--:|\n");
        foreach (var point in points)
            page.Append(point.Result.Missing is { } missing
                ? string.Create(CultureInfo.InvariantCulture, $"| {point.Rows} | {point.Columns} | {missing.Replace("|", "/")} | | | | | |\n")
                : string.Create(CultureInfo.InvariantCulture, $"| {point.Rows} | {point.Columns} | {Figure(point.Result.Median)} | {Figure(point.Result.NanosecondsARow)} | {point.Result.Solver} | {point.Result.Passes} | {Megabytes(point.Result.AllocatedBytes)} | {Megabytes(point.Result.PeakBytes)} |\n"));
    }

    private static double? RowTime(CaseResult? result) => result?.Contestants[0].NanosecondsARow;

    private static string Scale(CaseResult result) => result.Scale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" **Tried out at {result.Scale:R} of the rows: not a result to cite.**");

    private static string Figure(double? value) => value is { } v ? v.ToString(v is >= 1e4 or < 1e-3 ? "0.00e+0" : v >= 100 ? "0" : v >= 1 ? "0.00" : "0.0000", CultureInfo.InvariantCulture) : "";

    private static string Megabytes(long? bytes) => bytes is { } b ? (b / 1e6).ToString("0", CultureInfo.InvariantCulture) : "";
}
