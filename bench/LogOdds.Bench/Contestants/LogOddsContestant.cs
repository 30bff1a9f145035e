using System.Diagnostics;
using System.Reflection;
using LogOdds.Bench.Results;
using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Penalties;

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
        if (arguments.Lambda > 0) options = options with { Penalty = new Ridge(arguments.Lambda), Standardize = StandardizeKind.Population };

        var answer = arguments.Kind == Cases.CaseKind.Score ? Score(arguments, table, options) : Fit(arguments, table, options);
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
