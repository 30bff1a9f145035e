using System.Globalization;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>
/// One fit, from the table to the model: which rows and columns can be used, on which scale they are fitted, what the solver
/// found, whether it is what was asked for, and what follows from it.
/// </summary>
/// <param name="given">The rows.</param>
/// <param name="options">How to fit.</param>
/// <param name="separated">The fit by maximum likelihood that Firth's stands in for, where classes are separated.</param>
/// <param name="selected">The columns that a path selected, to which the fit is confined; null for all.</param>
internal sealed class FitProcess(FitRows given, FitOptions options, LogisticModel? separated = null, int[]? selected = null)
{
    // A gradient that a solver calls zero and the check does not: rounding of data far from 0 explains this much, no more.
    private const double CheckTolerance = 1e-6;

    // Below this many rows a thread costs more than it saves.
    private const int WorthThreads = 1 << 15;

    private readonly List<FitWarning> _warnings = [];
    private readonly Encoding _encoding = given.Encoding;

    public static LogisticModel Run(Table table, Formula formula, FitOptions options)
    {
        options.Validate();
        FitLimits.Require(options);
        var data = FitData.Learn(table, formula, options);
        if (options.Strata is not null) return new ConditionalFit(data, options).Run();
        return Run(new TableRows(data, data.Response, options), options);
    }

    /// <summary>Fits rows, whoever holds them.</summary>
    public static LogisticModel Run(FitRows rows, FitOptions options)
    {
        var model = new FitProcess(rows, options).Run();
        if (options.BiasReduction != BiasReduction.WhereSeparated || model.Separation is null) return model;
        return new FitProcess(rows, options with { BiasReduction = BiasReduction.Firth }, separated: model).Run();
    }

    /// <summary>The fit of rows of a table that are known to be of use.</summary>
    public static FitProcess Of(FitData data, FitOptions options, int[]? selected = null) => new(new TableRows(data, data.Response, options), options, selected: selected);

