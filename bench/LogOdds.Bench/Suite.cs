using System.Diagnostics;
using System.Text.Json;
using LogOdds.Bench.Cases;
using LogOdds.Bench.Charts;
using LogOdds.Bench.Contestants;
using LogOdds.Bench.Optimality;
using LogOdds.Bench.Results;

namespace LogOdds.Bench;

/// <summary>Runs cases one after the other, and in each the contestants one after the other: never two at once.</summary>
internal sealed class Suite(SuiteOptions options)
{
    private static readonly TimeSpan LoadLimit = TimeSpan.FromMinutes(10);

    private readonly string _work = Directory.CreateTempSubdirectory("logodds-bench-").FullName;

    public static int Run(SuiteOptions options)
    {
        var cases = options.Cases.Count == 0
            ? CaseList.All
            : [.. options.Cases.Select(name => CaseList.All.FirstOrDefault(c => c.Name == name) ?? throw new UsageException($"there is no case {name}; list names them"))];
        if (options.Repeat < 1) throw new UsageException("--repeat is 1 or more");
        if (options.Cli is { } cli && !File.Exists(cli)) throw new UsageException($"there is no command at {cli}");
        if (options.Temporary is { } temporary)
        {
            Directory.CreateDirectory(temporary);
            Environment.SetEnvironmentVariable("TMPDIR", Path.GetFullPath(temporary));
        }

        var suite = new Suite(options);
        try
        {
            foreach (var test in cases)
            {
                suite.Run(test).Save(options.Out);
                ResultsPage.Write(options.Out);
            }
        }
        finally
        {
            Directory.Delete(suite._work, recursive: true);
        }
        return 0;
    }

    private CaseResult Run(Case test)
    {
        Console.WriteLine($"== {test.Name}: {test.Purpose}");
        var shape = test.Shapes[^1].Scaled(options.Scale);
        var lambda = test.LambdaTimesRows / shape.Rows;
        var result = new CaseResult(test.Name, test.Purpose, test.Kind, DateTime.UtcNow.ToString("yyyy-MM-dd"), options.Scale, options.Seed,
            Machine.Current(), shape, lambda);
        return test.Kind switch
        {
            CaseKind.Sweep => result with { Sweep = Sweep(test) },
            CaseKind.Csv => WithData(shape, data => result with { CsvBytes = new FileInfo(data.Csv).Length, Contestants = Judge(Processes(test, data), data, lambda) }),
            CaseKind.Path => WithData(shape, data => Paths(test, data, result)),
            _ => WithData(shape, data => result with { Contestants = Judge(Calls(test, data, lambda), data, lambda) }),
        };
    }

