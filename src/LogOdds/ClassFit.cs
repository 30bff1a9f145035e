using System.Globalization;
using LogOdds.Data;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>One fit of several classes, from the table to the model: the story of <see cref="FitProcess"/> with other objectives.</summary>
/// <param name="data">The rows.</param>
/// <param name="options">How to fit.</param>
/// <param name="kind">How classes are told apart.</param>
internal sealed class ClassFit(FitData data, FitOptions options, ClassModelKind kind)
{
    private const double CheckTolerance = 1e-6;

    // A last step of Newton's method that would still move a predictor by this much: at a maximum it moves none, on the way to infinity all by about 1.
    private const double MovingStep = 0.1;

    // Beyond this many coefficients no Hessian of all pairs is made.
    private const int MaxHessian = 2500;

    // Up to this many coefficients a Hessian costs less than the passes that it saves.
    private const int FewCoefficients = 300;

    private readonly List<FitWarning> _warnings = [];
    private readonly Encoding _encoding = data.Encoding;
    private readonly IReadOnlyList<string> _classes = data.Encoding.Response.Levels;

    public static ClassModel Run(Table table, Formula formula, FitOptions options, ClassModelKind kind)
    {
        options.Validate();
        FitLimits.RequireOrdinary(options, "a fit of several classes");
        Require(options, kind);
        var data = FitData.Learn(table, formula, options, isOfSeveral: true);
        if (kind == ClassModelKind.Ordinal && !data.Encoding.HasIntercept)
            throw new UnusableDataException("a model of ordered classes has thresholds between them in the place of an intercept", remedy: "Leave the intercept in the formula.");
        return new ClassFit(data, options, kind).Run();
    }