    /// <summary>Fits the rows.</summary>
    public LogisticModel Run()
    {
        // 1. Rows and columns.
        given.Require(options);
        var rows = WithClassWeights();
        var moments = rows.Moments;
        var design = FittedColumns.Choose(rows, IsUnpenalized, options, selected);
        var columns = design.Columns;
        var (kept, standard) = (columns.Kept, columns.Standard);
        _warnings.AddRange(columns.Warnings);
        if (selected is not null) _warnings.Add(new FitWarning("selected", $"{kept.Length} of {_encoding.Terms.Count} columns were selected by looking at these rows. Standard errors, p-values and intervals take them as chosen beforehand: they are too good. For inference, select on some rows and fit the others.", []));

        // 2. Objective and solver. Only a descent at a fixed rate depends on the scale of the columns; there it is as stated.
        var isProximal = options.Penalty is IProximalPenalty || options.AreBounded;
        var isFixedRate = options.Solver is IFixedRateSolver && !isProximal;
        var stated = columns.Stated(moments, options.Standardize, _encoding.HasIntercept);
        var fitted = isFixedRate ? stated : columns.FittedFor(options.Penalty, stated);
        using var log = options.Checkpoint is { } checkpoint ? CheckpointFile.Open(checkpoint, StatementOf(isProximal ? options.ProximalSolver : options.Solver), FiguresOf(rows, kept.Length), options.Communicator) : null;
        LinearObjective ObjectiveOf(IDatafit loss, Standardization map) => log is null ? design.Objective(loss, map) : design.Objective(loss, map).Through(sums => new LoggedSums(sums, log));
        IDatafit datafit = isFixedRate && options.ProbabilityClip > 0 ? new ClippedLogistic(options.ProbabilityClip) : new Logistic();
        var adaptive = options.AdaptivePower is { } power ? AdaptiveFactors.Of(ObjectiveOf(new Logistic(), standard), rows.TotalWeight, power) : [];
        var penalized = PenaltyTerms.Of(options, _encoding, kept, stated, fitted, adaptive);
        var penalty = PenaltyTerms.On(options.Penalty, penalized);

        // 3. The fit.
        var isFirth = options.BiasReduction == BiasReduction.Firth;
        var firth = isFirth ? design.FirthObjective(fitted) : null;
        var result = firth is not null
            ? FirthSolver().Solve(firth, new NoPenalty(), Start(kept.Length + 1), options.Trace, options.Cancellation)
            : Solve(ObjectiveOf(datafit, fitted), penalty, Start(kept.Length + 1));
        var coefficients = fitted.ToData(result.Coefficients);

        // 4. Is it what was asked for?
        var isLikelihood = IsUnpenalized && options.ClassWeight == ClassWeight.None;
        var isCurved = isLikelihood && result.Status == SolverStatus.Converged && kept.Length <= FittedColumns.MaxMatrixColumns;
        using var point = design.At(coefficients, fitted, isCurved);
        var slopes = result.Coefficients.AsSpan(0, kept.Length);
        var objective = point.TotalLoss / rows.TotalWeight + penalty.Value(slopes);
        double? gap = null;
        BinaryMetrics? training = null;
        // What coefficients lack and how rows are told apart have nothing to do with each other: two parts of work, for two cores.
        Cores.Each(2, isWorthSeveral: rows.Rows >= WorthThreads, options.Threads, part =>
        {
            if (part == 0) training = point.TrainingMetrics();
            else if (!IsUnpenalized) gap = GapOf(penalty as IProximalPenalty ?? new ElasticNet(penalty.Lambda, 0).On(penalized), result.Coefficients, point.Gradient, objective);
        });
        if (penalty is IProximalPenalty proximal) proximal.ToLeastSubgradient(slopes, point.Gradient.AsSpan(0, kept.Length));
        else ((ISmoothPenalty)penalty).AddGradient(slopes, point.Gradient.AsSpan(0, kept.Length));
        var gradientNorm = isFirth ? result.GradientNorm : VectorKernels.MaxAbs(point.Gradient);
        var separation = IsUnpenalized && !isFirth ? point.Separated() : null;
        var status = separation is not null ? SolverStatus.Separated
            : result.Status == SolverStatus.Converged && !(gradientNorm <= CheckTolerance) ? SolverStatus.IterationLimit
            : result.Status;
        var report = new SolverReport(result.Solver, status, result.Iterations, result.Passes, gradientNorm, Reason(result, status, isFixedRate)) { DualityGap = gap };
        WarnOfConvergence(report);

        // 5. What follows from it.
        var isAtMaximum = isLikelihood && status == SolverStatus.Converged;
        var table = new CoefficientTable(_encoding, kept, options.ConfidenceLevel);
        var (covariance, kind) = isAtMaximum && point.PackedHessian is not null ? CovarianceOf(point, fitted, rows) : (null, CovarianceKind.Model);
        var lines = table.Lines(coefficients, stated, options.Standardize != StandardizeKind.None, covariance);
        var intervals = options.Intervals ?? (isFirth ? IntervalKind.Profile : IntervalKind.Wald);
        if (covariance is not null && intervals == IntervalKind.Profile) AddProfiles(lines, table, result.Coefficients, fitted, firth is not null ? firth : ObjectiveOf(new Logistic(), fitted), rows, firth);
        var proof = separated?.Separation;
        if (proof is not null) _warnings.Add(new FitWarning("firth-fallback", $"{proof.InWords} Maximum likelihood has no finite estimates there, so these are Firth's.", proof.Terms));
        if (separation is not null)
        {
            proof = separation.Report();
            _warnings.Add(SeparationWarning.Of(proof));
            covariance = isLikelihood ? separation.AddLimits(lines, table) : null;
        }
        var statistics = StatisticsOf(objective, point.TotalLoss, rows, kept.Length, isAtMaximum && !isFirth && options.WeightKind != WeightKind.Sampling);
        if (isFirth) statistics = statistics with { Objective = result.Objective, PenalizedLogLikelihood = statistics.LogWays - rows.TotalWeight * result.Objective + fitted.Scales.Sum(Math.Log) };
        // Slopes as they are, and the intercept at which the fitted probabilities sum to the successes.
        var predictionIntercept = isFirth && _encoding.HasIntercept ? coefficients[^1] + point.InterceptShift() : (double?)null;
        return new LogisticModel(_encoding, lines, predictionIntercept)
        {
            Covariance = covariance is null ? null : table.Matrix(lines, covariance),
            CovarianceKind = kind,
            Intervals = covariance is null ? IntervalKind.Wald : intervals,
            Roles = new ColumnRoles(options.Weights, options.WeightKind, options.Cluster, options.Strata),
            Objective = new ObjectiveStatement(isFirth ? "firth" : IsUnpenalized ? "none" : options.Penalty.Name, options.Penalty.Lambda, options.Standardize, rows.TotalWeight, options.ClassWeight.IsBalanced, _encoding.HasIntercept)
            {
                L1Ratio = options.Penalty is IProximalPenalty { L1Ratio: var ratio } ? ratio : 0,
                EveryTerm = options.EveryTerm,
                TermPenalties = options.TermPenalties,
                AdaptivePower = options.AdaptivePower,
                ClassFactors = options.ClassWeight.Factors,
            },
            Rows = rows.Counts,
            Solver = report,
            Statistics = statistics,
            TrainingMetrics = training,
            ConfidenceLevel = options.ConfidenceLevel,
            Separation = proof,
            Warnings = _warnings,
        };
    }

