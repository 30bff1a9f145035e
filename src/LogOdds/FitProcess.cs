using System.Buffers;
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
/// <param name="data">The rows.</param>
/// <param name="options">How to fit.</param>
/// <param name="separated">The fit by maximum likelihood that Firth's stands in for, where classes are separated.</param>
/// <param name="selected">The columns that a path selected, to which the fit is confined; null for all.</param>
internal sealed class FitProcess(FitData data, FitOptions options, LogisticModel? separated = null, int[]? selected = null)
{
    // A gradient that a solver calls zero and the check does not: rounding of data far from 0 explains this much, no more.
    private const double CheckTolerance = 1e-6;

    // Below this many rows a thread costs more than it saves.
    private const int WorthThreads = 1 << 15;

    private readonly List<FitWarning> _warnings = [];
    private readonly Encoding _encoding = data.Encoding;

    public static LogisticModel Run(Table table, Formula formula, FitOptions options)
    {
        options.Validate();
        var data = FitData.Learn(table, formula, options);
        if (options.Strata is not null) return new ConditionalFit(data, options).Run();
        var model = new FitProcess(data, options).Run();
        if (options.BiasReduction != BiasReduction.WhereSeparated || model.Separation is null) return model;
        return new FitProcess(data, options with { BiasReduction = BiasReduction.Firth }, separated: model).Run();
    }

