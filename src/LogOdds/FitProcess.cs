using System.Buffers;
using System.Globalization;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Inference;
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
internal sealed class FitProcess(Table table, Formula formula, FitOptions options)
{
    // A gradient that a solver calls zero and the check does not: rounding of data far from 0 explains this much, no more.
    private const double CheckTolerance = 1e-6;

    private readonly List<FitWarning> _warnings = [];

    public LogisticModel Run()
    {
        options.Validate();

        // 1. Rows and columns.
        var rows = UsableRows.Of(table, formula, options);
        var encoding = Encoding.Learn(rows.Table, formula, rows.Predictors, options.Positive, options.Offset);
        var data = encoding.Bind(rows.Table);
        var weights = options.Weights is { } name ? NonNegative(rows.Table, name) : default;
        var response = ResponseOf(rows.Table, encoding, weights);
        // The scale of a column is a matter of the rows, not of how the classes are balanced.
        var moments = ColumnMoments.Compute(data, weights, options.Threads);
        var columns = FittedColumns.Of(encoding, data, response, moments, IsMaximumLikelihood, options);
        var (kept, design, standard) = (columns.Kept, columns.Design, columns.Standard);
        _warnings.AddRange(columns.Warnings);

        // 2. Objective and solver. Only a descent at a fixed rate depends on the scale of the columns; there it is as stated.
        var isFixedRate = options.Solver is IFixedRateSolver;
        var stated = options.Standardize switch
        {
            StandardizeKind.None => Standardization.Identity(kept.Length),
            var kind => moments.Standardization(kind == StandardizeKind.Sample).Select(kept),
        };
        var fitted = isFixedRate ? stated : standard;
        IDatafit datafit = isFixedRate && options.ProbabilityClip > 0 ? new ClippedLogistic(options.ProbabilityClip) : new Logistic();
        var penalty = options.Penalty.OnScale([.. stated.Scales.Zip(fitted.Scales, (s, f) => s / f)]);

        // 3. The fit.
        var objective = new LinearObjective(design, response, datafit, columns.FromDesign(fitted), options.Threads);
        var result = options.Solver.Solve(objective, penalty, Start(objective.Dimension), options.Trace, options.Cancellation);
        var coefficients = fitted.ToData(result.Coefficients);

        // 4. Is it what was asked for?
        var raw = Designs.Create(data, kept, new double[kept.Length]);
        var eta = ArrayPool<double>.Shared.Rent(data.Rows);
        var isCurved = IsMaximumLikelihood && result.Status == SolverStatus.Converged && options.ClassWeight == ClassWeight.None && kept.Length <= FittedColumns.MaxMatrixColumns;
        var check = FitCheck.Evaluate(raw, design, columns.FromDesign(fitted), coefficients, response, eta.AsMemory(0, data.Rows), options.Threads, isCurved);
        var slopes = result.Coefficients.AsSpan(0, kept.Length);
        penalty.AddGradient(slopes, check.Gradient.AsSpan(0, kept.Length));
        var gradientNorm = VectorKernels.MaxAbs(check.Gradient);
        var separation = IsMaximumLikelihood ? DetectSeparation(encoding, raw, columns, response, coefficients, check.Eta, result.Status) : null;
        var status = separation is not null ? SolverStatus.Separated
            : result.Status == SolverStatus.Converged && !(gradientNorm <= CheckTolerance) ? SolverStatus.IterationLimit
            : result.Status;
        var report = new SolverReport(result.Solver, status, result.Iterations, result.Passes, gradientNorm, Reason(result, status, isFixedRate));
        WarnOfConvergence(report);

        // 5. What follows from it.
        var isAtMaximum = IsMaximumLikelihood && status == SolverStatus.Converged && options.ClassWeight == ClassWeight.None;
        var covariance = isAtMaximum && check.PackedHessian is { } hessian ? WaldTable.Covariance(kept.Length + 1, hessian, response.TotalWeight) : null;
        if (isAtMaximum && check.PackedHessian is not null && covariance is null)
            _warnings.Add(new FitWarning("singular", "Columns are so nearly combinations of each other that standard errors cannot be computed in double precision. Leave one of them out, or use a penalty (l2).", []));
        var statistics = StatisticsOf(check.TotalLoss / response.TotalWeight + penalty.Value(slopes), check.TotalLoss, response, kept.Length + 1, isAtMaximum);
        var training = LogisticModel.Score(response.Values.Span, check.Eta.Span, response.Weights.Span, 0.5, check.TotalLoss);
        ArrayPool<double>.Shared.Return(eta);
        return new LogisticModel(encoding, CoefficientTable(encoding, kept, coefficients, stated, covariance is null ? null : fitted.CovarianceToData(covariance)),
            Statement(response), Counts(rows, response), report, statistics, training, options.ConfidenceLevel, _warnings);
    }

    private bool IsMaximumLikelihood => options.Penalty.Lambda == 0;

    private Response ResponseOf(Table rows, Encoding encoding, ReadOnlyMemory<double> weights)
    {
        var y = encoding.Response.Values(rows);
        var offsets = options.Offset is { } offset ? ((NumericColumn)rows[offset]).Memory : default;
        var response = new Response(y, weights, offsets);
        var (positive, total) = (PositiveWeight(response), response.TotalWeight);
        if (!HasBothClasses(response))
            throw new UnusableDataException($"all rows of weight above 0 are of one class of '{formula.Response}'", remedy: "A fit needs rows of both classes.");
        if (options.ClassWeight == ClassWeight.None) return response;

        _warnings.Add(new FitWarning("class-weight", "Balanced class weights shift the probabilities away from the shares in the data; they are not calibrated, and standard errors do not exist. Moving the threshold gives the same choice between the errors without that cost.", []));
        var balanced = new double[y.Length];
        for (var i = 0; i < y.Length; i++)
            balanced[i] = response.WeightOf(i) * total / (2 * (y.Span[i] == 1 ? positive : total - positive));
        return new Response(y, balanced, offsets);
    }