    private bool IsUnpenalized => options.Penalty.Lambda == 0 && !options.AreBounded;

    private SolverResult Solve(LinearObjective objective, IPenalty penalty, double[] start) => penalty is IProximalPenalty proximal
        ? options.ProximalSolver.Solve(objective, proximal, start, options.Trace, options.Cancellation)
        : options.Solver.Solve(objective, (ISmoothPenalty)penalty, start, options.Trace, options.Cancellation);

    /// <summary>How far the objective can lie above its minimum, by the gradient of the loss on the raw rows.</summary>
    private static double? GapOf(IProximalPenalty penalty, double[] coefficients, double[] gradient, double objective) =>
        penalty.Gap(coefficients.AsSpan(..^1), gradient.AsSpan(..^1), objective) + Math.Abs(gradient[^1]) * (1 + 2 * Math.Abs(coefficients[^1]));

    private Newton FirthSolver()
    {
        var (iterations, tolerance) = options.Solver switch
        {
            AutoSolver auto => (auto.MaxIterations, auto.Tolerance),
            Newton newton => (newton.MaxIterations, newton.Tolerance),
            _ => throw new ArgumentException("Firth's fit is by Newton's method: leave the solver to be chosen."),
        };
        // With the leverages held in the Hessian, each step leaves a fraction of the error.
        return new Newton { MaxIterations = iterations ?? 1000, Tolerance = tolerance ?? 1e-12 };
    }

    /// <summary>The rows with the weights of their classes.</summary>
    private FitRows WithClassWeights()
    {
        if (options.ClassWeight == ClassWeight.None) return given;
        _warnings.Add(new FitWarning("class-weight", $"{(options.ClassWeight.IsBalanced ? "Balanced class weights" : "Class weights")} shift the probabilities away from the shares in the data; they are not calibrated, and standard errors do not exist. Moving the threshold gives the same choice between the errors without that cost.", []));
        return given.WithClassWeights(options.ClassWeight);
    }

    /// <summary>What is fitted, in words, for a checkpoint to be known by.</summary>
    private string StatementOf(object solver) => string.Create(CultureInfo.InvariantCulture,
        $"{_encoding.Formula} with {_encoding.Response.Levels[^1]} as 1, weights {options.Weights ?? "none"}, offset {options.Offset ?? "none"}, penalty {options.Penalty.Name} {options.Penalty.Lambda:R}, standardized {options.Standardize}, {solver.GetType().Name}, start {options.Start} {options.Seed}");

    /// <summary>Numbers that tell the rows from others, and differ by rounding alone where they are shared out otherwise.</summary>
    private static double[] FiguresOf(FitRows rows, int columns)
    {
        var moments = rows.Moments;
        return [rows.Rows, rows.TotalWeight, columns, rows.Counts.Positives, .. moments.SumsOfSquares, .. moments.Means.Select((mean, j) => moments.SumsOfSquares[j] + moments.TotalWeight * mean * mean)];
    }

    private double[] Start(int dimension)
    {
        var start = new double[dimension];
        if (options.Start == StartPoint.Zero) return start;
        var random = new SeededRandom(options.Seed);
        for (var j = 0; j < dimension - (_encoding.HasIntercept ? 0 : 1); j++) start[j] = 0.1 * random.NextNormal();
        return start;
    }