    private T WithData<T>(DataShape shape, Func<DataFolder, T> use)
    {
        var folder = Path.Combine(_work, "data");
        try
        {
            return use(DataSetWriter.Write(folder, shape, options.Seed));
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Each contestant at the same strengths; what counts is where it is farthest above the best that any has found.</summary>
    private CaseResult Paths(Case test, DataFolder data, CaseResult result)
    {
        var judge = new CarefulPath(data);
        var strengths = PathStrengths.From(judge.Critical(), data.Shape);
        var entries = Calls(test, data, strengths[0]).ToList();
        var objectives = entries.ConvertAll(entry => entry.Answer?.Path?.Select((coefficients, k) => judge.Objective(strengths[k], coefficients)).ToArray());
        var best = strengths.Select((_, k) => objectives.OfType<double[]>().Min(own => own[k])).ToArray();
        return result with
        {
            Lambda = strengths[0],
            Contestants = Comparison.Of([.. entries.Zip(objectives, (entry, own) => entry.ToResult(data.Shape.Rows) with { Objective = own?.Zip(best, (f, least) => f - least).Max() })], [.. entries.Select(_ => (IReadOnlyList<double>?)null)]),
        };
    }

    /// <summary>LogOdds and then each peer, timed inside their processes.</summary>
    private IEnumerable<Entry> Calls(Case test, DataFolder data, double lambda)
    {
        var arguments = new CallArguments(data, test.Kind, lambda, test.Calls, options.Repeat, options.Limit, options.Threads);
        yield return LogOdds(arguments);
        foreach (var peer in test.Peers.Select(PeerList.Find))
        {
            var numbers = (long)data.Shape.Rows * data.Shape.Slopes;
            var start = peer.Interpreter.Start(Script(peer), [.. arguments.ToPairs(), .. peer.Solver is null ? [] : new[] { $"solver={peer.Solver}" }]);
            yield return start is null ? Absent(peer)
                : numbers > peer.LargestDenseDesign ? Told(Entry.Without(peer.Title, $"left out: its dense design would take {numbers * 8e-9:0.0} GB"))
                : Call(peer.Title, start);
        }
    }

    private Entry LogOdds(CallArguments arguments) =>
        Call("LogOdds", new ProcessStartInfo(Environment.ProcessPath!, [.. Self(), LogOddsContestant.Verb, .. arguments.ToPairs()]));

    private Entry Call(string title, ProcessStartInfo start)
    {
        var ended = TimedProcess.Run(WithThreads(start), LoadLimit, TimeSpan.FromSeconds(options.Limit));
        return Told(ended.Failure is { } failure ? Entry.Without(title, failure) : Parsed(title, ended.Output, Answer.Parse));
    }

    /// <summary>The command and then each peer, as whole processes from the file to the coefficients.</summary>
    private IEnumerable<Entry> Processes(Case test, DataFolder data)
    {
        const string title = "logodds fit";
        yield return options.Cli is null
            ? Told(Entry.Without(title, "left out: no --cli was given"))
            : Processes(title, () => new ProcessStartInfo(options.Cli, ["fit", data.Csv, "--target", "y", "--json", "--threads", $"{options.Threads}"]),
                output => CliAnswer.Parse(output) with { Version = LogOddsContestant.WithShortCommit(TimedProcess.Run(new ProcessStartInfo(options.Cli, ["--version"]), LoadLimit, LoadLimit).Output.Trim()) });
        foreach (var peer in test.Peers.Select(PeerList.Find))
        {
            ProcessStartInfo? Start() => peer.Interpreter.Start(Script(peer), [$"csv={data.Csv}", $"solver={peer.Solver}"]);
            yield return Start() is null ? Absent(peer)
                : Processes(peer.Title, () => Start()!, Answer.Parse);
        }
    }

    private Entry Processes(string title, Func<ProcessStartInfo> start, Func<string, Answer> parse)
    {
        var limit = TimeSpan.FromSeconds(options.Limit);
        var seconds = new List<double>();
        var output = "";
        // The first run, which finds the programs' files on disk, is discarded.
        for (var run = 0; run <= options.Repeat && (run < 2 || seconds.Sum() < options.Limit); run++)
        {
            var ended = TimedProcess.Run(WithThreads(start()), limit, limit);
            if (ended.Failure is { } failure) return Told(Entry.Without(title, failure));
            if (run > 0) seconds.Add(ended.Seconds);
            output = ended.Output;
        }
        var entry = Parsed(title, output, parse);
        return Told(entry with { Answer = entry.Answer is { } answer ? answer with { Seconds = seconds } : null });
    }

    private static Entry Parsed(string title, string output, Func<string, Answer> parse)
    {
        try
        {
            return new Entry(title, parse(output), null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return Entry.Without(title, $"its answer cannot be read: {e.Message}");
        }
    }

    private List<SweepPoint> Sweep(Case test)
    {
        var points = new List<SweepPoint>();
        // At a smaller scale the widest sizes would not have fewer rows, and are not worth their time.
        foreach (var shape in test.Shapes.Where(s => s.Scaled(options.Scale).Rows <= s.Rows * options.Scale + 1))
        {
            var entry = WithData(shape.Scaled(options.Scale), data =>
                LogOdds(new CallArguments(data, CaseKind.Fit, 0, 1, options.Repeat, options.Limit, options.Threads)));
            var scaled = shape.Scaled(options.Scale);
            var point = new SweepPoint(scaled.Rows, scaled.Columns, entry.ToResult(scaled.Rows));
            Console.WriteLine($"   {point.Rows} x {point.Columns}: {point.Result.Solver}, {point.Result.Passes} passes, {point.Result.AllocatedBytes} bytes");
            points.Add(point);
        }
        SweepChart.Write(Path.Combine(options.ChartFolder, test.Name + ".svg"), test.Name == "n-sweep", points);
        return points;
    }

    private List<ContestantResult> Judge(IEnumerable<Entry> entries, DataFolder data, double lambda)
    {
        var all = entries.ToList();
        var judge = all.Any(e => e.Answer?.Coefficients is not null) ? new CarefulObjective(data, lambda) : null;
        return Comparison.Of([.. all.Select(e => WithOptimum(e.ToResult(data.Shape.Rows), judge, e.Answer?.Coefficients))],
            [.. all.Select(e => e.Answer?.Probabilities)]);
    }

    private static ContestantResult WithOptimum(ContestantResult result, CarefulObjective? judge, IReadOnlyList<double?>? coefficients)
    {
        if (judge is null || coefficients is null) return result;
        if (coefficients.Any(c => c is null)) return result with { Objective = double.PositiveInfinity, GradientNorm = double.PositiveInfinity };
        var optimum = judge.Evaluate([.. coefficients.Select(c => c!.Value)]);
        return result with { Objective = optimum.Objective, GradientNorm = optimum.GradientNorm };
    }

    private static Entry Told(Entry entry)
    {
        Console.WriteLine($"   {entry.Title,-36} {(entry.Missing is { } missing ? missing : string.Join(" ", entry.Answer!.Seconds.Select(s => s.ToString("0.000000"))))}");
        return entry;
    }

    private ProcessStartInfo WithThreads(ProcessStartInfo start)
    {
        if (options.Threads > 0)
            foreach (var name in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" }) start.Environment[name] = $"{options.Threads}";
        return start;
    }

    private static Entry Absent(Peer peer) => Told(Entry.Without(peer.Title, $"absent: apt-get install {peer.Packages}"));

    private static string Script(Peer peer) => Path.Combine(AppContext.BaseDirectory, "peers", peer.Script);

    // Under `dotnet LogOdds.Bench.dll` the process is dotnet, and the assembly its first argument.
    private static IEnumerable<string> Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Suite).Assembly.Location] : [];
}
