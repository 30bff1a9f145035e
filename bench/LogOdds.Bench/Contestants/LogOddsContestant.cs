using System.Diagnostics;
using System.Reflection;
using LogOdds.Bench.Results;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Bench.Contestants;

/// <summary>LogOdds as a contestant: a process of its own that answers as every peer does.</summary>
internal static class LogOddsContestant
{
    /// <summary>The command of the runner that is this contestant.</summary>
    public const string Verb = "contestant";

    // The just-in-time compiler replaces its first code within about this time; a case of short calls would time that otherwise.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static Answer Run(CallArguments arguments)
    {
        var data = arguments.Data;
        var table = Load(data);
        var options = new FitOptions { Threads = arguments.Threads };
        if (arguments.Lambda > 0 && arguments.Kind != Cases.CaseKind.Path) options = options with { Penalty = new Ridge(arguments.Lambda), Standardize = StandardizeKind.Population };

        var answer = arguments.Kind switch
        {
            Cases.CaseKind.Score => Score(arguments, table, options),
            Cases.CaseKind.Path => Path(arguments, data),
            _ => Fit(arguments, table, options),
        };
        return answer with
        {
            Version = WithShortCommit(typeof(LogisticRegression).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion),
            Threads = arguments.Threads > 0 ? arguments.Threads : Environment.ProcessorCount,
            PeakBytes = Machine.PeakBytes(),
        };
    }

    /// <summary>0.1.0+abcdef012 of 0.1.0 and the whole hash of the commit it was built from.</summary>
    public static string WithShortCommit(string version) => version.IndexOf('+') is >= 0 and var plus ? version[..Math.Min(version.Length, plus + 10)] : version;

    private static Answer Fit(CallArguments arguments, Table table, FitOptions options)
    {
        var (answer, model) = Measure(arguments, () => LogisticRegression.Fit(table, "y ~ .", options));
        return answer with
        {
            Coefficients = [.. model.Coefficients.Skip(1).Select(c => c.Estimate ?? 0), model.Coefficients[0].Estimate],
            Iterations = model.Solver.Iterations,
            Passes = model.Solver.Passes,
            Solver = model.Solver.Name,
        };
    }

    /// <summary>The lasso along its path, standardising included.</summary>
    private static Answer Path(CallArguments arguments, Cases.DataFolder data)
    {
        var columns = Enumerable.Range(0, data.Shape.Columns).Select(data.ReadColumn).ToArray();
        var (response, strengths) = (new Response(data.ReadResponse()), PathStrengths.From(arguments.Lambda, data.Shape));
        var (answer, path) = Measure(arguments, () =>
        {
            var (centers, scales) = (new double[columns.Length], new double[columns.Length]);
            Parallel.For(0, columns.Length, new ParallelOptions { MaxDegreeOfParallelism = arguments.Threads > 0 ? arguments.Threads : -1 }, j =>
            {
                var (column, center, squares) = (columns[j], columns[j].Average(), 0.0);
                foreach (var x in column) squares += (x - center) * (x - center);
                (centers[j], scales[j]) = (center, Math.Sqrt(squares / column.Length));
            });
            var standard = new Standardization(new double[columns.Length], scales);
            var design = new DenseDesign<double>(data.Shape.Rows, [.. columns.Select(column => (ReadOnlyMemory<double>)column)], centers);
            IPathSolver<LinearObjective> solver = columns.Length < data.Shape.Rows ? new TallPath() : new WorkingSetPath();
            var fits = solver.Solve(new LinearObjective(design, response, new Logistic(), standard, arguments.Threads), ElasticNet.Lasso(1), strengths);
            return (Fits: fits, Map: new Standardization(centers, scales));
        });
        return answer with
        {
            Path = [.. path.Fits.Select(fit => path.Map.ToData(fit.Coefficients)).Select(b =>
            {
                int[] moved = [.. Enumerable.Range(0, columns.Length).Where(j => b[j] != 0)];
                return new PathCoefficients(b[^1], moved, [.. moved.Select(j => b[j])]);
            })],
            Iterations = path.Fits.Sum(fit => fit.Iterations),
            Passes = path.Fits[^1].Passes,
            Solver = path.Fits[^1].Solver,
        };
    }

    private static Answer Score(CallArguments arguments, Table table, FitOptions options)
    {
        var training = table.Select([.. Enumerable.Range(0, arguments.TrainingRows)]);
        var model = LogisticRegression.Fit(training, "y ~ .", options);
        var (answer, probabilities) = Measure(arguments, () => model.Probability(table));
        return answer with { Probabilities = probabilities[..Math.Min(1000, probabilities.Length)] };
    }

    private static (Answer Answer, T Result) Measure<T>(CallArguments arguments, Func<T> call)
    {
        Mark();
        var result = call();
        var warming = Stopwatch.GetTimestamp();
        if (arguments.Calls > 1)
            while (Stopwatch.GetElapsedTime(warming) < WarmUp) result = call();

        var seconds = new List<double>();
        var allocated = 0L;
        while (seconds.Count < arguments.Repeat && (seconds.Count == 0 || seconds.Sum() * arguments.Calls < arguments.BudgetSeconds))
        {
            // No sample pays for the garbage of the one before it.
            GC.Collect();
            Mark();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var started = Stopwatch.GetTimestamp();
            for (var k = 0; k < arguments.Calls; k++) result = call();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds / arguments.Calls);
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / arguments.Calls;
        }
        return (new Answer { Seconds = seconds, AllocatedBytes = allocated }, result);
    }

    private static void Mark() => Console.Error.WriteLine("fit");

    private static Table Load(Cases.DataFolder data) => new(
    [
        .. Enumerable.Range(0, data.Shape.Columns).Select(j => new NumericColumn($"x{j + 1}", data.ReadColumn(j))),
        .. data.Shape.Levels.Select((levels, f) =>
            new CategoricalColumn($"f{f + 1}", Enumerable.Range(0, levels).Select(level => $"level{level:0000}"), data.ReadCodes(f))),
        new NumericColumn("y", data.ReadResponse()),
    ]);
}
