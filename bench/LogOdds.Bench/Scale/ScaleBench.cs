using System.Diagnostics;
using System.Globalization;
using LogOdds.Bench.Results;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Objectives;
using LogOdds.Solvers;

namespace LogOdds.Bench.Scale;

/// <summary>
/// Measures on one shape what a pass and a Hessian cost, and holds what the model of cost says of other shapes, and of whole fits, to what they
/// take.
/// </summary>
internal sealed class ScaleBench(SuiteOptions options)
{
    private const int Rows = 1_000_000;
    private const int Columns = 100;

    public static int Run(SuiteOptions options)
    {
        new ScaleBench(options).Run();
        return 0;
    }

    private void Run()
    {
        var machine = Machine.Current();
        var rows = Math.Max(20_000, (int)(Rows * options.Scale));
        Console.WriteLine($"{machine.Processor}, {machine.Cores} cores");
        Console.WriteLine();
        Console.WriteLine("| threads | rows × columns | | measured, seconds | by the model | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var threads in new[] { 1, machine.Cores })
        {
            var table = Table(rows, Columns);
            var (pass, curved) = Passes(table, threads);
            var pairs = (Columns + 1) * (Columns + 2) / 2.0;
            var model = new ScaleModel(1, rows * (Columns + 1) * 8.0 / pass, rows * pairs / (curved - pass), 0, 1);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {threads} | {rows} × {Columns} | measures {model.BytesPerSecond / 1e9:0.0} GB/s, {model.ProductsPerSecond / 1e9:0.0}e9 products/s | {pass:0.0000}, {curved:0.0000} | | |"));
            foreach (var (n, p) in new[] { (rows, Columns), (rows * 2, 30), (rows / 4, 300) })
            {
                var shape = p == Columns ? table : Table(n, p);
                var (own, ownCurved) = Passes(shape, threads);
                Report(threads, n, p, "a pass", own, model.Pass(n, p));
                Report(threads, n, p, "with Hessian", ownCurved, model.CurvedPass(n, p));
                foreach (var solver in new ISolver<LinearObjective, Penalties.ISmoothPenalty>[] { new Newton(), new SampledNewton() })
                {
                    var (seconds, fitted) = Least(() => LogisticRegression.Fit(shape, "y ~ .", new FitOptions { Solver = solver, Threads = threads }).Solver);
                    var name = $"{fitted.Name}, {fitted.Passes} passes";
                    // Besides the solver a fit walks the rows for moments, for columns that repeat others, and for its check with a Hessian.
                    var besides = 2 * model.Pass(n, p) + model.CurvedPass(n, p);
                    Report(threads, n, p, name, seconds, besides + (solver is Newton ? model.Newton(n, p, fitted.Passes) : model.SampledNewton(n, p, fitted.Passes)));
                }
            }
        }
        Console.WriteLine();
        foreach (var nodes in new[] { 16, 256 })
        {
            // Nodes of 64 cores with 200 GB/s of memory, or 3 GB/s of disk, and a network of 25 GB/s and 20 µs.
            var memory = new ScaleModel(nodes, 200e9, 64 * 8e9, 20e-6, 25e9);
            var disk = memory with { BytesPerSecond = 3e9 };
            foreach (var (name, model) in new[] { ("memory", memory), ("disk", disk) })
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1e9 × 100 on {nodes} nodes, rows in {name}: a pass {model.Pass(1e9, 100):0.000} s, with Hessian {model.CurvedPass(1e9, 100):0.000} s, Newton of 8 iterations {model.Newton(1e9, 100, 8):0.0} s, by samples {model.SampledNewton(1e9, 100, 8):0.0} s"));
        }
    }

    private static void Report(int threads, int rows, int columns, string what, double measured, double predicted) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {threads} | {rows} × {columns} | {what} | {measured:0.0000} | {predicted:0.0000} | {measured / predicted:0.00} × |"));

    private (double Pass, double Curved) Passes(Table table, int threads)
    {
        var p = table.Columns.Count - 1;
        ReadOnlyMemory<double>[] columns = [.. table.Columns.Skip(1).Select(column => (ReadOnlyMemory<double>)((NumericColumn)column).Values.ToArray())];
        var objective = new LinearObjective(new DenseDesign<double>(table.Rows, columns), new Response(((NumericColumn)table.Columns[0]).Values.ToArray()), new Logistic(), threads: threads);
        var (beta, gradient, hessian) = (new double[p + 1], new double[p + 1], new double[(p + 1) * (p + 2) / 2]);
        Array.Fill(beta, 0.01);
        return (Least(() => objective.Evaluate(beta, gradient)).Seconds, Least(() => objective.Evaluate(beta, gradient, hessian)).Seconds);
    }

    private (double Seconds, T Result) Least<T>(Func<T> call)
    {
        var result = call();
        var least = double.PositiveInfinity;
        for (var k = 0; k < options.Repeat; k++)
        {
            var started = Stopwatch.GetTimestamp();
            result = call();
            least = Math.Min(least, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return (least, result);
    }

    private Table Table(int rows, int columns)
    {
        var random = new Numerics.SeededRandom(options.Seed);
        var x = Enumerable.Range(0, columns).Select(_ => new double[rows]).ToArray();
        var y = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            var eta = -0.5;
            for (var j = 0; j < columns; j++)
            {
                x[j][i] = random.NextNormal();
                eta += x[j][i] * (j % 5 - 2) / Math.Sqrt(columns);
            }
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(-eta)) ? 1 : 0;
        }
        return new Table([new NumericColumn("y", y), .. x.Select((values, j) => new NumericColumn($"x{j + 1}", values))]);
    }
}