    private static ReadOnlyMemory<double> NonNegative(Table rows, string name)
    {
        var column = (NumericColumn)rows[name];
        for (var i = 0; i < column.Rows; i++)
            if (column.Values[i] < 0)
                throw new UnusableDataException($"the weight '{name}' is {NumericColumn.Format(column.Values[i])}", rows.Describe(i), "Weights are 0 or more.");
        return column.Memory;
    }

    private double[] Start(int dimension)
    {
        var start = new double[dimension];
        if (options.Start == StartPoint.Zero) return start;
        var random = new SeededRandom(options.Seed);
        for (var j = 0; j < dimension; j++) start[j] = 0.1 * random.NextNormal();
        return start;
    }

    private Separation? DetectSeparation(Encoding encoding, IDesign raw, FittedColumns columns, Response response, double[] coefficients, ReadOnlyMemory<double> eta, SolverStatus status)
    {
        var detector = new SeparationDetector(columns.Design, columns.FromDesign(columns.Standard), response, options.Threads);
        var separation = detector.Find(columns.Standard.ToScaled(coefficients), eta, status == SolverStatus.Converged);
        if (separation is not null) _warnings.Add(SeparationWarning.Of(separation, raw, response, [.. columns.Kept.Select(j => encoding.Terms[j])], formula.Response));
        return separation;
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

    private FitStatistics StatisticsOf(double objective, double totalLoss, Response response, int parameters, bool isAtMaximum)
    {
        var observations = response.Weights.IsEmpty ? response.Values.Length : CountPositive(response.Weights.Span);
        return new FitStatistics
        {
            Objective = objective,
            LogLikelihood = -totalLoss,
            NullDeviance = 2 * NullLoss(response),
            Observations = observations,
            Parameters = parameters,
            IsMaximumLikelihood = isAtMaximum,
        };
    }

    /// <summary>The least loss of the intercept alone: by the shares of the classes, or where offsets stand beside it, by a fit.</summary>
    private double NullLoss(Response response)
    {
        var empty = new LinearObjective(new DenseDesign<double>(response.Values.Length, []), response, new Logistic(), threads: options.Threads);
        if (!response.Offsets.IsEmpty) return new Newton { Tolerance = 1e-14 }.Solve(empty, new NoPenalty(), [0]).Objective * response.TotalWeight;
        var positive = PositiveWeight(response);
        var negative = response.TotalWeight - positive;
        return -(positive * Math.Log(positive / response.TotalWeight) + negative * Math.Log(negative / response.TotalWeight));
    }

    private static bool HasBothClasses(Response response)
    {
        var y = response.Values.Span;
        var (hasPositive, hasNegative) = (false, false);
        for (var i = 0; i < y.Length && !(hasPositive && hasNegative); i++)
        {
            if (!(response.WeightOf(i) > 0)) continue;
            hasPositive |= y[i] == 1;
            hasNegative |= y[i] == 0;
        }
        return hasPositive && hasNegative;
    }

    private static double PositiveWeight(Response response) =>
        response.Weights.IsEmpty ? VectorKernels.Sum(response.Values.Span) : VectorKernels.Dot(response.Values.Span, response.Weights.Span);

    private static int CountPositive(ReadOnlySpan<double> values)
    {
        var count = 0;
        foreach (var value in values)
            if (value > 0) count++;
        return count;
    }

    private List<Coefficient> CoefficientTable(Encoding encoding, int[] kept, double[] coefficients, Standardization stated, double[]? covariance)
    {
        var scaled = stated.ToScaled(coefficients);
        var halfWidth = WaldTable.HalfWidth(options.ConfidenceLevel);
        Coefficient Line(string term, int k)
        {
            var line = new Coefficient { Term = term, Estimate = coefficients[k], ScaledEstimate = scaled[k] };
            if (options.Standardize != StandardizeKind.None && k < kept.Length) line = line with { Center = stated.Centers[k], Scale = stated.Scales[k] };
            if (covariance is null) return line;
            var error = Math.Sqrt(covariance[PackedSymmetric.Index(k, k)]);
            return line with
            {
                StandardError = error,
                Z = coefficients[k] / error,
                P = WaldTable.TwoSidedP(coefficients[k] / error),
                Low = coefficients[k] - halfWidth * error,
                High = coefficients[k] + halfWidth * error,
            };
        }
        var lines = new List<Coefficient> { Line(LogisticModel.InterceptTerm, kept.Length) };
        lines.AddRange(encoding.Terms.Select(term => new Coefficient { Term = term }));
        for (var k = 0; k < kept.Length; k++) lines[kept[k] + 1] = Line(encoding.Terms[kept[k]], k);
        return lines;
    }

    private ObjectiveStatement Statement(Response response) => new(
        IsMaximumLikelihood ? "none" : options.Penalty.Name, options.Penalty.Lambda, options.Standardize, response.TotalWeight,
        options.ClassWeight == ClassWeight.Balanced);

    private static RowCounts Counts(UsableRows rows, Response response)
    {
        var positives = CountPositive(response.Values.Span);
        return new RowCounts(rows.Read, rows.Table.Rows, rows.MissingByColumn, rows.Table.Rows - positives, positives);
    }
}
