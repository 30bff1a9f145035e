using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LogOdds.Bench.Contestants;
using LogOdds.Bench.Results;
using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Bench.Classes;

/// <summary>
/// A multinomial ridge on pictures of ten classes, 60 000 rows of 784 columns, beside scikit-learn's L-BFGS. Calls are timed, reading is not; the gradient
/// of both answers is computed here by one code.
/// </summary>
internal sealed class ClassesBench(SuiteOptions options, string folder)
{
    private const int Rows = 60_000;
    private const double Lambda = 1e-4;
    private const double Tolerance = 1e-6;

    public static int Run(SuiteOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("logodds-classes-").FullName;
        try
        {
            new ClassesBench(options, folder).Run();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private void Run()
    {
        var rows = Math.Max(2000, (int)(Rows * options.Scale));
        var (columns, labels) = ImageData.Make(rows, options.Seed);
        var machine = Machine.Current();
        Console.WriteLine($"{rows} rows, {ImageData.Columns} columns, {ImageData.Classes} classes, ridge of {Lambda}; {machine.Processor}, {machine.Cores} cores");
        Console.WriteLine();
        Console.WriteLine("| | seconds | CPU seconds | iterations | objective | largest gradient entry |");
        Console.WriteLine("|---|---|---|---|---|---|");

        var table = new Table([new NumericColumn("label", labels), .. columns.Select((values, j) => new NumericColumn($"p{j}", values))]);
        var samples = Enumerable.Range(0, options.Repeat + 1).Select(_ => Fit(table)).Skip(1).OrderBy(sample => sample.Seconds).ToArray();
        Report("LogOdds", samples[samples.Length / 2], columns, labels);

        Write(Path.Combine(folder, "x"), columns.SelectMany(values => values));
        Write(Path.Combine(folder, "y"), labels);
        var python = Interpreter.Python("import sklearn");
        var script = Path.Combine(AppContext.BaseDirectory, "peers", "sklearn_classes.py");
        foreach (var end in new[] { "default", "end" })
        {
            var start = python.Start(script, [folder, Invariant(rows), Invariant(ImageData.Columns), Invariant(Lambda), Invariant(Tolerance), end, Invariant(options.Repeat)]);
            if (start is null)
            {
                Console.WriteLine("| scikit-learn | not installed | | | | |");
                return;
            }
            var result = TimedProcess.Run(start, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
            if (result.Failure is { } failure)
            {
                Console.WriteLine($"| scikit-learn, {end} | {failure} | | | | |");
                continue;
            }
            var json = JsonDocument.Parse(result.Output).RootElement;
            var coefficients = json.GetProperty("coefficients").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            Report($"scikit-learn {json.GetProperty("version").GetString()}, lbfgs{(end == "end" ? " to the same gradient" : ", its own 100 iterations")}",
                new Sample(json.GetProperty("seconds").GetDouble(), json.GetProperty("cpu").GetDouble(), json.GetProperty("iterations").GetInt32(), coefficients), columns, labels);
        }
    }

    private Sample Fit(Table table)
    {
        using var process = Process.GetCurrentProcess();
        var (started, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var model = MultinomialRegression.Fit(table, "label ~ .", new FitOptions { Penalty = new Ridge(Lambda), Solver = new AutoSolver { Tolerance = Tolerance }, Threads = options.Threads });
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        // A column that is 0 in every row was left out; its coefficients are 0.
        double[] coefficients = [.. model.Coefficients.Where(c => c.Term != LogisticModel.InterceptTerm).Select(c => c.Estimate ?? 0), .. model.Coefficients.Where(c => c.Term == LogisticModel.InterceptTerm).Select(c => c.Estimate!.Value)];
        return new Sample(seconds, (process.TotalProcessorTime - cpu).TotalSeconds, model.Solver.Iterations, coefficients);
    }

    private static void Report(string name, Sample sample, double[][] columns, double[] labels)
    {
        var (objective, gradient) = Evaluate(sample.Coefficients, columns, labels);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {sample.Seconds:0.0} | {sample.CpuSeconds:0.0} | {sample.Iterations} | {objective:F10} | {gradient:0.0e+0} |"));
    }

    /// <summary>The mean loss with its penalty, and the largest entry of its gradient, for the columns as they are: by the definition, a row after the other.</summary>
    private static (double Objective, double Gradient) Evaluate(double[] coefficients, double[][] columns, double[] labels)
    {
        var (p, classes, n) = (columns.Length, ImageData.Classes, labels.Length);
        var gradient = coefficients.Select((b, j) => j < classes * p ? Lambda * b : 0).ToArray();
        var objective = coefficients.Take(classes * p).Sum(b => Lambda / 2 * b * b);
        var eta = Enumerable.Range(0, classes).Select(k => Enumerable.Repeat(coefficients[classes * p + k], n).ToArray()).ToArray();
        Parallel.For(0, classes, k =>
        {
            for (var j = 0; j < p; j++)
                for (var i = 0; i < n; i++) eta[k][i] += coefficients[k * p + j] * columns[j][i];
        });
        for (var i = 0; i < n; i++)
        {
            var largest = eta.Max(own => own[i]);
            var sum = eta.Sum(own => Math.Exp(own[i] - largest));
            objective += (Math.Log(sum) + largest - eta[(int)labels[i]][i]) / n;
            for (var k = 0; k < classes; k++) eta[k][i] = (Math.Exp(eta[k][i] - largest) / sum - (k == (int)labels[i] ? 1 : 0)) / n;
        }
        Parallel.For(0, classes, k =>
        {
            for (var j = 0; j < p; j++)
                for (var i = 0; i < n; i++) gradient[k * p + j] += columns[j][i] * eta[k][i];
            gradient[classes * p + k] += eta[k].Sum();
        });
        return (objective, gradient.Max(Math.Abs));
    }

    private static void Write(string path, IEnumerable<double> values) => File.WriteAllBytes(path, MemoryMarshal.AsBytes<double>(values.ToArray()).ToArray());

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private sealed record Sample(double Seconds, double CpuSeconds, int Iterations, double[] Coefficients);
}
