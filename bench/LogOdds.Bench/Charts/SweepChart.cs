using LogOdds.Bench.Results;

namespace LogOdds.Bench.Charts;

/// <summary>The chart of a sweep: measured medians, and what the model cost of the passes says they should be.</summary>
internal static class SweepChart
{
    public static void Write(string path, bool overRows, IReadOnlyList<SweepPoint> points)
    {
        var measured = points.Where(p => p.Result.Median is not null && p.ModelCost is not null).ToList();
        if (measured.Count == 0) return;
        // One constant for the whole line, from the middle of what the points say: it shows where time departs from the model.
        double[] rates = [.. measured.Select(p => p.Result.Median!.Value / p.ModelCost!.Value).Order()];
        var rate = rates[rates.Length / 2];
        double X(SweepPoint p) => overRows ? p.Rows : p.Columns;

        var chart = new LogLogChart(
            overRows ? $"Time of a fit of {measured[0].Columns} columns" : "Time of a fit of equally many numbers",
            overRows ? "rows" : "columns", "seconds",
            [.. measured.Select(p => new ChartPoint(X(p), p.Result.Median!.Value, $"{p.Rows} rows, {p.Columns} columns: {p.Result.Median:0.000} s, {p.Result.Passes} passes of {p.Result.Solver}"))],
            "median of the timed fits",
            [.. measured.Select(p => new ChartPoint(X(p), rate * p.ModelCost!.Value, ""))],
            $"multiplications of its passes at {1e-9 / rate:0.0} billion a second");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, chart.ToSvg());
    }
}