    private string Reason(SolverResult result, SolverStatus status, bool isFixedRate)
    {
        var clip = isFixedRate && options.ProbabilityClip > 0
            ? string.Create(CultureInfo.InvariantCulture, $"; probabilities held within [{options.ProbabilityClip:R}, 1 − {options.ProbabilityClip:R}] on the way") : "";
        var end = (result.Status, status) switch
        {
            (SolverStatus.Converged, SolverStatus.Separated) => "the likelihood has no maximum; it is flat within tolerance here",
            (SolverStatus.Converged, SolverStatus.IterationLimit) => "the solver stopped within its tolerance, but at the reported coefficients the raw rows give a larger gradient: the data lie too far from 0 for their spread",
            _ => result.Reason,
        };
        return end + clip;
    }

    private void WarnOfConvergence(SolverReport report)
    {
        if (report.Status is SolverStatus.Converged or SolverStatus.Separated) return;
        var advice = report switch
        {
            { Status: SolverStatus.Diverged } => "Use a smaller learning rate, scale the columns (standardize), or let the solver be chosen (auto).",
            { Name: "newton" or "lbfgs" } => "Allow more iterations; the coefficients stand where the solver stopped.",
            _ => "Allow more iterations or a larger learning rate, scale the columns (standardize), or let the solver be chosen (auto).",
        };
        _warnings.Add(new FitWarning("convergence", string.Create(CultureInfo.InvariantCulture,
            $"{report.Name} {(report.Status == SolverStatus.Diverged ? "diverged" : "did not converge")}: {report.Reason}; the largest gradient entry is {report.GradientNorm:G3}. {advice}"), []));
    }

    /// <summary>The packed covariance of slopes and intercept in the data's units, of the kind that was asked for.</summary>
    private (double[]? Covariance, CovarianceKind Kind) CovarianceOf(FitPoint point, Standardization fitted, FitRows rows)
    {
        var kind = options.WeightKind == WeightKind.Sampling ? CovarianceKind.Sampling : options.Cluster is not null && options.Covariance == CovarianceKind.Model ? CovarianceKind.Cluster : options.Covariance;
        var covariance = kind == CovarianceKind.Model ? WaldTable.Covariance(point.Gradient.Length, point.PackedHessian!, rows.TotalWeight) : point.RobustCovariance(kind);
        if (covariance is not null) return (fitted.CovarianceToData(covariance), kind);
        _warnings.Add(new FitWarning("singular", "Columns are so nearly combinations of each other that standard errors cannot be computed in double precision. Leave one of them out, or use a penalty (l2).", []));
        return (null, kind);
    }

    /// <summary>Puts profile intervals in the place of Wald's; after Firth's fit the p-values are those of the penalised likelihood ratio.</summary>
    private void AddProfiles(CoefficientLines lines, CoefficientTable table, double[] best, Standardization fitted, ICurvedObjective objective, FitRows rows, FirthObjective? firth)
    {
        var profile = new ProfileLikelihood(objective, rows.TotalWeight, best, isConvex: firth is null);
        var rise = ChiSquared.QuantileOfOne(options.ConfidenceLevel);
        foreach (var k in table.Estimated)
        {
            var a = CoefficientTable.Functional(k, fitted);
            var line = table.LineOf(k);
            lines[line] = lines[line] with { Low = profile.End(a, rise, isUpper: false), High = profile.End(a, rise, isUpper: true) };
            if (lines[line].Low is null || lines[line].High is null)
                _warnings.Add(new FitWarning("profile", $"The likelihood of {lines[line].Term} is so flat on one side that an end of its profile interval was not found.", [lines[line].Term]));
            if (firth is not null) lines[line] = lines[line] with { P = profile.Rise(a, 0) is { } statistic ? ChiSquared.UpperTail(statistic, 1) : null };
        }
    }

    private FitStatistics StatisticsOf(double objective, double totalLoss, FitRows rows, int slopes, bool isMaximumLikelihood)
    {
        var (saturated, ways) = rows.Grouping();
        var observations = rows.Observations(options.WeightKind);
        return new FitStatistics
        {
            Objective = objective,
            TotalLoss = totalLoss,
            NullLoss = rows.NullLoss(),
            SaturatedLoss = saturated,
            LogWays = ways,
            Observations = observations,
            Trials = _encoding.Response.Kind == ResponseKind.Classes ? observations : rows.TotalWeight,
            Parameters = slopes + (_encoding.HasIntercept ? 1 : 0),
            NullParameters = _encoding.HasIntercept ? 1 : 0,
            IsMaximumLikelihood = isMaximumLikelihood,
        };
    }
}
