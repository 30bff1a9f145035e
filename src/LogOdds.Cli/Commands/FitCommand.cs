using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.Lab;
using LogOdds.Lab.Figures;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds fit</c>: a table over <see cref="FitOptions"/>.</summary>
internal sealed class FitCommand
{
    private readonly Inputs _inputs = new();
    private readonly DatabaseOptions _database = new();
    private readonly FormulaOptions _model = new();
    private readonly Option<string> _family = Choice.Of("--family", "The kind of response: two classes, several without order, or several in order. Auto: by the number of classes.", "auto", "binomial", "multinomial", "ordinal");
    private readonly Option<string?> _levels = new("--levels") { Description = "The classes of --family ordinal, lowest first: Low,Medium,High. Default: the order of numbers or letters.", HelpName = "A,B,C" };
    private readonly Option<string?> _reference = new("--reference") { Description = "The class of --family multinomial that the others are compared with. Default: the first.", HelpName = "LABEL" };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "A column that says which rows belong together, for standard errors that allow for it.", HelpName = "COLUMN" };
    private readonly Option<string?> _strata = new("--strata") { Description = "A column of matched sets, for a fit conditional on the number of cases in each.", HelpName = "COLUMN" };
    private readonly Option<string?> _by = new("--by") { Description = "Fit each group of rows by itself, a model for each value of the column.", HelpName = "COLUMN" };
    private readonly PenaltyOptions _penalties = new(StandardizeKind.None, "none", "l2", "l1", "elastic-net", "group-lasso", "firth");
    private readonly Option<bool> _firthFallback = new("--firth-fallback") { Description = "Maximum likelihood, and Firth's fit where the classes are separated; the summary says which." };
    private readonly Option<string> _errors = Choice.Of("--errors", "What standard errors are made of: the model, or the rows' residuals (robust).", "model", "hc0", "hc1", "hc2", "hc3", "hc4");
    private readonly Option<string?> _intervals = new Option<string?>("--intervals") { Description = "Intervals by standard errors or by the likelihood. Default: wald, and profile after firth.", HelpName = "wald|profile" }.AcceptOnlyFromAmong("wald", "profile");
    private readonly Option<double?> _lambda = NumericOption.Real("--lambda", "Its strength, on the mean loss: 1/(C·rows) for tools that have a C.");
    private readonly Option<string> _solver = Choice.Of("--solver", "How the minimum is found.", "auto", "newton", "sampled-newton", "lbfgs", "newton-cg", "gradient-descent", "sgd", "proximal-newton", "working-set", "coordinate-descent", "fista");
    private readonly Option<string> _storage = Choice.Of("--storage", "How the numbers of the design are stored: single takes half the memory to read, and costs digits.", "double", "single");
    private readonly Option<double?> _learningRate = NumericOption.Real("--learning-rate", "The rate of gradient-descent and sgd. Default: 0.1.");
    private readonly Option<double?> _momentum = NumericOption.Real("--momentum", "How much of the last update gradient-descent and sgd keep in the next, from 0 to below 1. Default: 0.");
    private readonly Option<int?> _maxIterations = NumericOption.Whole<int>("--max-iterations", "The most iterations (epochs for sgd). Default: by solver.");
    private readonly Option<double?> _tolerance = NumericOption.Real("--tolerance", "Converged when no entry of the gradient is larger. Default: by solver.");
    private readonly Option<int?> _batchSize = NumericOption.Whole<int>("--batch-size", "Rows a step of sgd. Default: 32.");
    private readonly Option<double?> _clip = NumericOption.Real("--clip", "gradient-descent and sgd hold probabilities within [X, 1 - X], as textbook code does; 0 for the exact loss. Default: 1e-10.");
    private readonly Option<string> _start = Choice.Of("--start", "Where the solver starts.", "zero", "random");
    private readonly Option<long?> _seed = NumericOption.Whole<long>("--seed", "The seed of a random start and of sgd.");
    private readonly Option<double?> _level = NumericOption.Real("--level", "The confidence level of intervals. Default: 0.95.");
    private readonly Option<string?> _trace = new("--trace") { Description = "Write one line an iteration: iteration,objective,gradient_norm,step,passes,seconds.", HelpName = "FILE.csv" };
    private readonly Option<string?> _out = new("--out") { Description = "Write the model.", HelpName = "MODEL.json" };
    private readonly Option<string?> _report = new("--report") { Description = "Write a report: one HTML file with tables, figures and how to get them again.", HelpName = "FILE.html" };
    private readonly Option<string?> _checkpoint = new("--checkpoint") { Description = "Keep what the rows answered, pass by pass, for --resume to go on from.", HelpName = "FILE" };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the --checkpoint where a fit was interrupted; begin where there is none yet." };
    private readonly Option<bool> _words = SummaryCommand.WordsOption();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of the summary." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print no summary." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 3 when the fit did not converge." };

    public static Command Create()
    {
        var fit = new FitCommand();
        var command = new Command("fit", "Fit a logistic regression and print a summary.");
        fit._inputs.AddTo(command, hasRows: true);
        fit._database.AddTo(command, fit._inputs);
        fit._model.AddTo(command, fit._inputs);
        foreach (var option in fit.Options()) command.Options.Add(option);
        command.SetAction(fit.Run);
        return command;
    }

    private IEnumerable<Option> Options() =>
    [
        _family, _levels, _reference, _cluster, _strata, _by, .. _penalties.All, _lambda, _firthFallback,
        _errors, _intervals, _level, _solver, _learningRate, _momentum, _maxIterations, _tolerance, _batchSize, _clip, _start, _seed, _storage, _checkpoint, _resume, _trace, _out, _report, _words, _json, _quiet, _strict,
    ];

    private int Run(ParseResult parsed)
    {
        var started = Stopwatch.GetTimestamp();
        var solver = Solver(parsed);
        var penalty = Penalty(parsed);
        var (formula, threads) = (_model.Formula(parsed), _model.Threads(parsed));
        var defaults = new FitOptions();
        var level = parsed.GetValue(_level) ?? defaults.ConfidenceLevel;
        if (level is not (> 0 and < 1)) throw new UsageException("--level stands above 0 and below 1");
        if (parsed.GetValue(_clip) is { } clip && !(clip is >= 0 and < 0.5)) throw new UsageException("--clip is 0, or stands below 0.5");
        var checkpoint = parsed.GetValue(_checkpoint);
        if (checkpoint is null && parsed.GetValue(_resume)) throw new UsageException("--resume goes on from a checkpoint: say which, --checkpoint FILE");
        Ranks.SetRemedy(checkpoint is null ? "Start it again; with --checkpoint FILE a fit can be resumed." : "Start it again with --resume.");
        Ranks.Communicator.Agree(() =>
        {
            foreach (var path in new[] { parsed.GetValue(_trace), parsed.GetValue(_out), parsed.GetValue(_report), checkpoint }.OfType<string>().Where(_ => Ranks.Speaks)) AtomicFile.RequirePlace(path);
            return true;
        });

        var by = parsed.GetValue(_by);
        var outPath = parsed.GetValue(_out);
        if (by is not null && parsed.GetValue(_trace) is not null) throw new UsageException("--trace follows one fit, --by makes several");
        var reportPath = parsed.GetValue(_report);
        if (by is not null && reportPath is not null) throw new UsageException("--report is of one fit, --by makes several");
        if (reportPath is not null) Ranks.RequireAlone("fit --report");
        if (_database.IsGiven(parsed)) Ranks.RequireAlone("fit --connection");
        if (_database.IsGiven(parsed) && reportPath is not null) throw new UsageException("--report is of rows in files");
        if (_database.IsInDatabase(parsed) && by is not null) throw new UsageException("--by makes groups of rows that are read: fit each by a query of its own");
        if (_database.IsInDatabase(parsed) && parsed.GetValue(_family) is not ("auto" or "binomial")) throw new UsageException("--in-database is for two classes");
        if (reportPath is not null) ReportDocument.RequireCharts();
        if (by is not null && outPath is not null && !outPath.Contains(GroupsView.Placeholder)) throw new UsageException($"with --by there is a model for each group: write --out as in model-{GroupsView.Placeholder}.json");

        var table = _database.IsInDatabase(parsed) ? null : _database.IsGiven(parsed) ? _database.Read(parsed, _inputs) : _inputs.Read(parsed, threads, Ranks.Communicator);
        var read = Stopwatch.GetElapsedTime(started);

        var trace = parsed.GetValue(_trace) is null ? null : new List<IterationRecord>();
        using var progress = new ProgressLine();
        var options = _penalties.Apply(parsed, _model.Apply(parsed, _inputs, new FitOptions
        {
            Levels = parsed.GetValue(_levels)?.Split(',', StringSplitOptions.TrimEntries) ?? [],
            Reference = parsed.GetValue(_reference),
            Cluster = parsed.GetValue(_cluster),
            Strata = parsed.GetValue(_strata),
            BiasReduction = parsed.GetValue(_penalties.Penalty) == "firth" ? BiasReduction.Firth : parsed.GetValue(_firthFallback) ? BiasReduction.WhereSeparated : BiasReduction.None,
            Intervals = parsed.GetValue(_intervals) switch { "wald" => IntervalKind.Wald, "profile" => IntervalKind.Profile, _ => null },
            Covariance = Names.ValueOf(Names.CovarianceKinds, parsed.GetValue(_errors)),
            Penalty = penalty,
            Solver = solver,
            ProximalSolver = ProximalSolver(parsed),
            Start = parsed.GetValue(_start) == "random" ? StartPoint.Random : StartPoint.Zero,
            Seed = parsed.GetValue(_seed) ?? defaults.Seed,
            ProbabilityClip = parsed.GetValue(_clip) ?? defaults.ProbabilityClip,
            ConfidenceLevel = level,
            Communicator = Ranks.Communicator,
            Checkpoint = checkpoint is null ? null : new Checkpoint(checkpoint) { IsResumed = parsed.GetValue(_resume) },
            Storage = parsed.GetValue(_storage) == "single" ? NumberStorage.Single : NumberStorage.Double,
            Trace = trace is null && !progress.IsVisible ? null : record =>
            {
                trace?.Add(record with { Coefficients = [] });
                progress.Fitting(record);
            },
        }));
        if (!options.AreBounded && penalty.Lambda == 0 && (options.TermPenalties.Count > 0 || options.AdaptivePower is not null))
            throw new UsageException("--unpenalized, --penalty-factor, --towards and --adaptive change a penalty: add --penalty and --lambda");
        if (penalty is GroupLasso && (options.AreBounded || options.TermPenalties.Values.Any(term => term.Target != 0)))
            throw new UsageException("--penalty group-lasso takes neither bounds nor --towards");
        if (table is not null && ClassesFit.KindOf(parsed.GetValue(_family)!, formula, table, options) is { } kind)
        {
            ClassesFit.RefuseOptionsOfTwo(parsed);
            var classes = ClassesFit.Fit(table, formula, options, kind);
            progress.Dispose();
            var all = Stopwatch.GetElapsedTime(started);
            if (trace is not null) AtomicFile.Write(parsed.GetValue(_trace)!, stream => WriteTrace(stream, trace));
            if (outPath is not null) ModelFile.Save(classes, outPath);
            if (parsed.GetValue(_json)) ClassModelJson.Write(classes, new FitSeconds(read.TotalSeconds, (all - read).TotalSeconds, all.TotalSeconds));
            else if (!parsed.GetValue(_quiet)) SummaryView.Write(classes.Summary());
            if (parsed.GetValue(_family) == "auto") Console.Error.WriteLine($"logodds: {classes.Encoding.Response.Column} has {classes.Classes.Count} classes: fitted as multinomial. If they have an order, add --family ordinal.");
            return Ended(parsed, classes.Warnings, classes.Solver);
        }
        if (by is not null)
        {
            var groups = LogisticRegression.FitBy(table!, formula, by, options);
            progress.Dispose();
            return Report(parsed, by, formula, groups, outPath);
        }
        var model = table is null ? _database.Fit(parsed, formula, options) : LogisticRegression.Fit(table, formula, options);
        progress.Dispose();
        var total = Stopwatch.GetElapsedTime(started);
        var seconds = new FitSeconds(read.TotalSeconds, (total - read).TotalSeconds, total.TotalSeconds);
        if (!Ranks.Speaks) return Ended(parsed, model.Warnings, model.Solver);

        if (trace is not null) AtomicFile.Write(parsed.GetValue(_trace)!, stream => WriteTrace(stream, trace));
        if (outPath is not null) ModelFile.Save(model, outPath);
        if (reportPath is not null) AtomicFile.Write(reportPath, ReportOf(parsed, model, table!, formula, options).Write);

        if (parsed.GetValue(_json)) ModelJson.Write(model, seconds, parsed.GetValue(_words));
        else if (!parsed.GetValue(_quiet))
        {
            SummaryView.Write(model.Summary());
            if (parsed.GetValue(_words)) SummaryView.WriteWords(model);
        }
        return Ended(parsed, model.Warnings, model.Solver);
    }

    private int Ended(ParseResult parsed, IReadOnlyList<FitWarning> warnings, SolverReport solver)
    {
        if (!Terminal.HasOutput || !Terminal.HasErrors || parsed.GetValue(_json) || parsed.GetValue(_quiet)) SummaryView.WriteWarnings(warnings);
        return parsed.GetValue(_strict) && solver.Status != SolverStatus.Converged ? ExitCode.NotConverged : ExitCode.Done;
    }

    private ReportDocument ReportOf(ParseResult parsed, LogisticModel model, Table table, string formula, FitOptions options)
    {
        var files = parsed.GetValue(_inputs.Data)!;
        return new ReportDocument(model, table)
        {
            DataName = string.Join(", ", files),
            Command = $"logodds {string.Join(' ', parsed.Tokens.Select(token => CommandText.Quote(token.Value)))}",
            Code = CodeText.Fit(files, formula, options, _inputs.ChosenRows(parsed)),
        };
    }

    private int Report(ParseResult parsed, string by, string formula, IReadOnlyList<GroupFit> groups, string? outPath)
    {
        if (outPath is not null)
            foreach (var group in groups)
                if (group.Model is { } model) ModelFile.Save(model, GroupsView.PathOf(outPath, group.Group));
        if (parsed.GetValue(_json)) GroupsJson.Write(by, formula, groups, parsed.GetValue(_words));
        else if (!parsed.GetValue(_quiet)) GroupsView.Write(by, formula, groups);
        if (groups.All(group => group.Model is null)) return ExitCode.UnusableData;
        return parsed.GetValue(_strict) && groups.Any(group => group.Model?.Solver.Status != SolverStatus.Converged) ? ExitCode.NotConverged : ExitCode.Done;
    }

    private ISolver<LinearObjective, ISmoothPenalty> Solver(ParseResult parsed)
    {
        var name = parsed.GetValue(_solver)!;
        var (rate, iterations, tolerance, batch) = (parsed.GetValue(_learningRate), parsed.GetValue(_maxIterations), parsed.GetValue(_tolerance), parsed.GetValue(_batchSize));
        var isFixedRate = name is "gradient-descent" or "sgd";
        if (!isFixedRate && rate is not null) throw new UsageException($"--learning-rate goes with --solver gradient-descent or sgd; {name} finds its own step");
        var momentum = parsed.GetValue(_momentum);
        if (!isFixedRate && momentum is not null) throw new UsageException($"--momentum goes with --solver gradient-descent or sgd; {name} finds its own step");
        if (momentum is not (null or >= 0 and < 1)) throw new UsageException("--momentum is 0, or stands below 1");
        if (!isFixedRate && parsed.GetValue(_clip) is not null) throw new UsageException($"--clip goes with --solver gradient-descent or sgd; {name} uses the exact loss");
        if (name != "sgd" && batch is not null) throw new UsageException("--batch-size goes with --solver sgd");
        if (rate <= 0 || batch < 1) throw new UsageException("--learning-rate and --batch-size are above 0");
        if (iterations < 0 || tolerance < 0) throw new UsageException("--max-iterations and --tolerance are 0 or more");

        return name switch
        {
            "newton" => new Newton { MaxIterations = iterations ?? Newton.DefaultMaxIterations, Tolerance = tolerance ?? Newton.DefaultTolerance },
            "sampled-newton" => new SampledNewton { MaxIterations = iterations ?? SampledNewton.DefaultMaxIterations, Tolerance = tolerance ?? SampledNewton.DefaultTolerance },
            "lbfgs" => new Lbfgs { MaxIterations = iterations ?? Lbfgs.DefaultMaxIterations, Tolerance = tolerance ?? Lbfgs.DefaultTolerance },
            "newton-cg" => new NewtonCg { MaxIterations = iterations ?? NewtonCg.DefaultMaxIterations, Tolerance = tolerance ?? NewtonCg.DefaultTolerance },
            "gradient-descent" => new GradientDescent
            {
                LearningRate = rate ?? GradientDescent.DefaultLearningRate,
                Momentum = momentum ?? 0,
                MaxIterations = iterations ?? GradientDescent.DefaultMaxIterations,
                Tolerance = tolerance ?? GradientDescent.DefaultTolerance,
            },
            "sgd" => new StochasticGradientDescent
            {
                LearningRate = rate ?? StochasticGradientDescent.DefaultLearningRate,
                Momentum = momentum ?? 0,
                MaxIterations = iterations ?? StochasticGradientDescent.DefaultMaxIterations,
                Tolerance = tolerance ?? StochasticGradientDescent.DefaultTolerance,
                BatchSize = batch ?? StochasticGradientDescent.DefaultBatchSize,
                Seed = parsed.GetValue(_seed) ?? new FitOptions().Seed,
            },
            _ => new AutoSolver { MaxIterations = iterations, Tolerance = tolerance },
        };
    }

    private ISolver<LinearObjective, IProximalPenalty> ProximalSolver(ParseResult parsed)
    {
        var (iterations, tolerance) = (parsed.GetValue(_maxIterations), parsed.GetValue(_tolerance));
        return parsed.GetValue(_solver) switch
        {
            "proximal-newton" => new ProximalNewton { MaxIterations = iterations ?? ProximalNewton.DefaultMaxIterations, Tolerance = tolerance ?? ProximalNewton.DefaultTolerance },
            "working-set" => new WorkingSet { Tolerance = tolerance ?? WorkingSetPath.DefaultTolerance },
            "coordinate-descent" => new CoordinateDescent { MaxIterations = iterations ?? CoordinateDescent.DefaultMaxIterations, Tolerance = tolerance ?? CoordinateDescent.DefaultTolerance },
            "fista" => new Fista { MaxIterations = iterations ?? Fista.DefaultMaxIterations, Tolerance = tolerance ?? Fista.DefaultTolerance },
            _ => new AutoProximalSolver { MaxIterations = iterations, Tolerance = tolerance },
        };
    }

    private IPenalty Penalty(ParseResult parsed)
    {
        var (name, lambda, solver) = (parsed.GetValue(_penalties.Penalty), parsed.GetValue(_lambda), parsed.GetValue(_solver));
        if (lambda is { } strength && !(strength >= 0 && double.IsFinite(strength))) throw new UsageException("--lambda is a number, 0 or more");
        if (name == "firth" && lambda > 0) throw new UsageException("--penalty firth has no strength to choose: leave out --lambda");
        if (name == "none" && lambda > 0) throw new UsageException("--lambda is the strength of a penalty: add --penalty l2, l1, elastic-net or group-lasso");
        if (name is not ("none" or "firth") && lambda is null)
            throw new UsageException($"--penalty {name} needs its strength: --lambda X, on the mean loss (1/(C·rows) for tools that have a C); logodds cv finds one");
        var penalty = _penalties.Of(parsed, lambda ?? 0) ?? new NoPenalty();
        var isProximalSolver = solver is "proximal-newton" or "working-set" or "coordinate-descent" or "fista";
        if (penalty is IProximalPenalty ? solver != "auto" && !isProximalSolver : isProximalSolver)
            throw new UsageException($"--solver {solver} does not go with --penalty {name}: {(penalty is IProximalPenalty ? "it needs a gradient everywhere; use auto, proximal-newton, working-set, coordinate-descent or fista" : "it is for l1, elastic-net and group-lasso; use auto")}");
        return penalty;
    }

    private static void WriteTrace(Stream stream, List<IterationRecord> records)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("iteration,objective,gradient_norm,step,passes,seconds");
        foreach (var r in records)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{r.Iteration},{r.Objective:R},{r.GradientNorm:R},{r.Step:R},{r.Passes},{r.Seconds:F6}"));
    }

}
