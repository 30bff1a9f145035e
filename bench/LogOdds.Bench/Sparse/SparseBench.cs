using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LogOdds.Bench.Results;
using LogOdds.IO;

namespace LogOdds.Bench.Sparse;

/// <summary>
/// Whole processes, from a file of svmlight to a model file: the command beside LIBLINEAR's. What each minimised is evaluated here, from its model
/// and the file.
/// </summary>
internal sealed class SparseBench(SuiteOptions options, string cli, string file)
{
    private const int Rows = 100_000;
    private const int Columns = 200_000;
    private const int Draws = 73;

    private readonly string _model = file + ".model";

    public static int Run(SuiteOptions options)
    {
        var cli = options.Cli ?? throw new UsageException("sparse times the published command: --cli PATH");
        var folder = Directory.CreateTempSubdirectory("logodds-sparse-").FullName;
        try
        {
            var file = Path.Combine(folder, "texts.svm");
            SparseText.Write(file, Math.Max(1000, (int)(Rows * options.Scale)), Columns, Draws, options.Seed);
            new SparseBench(options, cli, file).Run();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private void Run()
    {
        var rows = SvmlightReader.Read(file);
        var lambda = (1.0 / rows.Rows).ToString("R", CultureInfo.InvariantCulture);
        var machine = Machine.Current();
        Console.WriteLine($"{rows.Rows} rows, {rows.Columns} columns, {rows.Values.Length} entries, {new FileInfo(file).Length / 1e6:0} MB of text; {machine.Processor}, {machine.Cores} cores");
        Console.WriteLine();
        Console.WriteLine("| | seconds | CPU seconds | peak MB | objective | above the least |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var penalty in new[] { "l2", "l1" })
        {
            var results = new List<(string Name, Timing Timing, double Objective)>();
            void Contest(string name, string program, params string[] arguments)
            {
                var samples = Enumerable.Range(0, options.Repeat).Select(_ => Time(program, arguments)).OrderBy(timing => timing.Seconds).ToArray();
                results.Add((name, samples[samples.Length / 2], Objective(rows, penalty)));
            }
            // Read once, so that every contestant finds the file in memory.
            Contest($"LogOdds, {penalty}", cli, "fit", file, "--penalty", penalty, "--lambda", lambda, "--bias", "-1", "--quiet", "--out", _model);
            foreach (var (solver, tolerance) in penalty == "l2" ? new[] { ("0", "0.01"), ("0", "1e-8"), ("7", "0.1"), ("7", "1e-4") } : [("6", "0.01"), ("6", "1e-6")])
                Contest($"LIBLINEAR -s {solver} -e {tolerance}", "liblinear-train", "-q", "-s", solver, "-e", tolerance, file, _model);
            var least = results.Min(result => result.Objective);
            foreach (var (name, timing, objective) in results)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {timing.Seconds:0.00} | {timing.CpuSeconds:0.00} | {timing.PeakBytes / 1e6:0} | {objective:R} | {objective - least:0.0e+0} |"));
        }
    }

    private Timing Time(string program, string[] arguments)
    {
        File.Delete(_model);
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments)) ?? throw new UsageException($"{program} does not start");
        var (peak, cpu) = (0L, TimeSpan.Zero);
        // Rarely: to ask takes time from it.
        while (!process.WaitForExit(50))
        {
            try
            {
                process.Refresh();
                (peak, cpu) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime);
            }
            catch (InvalidOperationException)
            {
                // It has ended between the two questions.
            }
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return process.ExitCode == 0 ? new Timing(seconds, cpu.TotalSeconds, peak) : throw new UsageException($"{program} ended with {process.ExitCode}");
    }

    /// <summary>Mean loss and penalty of the model file.</summary>
    private double Objective(SparseRows rows, string penalty)
    {
        var weights = Weights(rows);
        var (starts, indices, values) = (rows.RowStarts.ToArray(), rows.ColumnIndices.ToArray(), rows.Values.ToArray());
        var loss = 0.0;
        for (var i = 0; i < rows.Rows; i++)
        {
            var margin = 0.0;
            for (var k = starts[i]; k < starts[i + 1]; k++) margin += values[k] * weights[indices[k]];
            margin *= rows.Labels.Span[i];
            loss += margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
        }
        return (loss + weights.Sum(w => penalty == "l2" ? w * w / 2 : Math.Abs(w))) / rows.Rows;
    }

    private double[] Weights(SparseRows rows)
    {
        var weights = new double[rows.Columns];
        if (File.ReadLines(_model).First().StartsWith('{'))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(_model));
            var block = json.RootElement.GetProperty("blocks")[0];
            foreach (var (column, estimate) in block.GetProperty("columns").EnumerateArray().Zip(block.GetProperty("estimates").EnumerateArray()))
                weights[column.GetInt32() - 1] = estimate.GetDouble();
            return weights;
        }
        var lines = File.ReadAllLines(_model);
        // LIBLINEAR's weights are of the label that it names first.
        var sign = lines.Single(line => line.StartsWith("label", StringComparison.Ordinal)).Split(' ')[1] == "1" ? 1 : -1;
        var first = Array.IndexOf(lines, "w") + 1;
        for (var j = 0; j < weights.Length && first + j < lines.Length; j++) weights[j] = sign * double.Parse(lines[first + j], CultureInfo.InvariantCulture);
        return weights;
    }

    private sealed record Timing(double Seconds, double CpuSeconds, long PeakBytes);
}