    /// <summary>Fits the rows.</summary>
    public ClassModel Run()
    {
        // 1. Rows and columns.
        var response = WithClassWeights(data.Response);
        var rows = new TableRows(data, data.Response, options);
        var moments = rows.Moments;
        var chosen = (TableDesign)FittedColumns.Choose(rows, IsUnpenalized, options);
        var (columns, design) = (chosen.Columns, chosen.Design);
        _warnings.AddRange(columns.Warnings);

        // 2. Objective and penalty. At maximum likelihood one class is the reference; a penalty treats all alike.
        var isSymmetric = kind == ClassModelKind.Multinomial && !IsUnpenalized;
        var stated = columns.Stated(moments, options.Standardize, _encoding.HasIntercept);
        var fitted = options.Solver is IFixedRateSolver && options.Penalty is not GroupLasso ? stated : columns.FittedFor(options.Penalty, stated);
        var table = new ClassTable(kind, isSymmetric, _encoding, columns.Kept);
        var objective = Objective(design, response, isSymmetric, columns.FromDesign(fitted));
        var penalized = PenaltyTerms.Of(options, _encoding, columns.Kept, stated, fitted, []).ForEach(table.Vectors);
        var penalty = PenaltyTerms.On(options.Penalty, penalized);

        // 3. The fit, and whether it is what was asked for.
        var isLikelihood = IsUnpenalized && options.ClassWeight == ClassWeight.None;
        var result = Solve(objective, penalty);
        var gradient = new double[objective.Dimension];
        var hessian = new double[IsUnpenalized && objective.Dimension <= MaxHessian ? PackedSymmetric.Length(objective.Dimension) : 0];
        var loss = objective.Evaluate(result.Coefficients, gradient, hessian) * response.TotalWeight;
        var gap = IsUnpenalized ? (double?)null : Gap(objective, penalty as IProximalPenalty ?? new ElasticNet(penalty.Lambda, 0).On(penalized), result.Coefficients, gradient, loss / response.TotalWeight);
        ToSubgradient(penalty, result.Coefficients.AsSpan(0, objective.Slopes), gradient);
        var gradientNorm = VectorKernels.MaxAbs(gradient);
        var moving = hessian.Length > 0 ? Moving(objective, gradient, hessian, design, columns, fitted, table) : null;

        // 4. In the data's units.
        var solved = result.Coefficients.ToArray();
        if (objective is OrdinalObjective ordinal)
            for (var k = 0; k < ordinal.NullThresholds.Count; k++) solved[objective.Slopes + k] += ordinal.NullThresholds[k];
        var coefficients = table.ToData(solved, fitted);
        if (isSymmetric) Center(coefficients.AsSpan(objective.Slopes));
        var isReached = result.Status == SolverStatus.Converged && moving is null;
        var covariance = isLikelihood && isReached && hessian.Length > 0 ? WaldTable.Covariance(objective.Dimension, hessian, response.TotalWeight) : null;
        if (covariance is not null) covariance = table.CovarianceToData(covariance, fitted);
        else if (isLikelihood && isReached)
            _warnings.Add(hessian.Length > 0
                ? new FitWarning("singular", "Columns are so nearly combinations of each other that standard errors cannot be computed in double precision. Leave one of them out, or use a penalty (l2).", [])
                : new FitWarning("unchecked", $"{objective.Dimension} coefficients are more than the {MaxHessian} for which matrices of all pairs are made: there are no standard errors, and it is not known whether the classes are separated.", []));
        var lines = table.Lines(coefficients, stated, options.Standardize != StandardizeKind.None, covariance, options.ConfidenceLevel);
        var (accuracy, rawLoss) = Training(new ClassPredictor(kind, isSymmetric, _encoding, lines), response);

        // 5. What follows from it.
        var isFar = !(gradientNorm <= CheckTolerance) || !(Math.Abs(rawLoss - loss) <= CheckTolerance * (response.TotalWeight + loss));
        var status = moving is not null ? SolverStatus.Separated : result.Status == SolverStatus.Converged && isFar ? SolverStatus.IterationLimit : result.Status;
        var report = new SolverReport(result.Solver, status, result.Iterations, result.Passes, gradientNorm, Reason(result, status)) { DualityGap = gap };
        if (moving is not null) _warnings.Add(Separation(lines, moving, table));
        else if (status != SolverStatus.Converged)
            _warnings.Add(new FitWarning("convergence", string.Create(CultureInfo.InvariantCulture,
                $"{report.Name} {(status == SolverStatus.Diverged ? "diverged" : "did not converge")}: {report.Reason}; the largest gradient entry is {gradientNorm:G3}. Allow more iterations, or let the solver be chosen (auto)."), []));
        return new ClassModel(kind, isSymmetric, _encoding, lines)
        {
            Covariance = covariance is null ? null : table.Matrix(lines, covariance),
            Roles = new ColumnRoles(options.Weights, options.WeightKind),
            Objective = new ObjectiveStatement(IsUnpenalized ? "none" : options.Penalty.Name, options.Penalty.Lambda, options.Standardize, response.TotalWeight, options.ClassWeight.IsBalanced, _encoding.HasIntercept)
            {
                L1Ratio = options.Penalty is IProximalPenalty { L1Ratio: var ratio } ? ratio : 0,
                EveryTerm = options.EveryTerm,
                TermPenalties = options.TermPenalties,
                ClassFactors = options.ClassWeight.Factors,
            },
            Rows = data.ClassRows(),
            Solver = report,
            Statistics = StatisticsOf(result.Objective, loss, response, columns.Kept.Length, isLikelihood && status == SolverStatus.Converged),
            TrainingAccuracy = accuracy,
            TrainingLogLoss = loss / response.TotalWeight,
            ConfidenceLevel = options.ConfidenceLevel,
            Warnings = _warnings,
        };
    }

    private bool IsUnpenalized => options.Penalty.Lambda == 0 && !options.AreBounded;

    /// <summary>Makes sure that nothing is asked for that belongs to fits of two classes.</summary>
    /// <exception cref="ArgumentException">Something is.</exception>
    public static void Require(FitOptions options, ClassModelKind kind)
    {
        static void Not(bool isGiven, string what)
        {
            if (isGiven) throw new ArgumentException($"{what} belong to fits of two classes: leave them out.");
        }
        Not(options.Positive is not null, "Labels that count as 1");
        Not(options.Strata is not null, "Matched sets");
        Not(options.Cluster is not null || options.Covariance != CovarianceKind.Model, "Robust standard errors");
        Not(options.BiasReduction != BiasReduction.None, "Firth's fits");
        Not(options.Intervals == IntervalKind.Profile, "Profile intervals");
        Not(options.AdaptivePower is not null, "Adaptive penalties");
        Not(options.WeightKind == WeightKind.Sampling, "Sampling weights");
        if (kind == ClassModelKind.Ordinal && options.Reference is not null) throw new ArgumentException("Ordered classes have no reference: give their order instead.");
    }

    /// <summary>The objective of a kind of model.</summary>
    public static ICurvedObjective ObjectiveOf(ClassModelKind kind, IDesign design, Response response, int classes, bool isSymmetric, Standardization scale, int threads, bool hasIntercept) =>
        kind == ClassModelKind.Ordinal ? new OrdinalObjective(design, response, classes, scale, threads)
        : new MultinomialObjective(design, response, classes, isSymmetric, scale, threads, hasIntercept);