    /// <summary>Fits the rows.</summary>
    public LogisticModel Run()
    {
        // 1. Rows and columns.
        var response = WithClassWeights(data.Response);
        // The scale of a column is a matter of the rows, not of how the classes are balanced.
        var moments = ColumnMoments.Compute(data.Data, data.Response.Weights, options.Threads);
        var columns = FittedColumns.Of(_encoding, data.Data, response, moments, IsUnpenalized, options, selected);
        var (kept, design, standard) = (columns.Kept, columns.Design, columns.Standard);
        _warnings.AddRange(columns.Warnings);
        if (selected is not null) _warnings.Add(new FitWarning("selected", $"{kept.Length} of {data.Data.Columns} columns were selected by looking at these rows. Standard errors, p-values and intervals take them as chosen beforehand: they are too good. For inference, select on some rows and fit the others.", []));

        // 2. Objective and solver. Only a descent at a fixed rate depends on the scale of the columns; there it is as stated.
        var isProximal = options.Penalty is IProximalPenalty || options.AreBounded;
        var isFixedRate = options.Solver is IFixedRateSolver && !isProximal;
        var stated = columns.Stated(moments, options.Standardize, _encoding.HasIntercept);
        var fitted = isFixedRate ? stated : columns.FittedFor(options.Penalty, stated);
        IDatafit datafit = isFixedRate && options.ProbabilityClip > 0 ? new ClippedLogistic(options.ProbabilityClip) : new Logistic();
        var adaptive = options.AdaptivePower is { } power
            ? AdaptiveFactors.Of(new LinearObjective(design, response, new Logistic(), columns.FromDesign(standard), options.Threads, _encoding.HasIntercept), response.TotalWeight, power) : [];
        var penalized = PenaltyTerms.Of(options, _encoding, kept, stated, fitted, adaptive);
        var penalty = PenaltyTerms.On(options.Penalty, penalized);

        // 3. The fit.
        var hasIntercept = _encoding.HasIntercept;
        var isFirth = options.BiasReduction == BiasReduction.Firth;
        var scale = columns.FromDesign(fitted);
        var firth = isFirth ? new FirthObjective(design, response, scale, options.Threads, hasIntercept) : null;
        var result = firth is not null
            ? FirthSolver().Solve(firth, new NoPenalty(), Start(kept.Length + 1), options.Trace, options.Cancellation)
            : Solve(new LinearObjective(design, response, datafit, scale, options.Threads, hasIntercept), penalty, Start(kept.Length + 1));
        var coefficients = fitted.ToData(result.Coefficients);

        // 4. Is it what was asked for?
        var raw = columns.HasOrigins ? Designs.Create(data.Data, kept, new double[kept.Length]) : design;
        var eta = ArrayPool<double>.Shared.Rent(data.Data.Rows);
        var isLikelihood = IsUnpenalized && options.ClassWeight == ClassWeight.None;
        var isCurved = isLikelihood && result.Status == SolverStatus.Converged && kept.Length <= FittedColumns.MaxMatrixColumns;
        var check = FitCheck.Evaluate(raw, design, scale, coefficients, response, eta.AsMemory(0, data.Data.Rows), options.Threads, isCurved, hasIntercept);
        var slopes = result.Coefficients.AsSpan(0, kept.Length);
        var objective = check.TotalLoss / response.TotalWeight + penalty.Value(slopes);
        double? gap = null;
        BinaryMetrics? training = null;
        // What coefficients lack and how rows are told apart have nothing to do with each other: two parts of work, for two cores.
        Cores.Each(2, isWorthSeveral: data.Data.Rows >= WorthThreads, options.Threads, part =>
        {
            if (part == 0) training = TrainingMetrics(response, check);
            else if (!IsUnpenalized) gap = GapOf(penalty as IProximalPenalty ?? new ElasticNet(penalty.Lambda, 0).On(penalized), result.Coefficients, check.Gradient, objective);
        });
        if (penalty is IProximalPenalty proximal) proximal.ToLeastSubgradient(slopes, check.Gradient.AsSpan(0, kept.Length));
        else ((ISmoothPenalty)penalty).AddGradient(slopes, check.Gradient.AsSpan(0, kept.Length));
        var gradientNorm = isFirth ? result.GradientNorm : VectorKernels.MaxAbs(check.Gradient);
        var separation = IsUnpenalized && !isFirth ? DetectSeparation(columns, raw, response, coefficients, check) : null;
        var status = separation is not null ? SolverStatus.Separated
            : result.Status == SolverStatus.Converged && !(gradientNorm <= CheckTolerance) ? SolverStatus.IterationLimit
            : result.Status;
        var report = new SolverReport(result.Solver, status, result.Iterations, result.Passes, gradientNorm, Reason(result, status, isFixedRate)) { DualityGap = gap };
        WarnOfConvergence(report);

        // 5. What follows from it.
        var isAtMaximum = isLikelihood && status == SolverStatus.Converged;
        var table = new CoefficientTable(_encoding, kept, options.ConfidenceLevel);
        var (covariance, kind) = isAtMaximum && check.PackedHessian is not null ? CovarianceOf(columns, fitted, check, response) : (null, CovarianceKind.Model);
        var lines = table.Lines(coefficients, stated, options.Standardize != StandardizeKind.None, covariance);
        var intervals = options.Intervals ?? (isFirth ? IntervalKind.Profile : IntervalKind.Wald);
        if (covariance is not null && intervals == IntervalKind.Profile) AddProfiles(lines, table, result.Coefficients, fitted, columns, response, firth);
        var proof = separated?.Separation;
        if (proof is not null) _warnings.Add(new FitWarning("firth-fallback", $"{proof.InWords} Maximum likelihood has no finite estimates there, so these are Firth's.", proof.Terms));
        if (separation is not null)
        {
            var separatedFit = new SeparatedFit(data, separation, columns, options.Threads);
            proof = separatedFit.Report(raw);
            _warnings.Add(SeparationWarning.Of(proof));
            covariance = isLikelihood ? separatedFit.AddLimits(lines, table, moments) : null;
        }
        var statistics = StatisticsOf(objective, check.TotalLoss, response, kept.Length, isAtMaximum && !isFirth && options.WeightKind != WeightKind.Sampling);
        if (isFirth) statistics = statistics with { Objective = result.Objective, PenalizedLogLikelihood = statistics.LogWays - response.TotalWeight * result.Objective + fitted.Scales.Sum(Math.Log) };
        // Slopes as they are, and the intercept at which the fitted probabilities sum to the successes.
        var predictionIntercept = isFirth && hasIntercept ? coefficients[^1] + InterceptAlone.Estimate(response with { Offsets = check.Eta }, options.Threads) : (double?)null;
        ArrayPool<double>.Shared.Return(eta);
        return new LogisticModel(_encoding, lines, predictionIntercept)
        {
            Covariance = covariance is null ? null : table.Matrix(lines, covariance),
            CovarianceKind = kind,
            Intervals = covariance is null ? IntervalKind.Wald : intervals,
            Roles = new ColumnRoles(options.Weights, options.WeightKind, options.Cluster, options.Strata),
            Objective = new ObjectiveStatement(isFirth ? "firth" : IsUnpenalized ? "none" : options.Penalty.Name, options.Penalty.Lambda, options.Standardize, response.TotalWeight, options.ClassWeight.IsBalanced, hasIntercept)
            {
                L1Ratio = options.Penalty is IProximalPenalty { L1Ratio: var ratio } ? ratio : 0,
                EveryTerm = options.EveryTerm,
                TermPenalties = options.TermPenalties,
                AdaptivePower = options.AdaptivePower,
                ClassFactors = options.ClassWeight.Factors,
            },
            Rows = data.RowCounts(),
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

    /// <summary>The responses with the weights of their classes.</summary>
    private Response WithClassWeights(Response response)
    {
        if (options.ClassWeight == ClassWeight.None) return response;
        _warnings.Add(new FitWarning("class-weight", $"{(options.ClassWeight.IsBalanced ? "Balanced class weights" : "Class weights")} shift the probabilities away from the shares in the data; they are not calibrated, and standard errors do not exist. Moving the threshold gives the same choice between the errors without that cost.", []));
        return data.WithClassWeights(response, options.ClassWeight);
    }

    private double[] Start(int dimension)
    {
        var start = new double[dimension];
        if (options.Start == StartPoint.Zero) return start;
        var random = new SeededRandom(options.Seed);
        for (var j = 0; j < dimension - (_encoding.HasIntercept ? 0 : 1); j++) start[j] = 0.1 * random.NextNormal();
        return start;
    }

    private Separation? DetectSeparation(FittedColumns columns, IDesign raw, Response response, double[] coefficients, FitCheck.Answer check) =>
        new SeparationDetector(columns.Design, columns.FromDesign(columns.Standard), columns.Standard, new RowsAsTheyStand(raw, data.Data, columns.Kept, options.Threads), response, _encoding.HasIntercept, options.Threads)
            .Find(coefficients, check.Eta, check.Gradient, check.PackedHessian);

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
    private (double[]? Covariance, CovarianceKind Kind) CovarianceOf(FittedColumns columns, Standardization fitted, FitCheck.Answer check, Response response)
    {
        var kind = options.WeightKind == WeightKind.Sampling ? CovarianceKind.Sampling : options.Cluster is not null && options.Covariance == CovarianceKind.Model ? CovarianceKind.Cluster : options.Covariance;
        var robust = new RobustCovariance(columns.Design, columns.FromDesign(fitted), check.PackedHessian!, response, check.Eta, _encoding.HasIntercept, options.WeightKind == WeightKind.Frequency, options.Threads);
        var covariance = kind switch
        {
            CovarianceKind.Model => WaldTable.Covariance(columns.Kept.Length + 1, check.PackedHessian, response.TotalWeight),
            CovarianceKind.Cluster => robust.OfClusters(data.Clusters(options.Cluster!)),
            _ => robust.OfRows(kind, data.Observations(options.WeightKind)),
        };
        if (covariance is not null) return (fitted.CovarianceToData(covariance), kind);
        _warnings.Add(new FitWarning("singular", "Columns are so nearly combinations of each other that standard errors cannot be computed in double precision. Leave one of them out, or use a penalty (l2).", []));
        return (null, kind);
    }

    /// <summary>Puts profile intervals in the place of Wald's; after Firth's fit the p-values are those of the penalised likelihood ratio.</summary>
    private void AddProfiles(CoefficientLines lines, CoefficientTable table, double[] best, Standardization fitted, FittedColumns columns, Response response, FirthObjective? firth)
    {
        ICurvedObjective objective = firth is not null ? firth : new LinearObjective(columns.Design, response, new Logistic(), columns.FromDesign(fitted), options.Threads, _encoding.HasIntercept);
        var profile = new ProfileLikelihood(objective, response.TotalWeight, best, isConvex: firth is null);
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

    private FitStatistics StatisticsOf(double objective, double totalLoss, Response response, int slopes, bool isMaximumLikelihood)
    {
        var (saturated, ways) = data.Grouping();
        return new FitStatistics
        {
            Objective = objective,
            TotalLoss = totalLoss,
            NullLoss = InterceptAlone.TotalLoss(response, _encoding.HasIntercept, options.Threads),
            SaturatedLoss = saturated,
            LogWays = ways,
            Observations = data.Observations(options.WeightKind),
            Trials = data.Encoding.Response.Kind == ResponseKind.Classes ? data.Observations(options.WeightKind) : response.TotalWeight,
            Parameters = slopes + (_encoding.HasIntercept ? 1 : 0),
            NullParameters = _encoding.HasIntercept ? 1 : 0,
            IsMaximumLikelihood = isMaximumLikelihood,
        };
    }

    /// <summary>Metrics at threshold 0.5; a row of several trials counts as its successes and its failures.</summary>
    private BinaryMetrics TrainingMetrics(Response response, FitCheck.Answer check)
    {
        if (_encoding.Response.Kind == ResponseKind.Classes)
            return LogisticModel.Score(response.Values.Span, check.Eta.Span, response.Weights.Span, 0.5, check.TotalLoss);
        var n = response.Values.Length;
        var (y, eta, weights) = (new double[2 * n], new double[2 * n], new double[2 * n]);
        for (var i = 0; i < n; i++)
        {
            var (share, weight) = (response.Values.Span[i], response.WeightOf(i));
            (y[i], eta[i], weights[i]) = (1, check.Eta.Span[i], weight * share);
            (eta[n + i], weights[n + i]) = (check.Eta.Span[i], weight * (1 - share));
        }
        return LogisticModel.Score(y, eta, weights, 0.5, check.TotalLoss);
    }
}