    /// <summary>The maximum of a likelihood, from 0.</summary>
    public static SolverResult MaximumLikelihood(ICurvedObjective objective) => objective is IBlockObjective blocks && objective.Dimension > FewCoefficients
        ? new SampledLbfgs { Tolerance = 1e-11 }.Solve(blocks, new NoPenalty(), new double[objective.Dimension])
        : new Newton { Tolerance = 1e-13 }.Solve(objective, new NoPenalty(), new double[objective.Dimension]);

    private ICurvedObjective Objective(IDesign design, Response response, bool isSymmetric, Standardization scale) =>
        ObjectiveOf(kind, design, response, _classes.Count, isSymmetric, scale, options.Threads, _encoding.HasIntercept);

    private SolverResult Solve(ICurvedObjective objective, IPenalty penalty)
    {
        var start = Start(objective);
        SolverResult Run<TPenalty>(ISolver<ICurvedObjective, TPenalty> solver, TPenalty of) where TPenalty : class, IPenalty => solver.Solve(objective, of, start, options.Trace, options.Cancellation);
        return (penalty, options.Solver, options.ProximalSolver) switch
        {
            (IProximalPenalty proximal, _, AutoProximalSolver auto) when objective.Dimension <= MaxHessian =>
                Run(new ProximalNewton { MaxIterations = auto.MaxIterations ?? ProximalNewton.DefaultMaxIterations, Tolerance = auto.Tolerance ?? ProximalNewton.DefaultTolerance }, proximal),
            (IProximalPenalty proximal, _, AutoProximalSolver auto) => Run(new Fista { MaxIterations = auto.MaxIterations ?? Fista.DefaultMaxIterations, Tolerance = auto.Tolerance ?? Fista.DefaultTolerance }, proximal),
            (IProximalPenalty proximal, _, ISolver<ICurvedObjective, IProximalPenalty> chosen) => Run(chosen, proximal),
            (ISmoothPenalty smooth, AutoSolver auto, _) when objective is IBlockObjective blocks && objective.Dimension > FewCoefficients =>
                new SampledLbfgs { MaxIterations = auto.MaxIterations ?? SampledLbfgs.DefaultMaxIterations, Tolerance = auto.Tolerance ?? SampledLbfgs.DefaultTolerance }.Solve(blocks, smooth, start, options.Trace, options.Cancellation),
            (ISmoothPenalty smooth, AutoSolver auto, _) => Run(new Newton { MaxIterations = auto.MaxIterations ?? Newton.DefaultMaxIterations, Tolerance = auto.Tolerance ?? Newton.DefaultTolerance }, smooth),
            (ISmoothPenalty smooth, ISolver<ICurvedObjective, ISmoothPenalty> chosen, _) => Run(chosen, smooth),
            _ => throw new ArgumentException("That solver is for two classes: leave the choice to LogOdds (auto), or use newton, lbfgs or gradient-descent; proximal-newton or fista for a penalty without gradient."),
        };
    }

    private double[] Start(ICurvedObjective objective)
    {
        var start = new double[objective.Dimension];
        if (options.Start == StartPoint.Zero) return start;
        var random = new SeededRandom(options.Seed);
        for (var j = 0; j < objective.Slopes; j++) start[j] = 0.1 * random.NextNormal();
        return start;
    }

    private static double Gap(IObjective objective, IProximalPenalty penalty, double[] coefficients, double[] gradient, double loss) =>
        new ProximalObjective("", objective, penalty, trace: null).Gap(coefficients, gradient, loss + penalty.Value(coefficients.AsSpan(0, objective.Slopes)));

    private static void ToSubgradient(IPenalty penalty, ReadOnlySpan<double> slopes, Span<double> gradient)
    {
        if (penalty is IProximalPenalty proximal) proximal.ToLeastSubgradient(slopes, gradient[..slopes.Length]);
        else ((ISmoothPenalty)penalty).AddGradient(slopes, gradient[..slopes.Length]);
    }

    /// <summary>
    /// What a last step of Newton's method would change, in the data's units, where it still moves the predictor of some row: then the likelihood
    /// rises on without end. Null at a maximum.
    /// </summary>
    private static double[]? Moving(ICurvedObjective objective, double[] gradient, double[] hessian, IDesign design, FittedColumns columns, Standardization fitted, ClassTable table)
    {
        if (PackedCholesky.TryFactor(objective.Dimension, hessian) is not { } factor) return null;
        var step = Array.ConvertAll(gradient, g => -g);
        factor.Solve(step);
        var p = columns.Kept.Length;
        var scale = columns.FromDesign(fitted);
        for (var v = 0; v < table.Vectors; v++)
        {
            var end = objective.Dimension - objective.Slopes == table.Vectors ? step[objective.Slopes + v] : 0;
            if (VectorKernels.MaxAbs(design.LinearPredictors(scale.ToData([.. step.AsSpan(v * p, p), end]), threads: 0)) > MovingStep) return table.ToData(step, fitted);
        }
        return VectorKernels.MaxAbs(step.AsSpan(objective.Slopes)) > MovingStep ? table.ToData(step, fitted) : null;
    }

    private FitWarning Separation(Coefficient[] lines, double[] moving, ClassTable table)
    {
        // The coefficients that the last step changes by more than a trifle of themselves.
        var names = Enumerable.Range(0, moving.Length).Where(k => Math.Abs(moving[k]) > 1e-3 * Math.Abs(lines[table.LineOf(k)].Estimate ?? 0))
            .Select(k => lines[table.LineOf(k)]).OrderBy(line => Array.IndexOf(lines, line)).Select(ClassModel.NameOf).ToArray();
        const int shown = 6;
        return new FitWarning("separation",
            $"Classes are separated: columns tell some of them apart without error, so the likelihood rises without end and has no maximum. The estimates are where the solver stopped; standard errors do not exist. On the way to infinity: {string.Join(", ", names.Take(shown))}{(names.Length > shown ? ", …" : "")}. Use a penalty (l2), fewer columns, or join classes.",
            names);
    }

    private static string Reason(SolverResult result, SolverStatus status) => (result.Status, status) switch
    {
        (SolverStatus.Converged, SolverStatus.Separated) => "the likelihood has no maximum; it is flat within tolerance here",
        (SolverStatus.Converged, SolverStatus.IterationLimit) => "the solver stopped within its tolerance, but the raw rows say otherwise: the data lie too far from 0 for their spread",
        _ => result.Reason,
    };

    private (double Accuracy, double Loss) Training(ClassPredictor predictor, Response response)
    {
        var probabilities = predictor.Probabilities(data.Rows.Table);
        CompensatedSum right = default, loss = default;
        for (var i = 0; i < response.Values.Length; i++)
        {
            var (own, weight) = ((int)response.Values.Span[i], response.WeightOf(i));
            var row = probabilities.AsSpan(i * _classes.Count, _classes.Count);
            if (weight == 0) continue;
            if (ClassModel.MostLikely(row) == own) right.Add(weight);
            // A probability below the range of doubles says nothing of how far.
            loss.Add(-weight * Math.Log(Math.Max(row[own], double.Epsilon)));
        }
        return (right.Value / response.TotalWeight, loss.Value);
    }

    private FitStatistics StatisticsOf(double objective, double loss, Response response, int columns, bool isMaximumLikelihood) => new()
    {
        Objective = objective,
        TotalLoss = loss,
        NullLoss = NullLoss(response),
        Observations = data.Observations(options.WeightKind),
        Trials = data.Observations(options.WeightKind),
        Parameters = kind == ClassModelKind.Ordinal ? columns + _classes.Count - 1 : (_classes.Count - 1) * (columns + (_encoding.HasIntercept ? 1 : 0)),
        NullParameters = _encoding.HasIntercept ? _classes.Count - 1 : 0,
        IsMaximumLikelihood = isMaximumLikelihood,
    };

    private double NullLoss(Response response)
    {
        var empty = new DenseDesign<double>(response.Values.Length, []);
        return MaximumLikelihood(Objective(empty, response, isSymmetric: false, Standardization.Identity(0))).Objective * response.TotalWeight;
    }

    /// <summary>The responses with the weights of their classes.</summary>
    private Response WithClassWeights(Response response)
    {
        if (options.ClassWeight == ClassWeight.None) return response;
        _warnings.Add(new FitWarning("class-weight", $"{(options.ClassWeight.IsBalanced ? "Balanced class weights" : "Class weights")} shift the probabilities away from the shares in the data; they are not calibrated, and standard errors do not exist.", []));
        return data.WithClassWeights(response, options.ClassWeight);
    }

    private static void Center(Span<double> intercepts)
    {
        var mean = VectorKernels.Sum(intercepts) / intercepts.Length;
        VectorKernels.AddConstant(intercepts, -mean);
    }
}
