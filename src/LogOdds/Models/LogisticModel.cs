using System.Buffers;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Metrics;
using LogOdds.Numerics;

namespace LogOdds.Models;

/// <summary>
/// A fitted logistic regression: immutable, without the data it was fitted to, safe to use from several threads.
/// </summary>
public sealed class LogisticModel
{
    private readonly double[] _slopes;
    private readonly double _intercept;

    /// <summary>A model of its parts: what a fit found, or what a model file held.</summary>
    /// <exception cref="ArgumentException">The coefficients do not belong to the encoding.</exception>
    internal LogisticModel(Encoding encoding, IReadOnlyList<Coefficient> coefficients, double? predictionIntercept)
    {
        (Encoding, Coefficients, PredictionIntercept) = (encoding, coefficients, predictionIntercept);
        var isOwn = coefficients is CoefficientLines lines && ReferenceEquals(lines.Encoding, encoding);
        if (!isOwn && !coefficients.Select(c => c.Term).SequenceEqual(encoding.HasIntercept ? encoding.Terms.Prepend(InterceptTerm) : encoding.Terms))
            throw new ArgumentException("The coefficients are not the intercept followed by the terms of the encoding.", nameof(coefficients));
        _intercept = predictionIntercept ?? (encoding.HasIntercept ? coefficients[0].Estimate ?? 0 : 0);
        _slopes = [.. EstimatesOf(coefficients).Skip(encoding.HasIntercept ? 1 : 0)];
    }

    private static IEnumerable<double> EstimatesOf(IReadOnlyList<Coefficient> coefficients) => coefficients is CoefficientLines { IsNumbers: true } lines
        ? lines.Estimates.Select(estimate => double.IsNaN(estimate) ? 0 : estimate) : coefficients.Select(c => c.Estimate ?? 0);

    /// <summary>The name of the intercept among the terms.</summary>
    public const string InterceptTerm = "(Intercept)";

    /// <summary>How a table becomes a design.</summary>
    public Encoding Encoding { get; }

    /// <summary>The coefficient table: the intercept, then the terms of the encoding.</summary>
    public IReadOnlyList<Coefficient> Coefficients { get; }

    /// <summary>
    /// The intercept that predictions use in place of the coefficient: after Firth's fit, which shrinks probabilities towards ½, the one
    /// of maximum likelihood for the fitted slopes (FLIC; Puhr, Heinze, Nold, Lusa and Geroldinger, Statistics in Medicine 36, 2017). Null
    /// where the coefficient itself is used.
    /// </summary>
    public double? PredictionIntercept { get; }

    /// <summary>The covariance of the coefficients; null where standard errors do not exist.</summary>
    public required CovarianceMatrix? Covariance { get; init; }

    /// <summary>What the covariance is made of.</summary>
    public required CovarianceKind CovarianceKind { get; init; }

    /// <summary>How the coefficients' intervals were found.</summary>
    public required IntervalKind Intervals { get; init; }

    /// <summary>Columns that the fit used besides those of the formula.</summary>
    public required ColumnRoles Roles { get; init; }

    /// <summary>The objective that was minimised.</summary>
    public required ObjectiveStatement Objective { get; init; }

    /// <summary>What became of the rows.</summary>
    public required RowCounts Rows { get; init; }

    /// <summary>How the coefficients were found.</summary>
    public required SolverReport Solver { get; init; }

    /// <summary>Figures of the fit as a whole.</summary>
    public required FitStatistics Statistics { get; init; }

    /// <summary>Metrics on the rows the model was fitted to, at threshold 0.5.</summary>
    /// <exception cref="NoAnswerException">The fit is conditional on matched sets.</exception>
    public BinaryMetrics Training
    {
        get
        {
            RequireProbabilities();
            return TrainingMetrics!;
        }
    }

    /// <summary>The same; null for a conditional fit, which has no probabilities.</summary>
    internal BinaryMetrics? TrainingMetrics { get; init; }

    /// <summary>The confidence level of the coefficients' intervals: 0.95.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>The proof that the classes are separated; null where they are not.</summary>
    public SeparationReport? Separation { get; init; }

    /// <summary>The matched sets of a conditional fit; null for an ordinary one.</summary>
    public StrataCounts? Strata { get; init; }

    /// <summary>
    /// The map that the log-odds of the linear predictor go through before anything is said of a row; null where they are taken as they are.
    /// Coefficients are those before it.
    /// </summary>
    public CalibrationMap? Calibration { get; init; }

    /// <summary>How the penalty was chosen by cross-validation; null where it was given.</summary>
    public ModelChoice? Choice { get; init; }

    /// <summary>What the user should know.</summary>
    public required IReadOnlyList<FitWarning> Warnings { get; init; }

    /// <summary>Whether the fit is conditional on matched sets: it has odds ratios, but no intercept and so no probabilities.</summary>
    public bool IsConditional => Objective.IsConditional;

    /// <summary>The label that counts as 1.</summary>
    public string Positive => Encoding.Response.Positive;

    /// <summary>The label that counts as 0.</summary>
    public string Negative => Encoding.Response.Negative;

    /// <summary>The coefficient of <paramref name="term"/>.</summary>
    /// <exception cref="ArgumentException">There is no such term; the message gives the nearest.</exception>
    public Coefficient this[string term] => Coefficients.FirstOrDefault(c => c.Term == term)
        ?? throw new ArgumentException($"The model has no term '{term}'. {Spelling.Suggest(term, Coefficients.Select(c => c.Term))}", nameof(term));

    /// <summary>The log-odds of one row, calibrated where the model is.</summary>
    /// <remarks>An offset column, where the model has one, is not added: a single row gives features only.</remarks>
    /// <param name="features">One value a term after the intercept, in the order of <see cref="Encoding"/>.Terms (0 or 1 for a factor's level).</param>
    /// <exception cref="ArgumentException">The number of values is not the number of terms.</exception>
    public double LogOdds(params ReadOnlySpan<double> features)
    {
        if (features.Length != _slopes.Length)
            throw new ArgumentException($"The model has {_slopes.Length} terms ({string.Join(", ", Encoding.Terms.Take(6))}{(_slopes.Length > 6 ? ", …" : "")}); {features.Length} values were given.", nameof(features));
        var eta = _intercept;
        for (var j = 0; j < _slopes.Length; j++) eta += _slopes[j] * features[j];
        return Calibration?.LogOdds(eta) ?? eta;
    }

    /// <summary>The probability of the class that counts as 1, for one row; see <see cref="LogOdds(ReadOnlySpan{double})"/>.</summary>
    public double Probability(params ReadOnlySpan<double> features) => Logistic.Probability(LogOdds(features));

    /// <summary>The class of one row: the one that counts as 1 when its probability is at least <paramref name="threshold"/>.</summary>
    public string Classify(ReadOnlySpan<double> features, double threshold = 0.5) => Label(Probability(features), threshold);

    /// <summary>The class for a probability.</summary>
    public string Label(double probability, double threshold = 0.5) => probability >= threshold ? Positive : Negative;

    /// <summary>The log-odds of each row of a table, calibrated where the model is; NaN where a column that the model needs is missing.</summary>
    /// <param name="table">A table with the model's columns, by name.</param>
    /// <exception cref="UnusableDataException">A column is absent or of the wrong kind, a level is unknown, or a value is not finite.</exception>
    public double[] LogOdds(Table table)
    {
        var encoded = Encoding.Bind(table);
        var design = Designs.Create(encoded, [.. Enumerable.Range(0, encoded.Columns)], new double[encoded.Columns]);
        var offsets = Encoding.OffsetsOf(table);
        var eta = GC.AllocateUninitializedArray<double>(table.Rows);
        RowRuns.All(table.Rows, design.NumbersPerRow, threads: 0).Compute(blocks =>
        {
            foreach (var block in blocks)
            {
                var here = eta.AsSpan(block.Start, block.Count);
                design.Multiply(block, _slopes, here);
                VectorKernels.AddConstant(here, _intercept);
                if (!offsets.IsEmpty) VectorKernels.Add(here, offsets.Span.Slice(block.Start, block.Count));
            }
            return blocks.Count;
        });
        Encoding.RequireFinite(table, eta);
        if (Calibration is { } map)
            for (var row = 0; row < eta.Length; row++) eta[row] = map.LogOdds(eta[row]);
        return eta;
    }

    /// <summary>The probability of the class that counts as 1, for each row; see <see cref="LogOdds(Table)"/>.</summary>
    /// <exception cref="NoAnswerException">The fit is conditional on matched sets.</exception>
    public double[] Probability(Table table)
    {
        RequireProbabilities();
        var p = LogOdds(table);
        Logistic.Probabilities(p, p);
        return p;
    }

    /// <summary>The probability of the class that counts as 1, for rows of which only the entries that are not 0 are given.</summary>
    /// <remarks>Columns beyond those that the model was fitted to have no coefficient and are passed over.</remarks>
    /// <param name="rowStarts">Where the entries of each row begin; one more, where the last ends: ascending from 0.</param>
    /// <param name="columnIndices">The column of each entry, from 0, ascending within a row.</param>
    /// <param name="values">The value of each entry, finite.</param>
    /// <exception cref="NoAnswerException">The model has other columns than one block of sparse ones, or is conditional on matched sets.</exception>
    /// <exception cref="ArgumentException">The sizes do not fit, or an index is negative, out of order or stands twice in a row.</exception>
    public double[] Probability(ReadOnlyMemory<long> rowStarts, ReadOnlyMemory<int> columnIndices, ReadOnlyMemory<double> values)
    {
        if (Encoding.Columns.Count != 1 || Encoding.Variables.OfType<SparseVariable>().SingleOrDefault() is not { } block)
            throw new NoAnswerException($"The model is of {string.Join(", ", Encoding.Columns)}, and not of one block of sparse columns: give it a table.");
        var width = block.Width;
        foreach (var index in columnIndices.Span) width = Math.Max(width, index + 1);
        return Probability(new Table([new SparseColumn(block.Text, width, rowStarts, columnIndices, values)]));
    }

    /// <summary>Metrics of the model on the rows of a table; rows with missing values are left out.</summary>
    /// <param name="table">A table with the model's columns and its response.</param>
    /// <param name="threshold">Rows of at least this probability count as predicted positive.</param>
    /// <exception cref="UnusableDataException">As in <see cref="LogOdds(Table)"/>, or no row is complete.</exception>
    public BinaryMetrics Evaluate(Table table, double threshold = 0.5)
    {
        var y = ClassesOf(table);
        var eta = LogOdds(table);
        var complete = Enumerable.Range(0, y.Length).Where(i => !double.IsNaN(y[i]) && !double.IsNaN(eta[i])).ToArray();
        if (complete.Length == 0) throw new UnusableDataException("no row has all the values that the model needs");
        return Score(complete.Select(i => y[i]).ToArray(), complete.Select(i => eta[i]).ToArray(), default, threshold);
    }

    /// <summary>Metrics of log-odds against responses. The log loss is taken from the log-odds, where nothing rounds to 0 or 1.</summary>
    /// <param name="y">Classes.</param>
    /// <param name="eta">Log-odds.</param>
    /// <param name="weights">Weights; empty means 1.</param>
    /// <param name="threshold">Rows of at least this probability count as predicted positive.</param>
    /// <param name="totalLoss">Σ w ℓ over all rows, where it is known.</param>
    /// <param name="ranks">The processes that share the rows out; null where this one holds all.</param>
    internal static BinaryMetrics Score(ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> weights, double threshold, double? totalLoss = null, ICommunicator? ranks = null)
    {
        var rented = ArrayPool<double>.Shared.Rent(eta.Length);
        var p = rented.AsSpan(0, eta.Length);
        Logistic.Probabilities(eta, p);
        var rows = ScoredRows.OfProbabilities(y, p, weights);
        ranks ??= Alone.Instance;
        var metrics = BinaryMetrics.Compute(rows, threshold, (totalLoss ?? TotalLoss(y, eta, weights)) / ranks.Total(rows.TotalWeight), ranks);
        ArrayPool<double>.Shared.Return(rented);
        return metrics;
    }

    private static double TotalLoss(ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> weights)
    {
        CompensatedSum loss = default;
        for (var i = 0; i < eta.Length; i++) loss.Add((weights.IsEmpty ? 1 : weights[i]) * Logistic.Loss(y[i], eta[i]));
        return loss.Value;
    }

    /// <summary>The value of the only feature at which the probability equals <paramref name="threshold"/>: (logit t − b₀)/b₁.</summary>
    /// <exception cref="NoAnswerException">The model does not have exactly one numeric feature.</exception>
    public double DecisionBoundary(double threshold = 0.5)
    {
        RequireNumericFeatures(1);
        return (Logit(threshold) - _intercept) / _slopes[0];
    }

    /// <summary>The line in the plane of the two features on which the probability equals <paramref name="threshold"/>.</summary>
    /// <exception cref="NoAnswerException">The model does not have exactly two numeric features.</exception>
    public DecisionLine DecisionLine(double threshold = 0.5)
    {
        RequireNumericFeatures(2);
        return new DecisionLine(_slopes[0], _slopes[1], _intercept - Logit(threshold));
    }

    /// <summary>What each coefficient says, in a sentence a line of the coefficient table; where a number by itself says nothing, why not.</summary>
    public IReadOnlyList<(string Term, string Sentence)> InWords() => [.. new PlainWords(this).All()];

    /// <summary>The fit in words and tables.</summary>
    public ModelSummary Summary() => new(this);

    /// <summary>The features, where each is a numeric column as it is and there is an intercept; else none.</summary>
    internal IReadOnlyList<string> NumericFeatures => !IsConditional && Calibration is null && Encoding.HasIntercept && Encoding.Offsets.Count == 0
        && Encoding.ModelTerms.All(term => term.Variables is [NumericVariable { IsPlainColumn: true }]) ? Encoding.Terms : [];

    private static double Logit(double threshold) => threshold is > 0 and < 1
        ? Math.Log(threshold / (1 - threshold))
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold of a boundary stands above 0 and below 1.");

    /// <summary>The classes of rows to be scored, 0 or 1; NaN where they are missing.</summary>
    internal double[] ClassesOf(Table table)
    {
        RequireProbabilities();
        return Encoding.Response.Kind == ResponseKind.Classes ? Encoding.Response.Encode(table)
            : throw new UnusableDataException($"{Encoding.Response.Column} counts trials, a group a row; metrics need one trial a row");
    }

    /// <summary>The same model with other coefficients and warnings.</summary>
    internal LogisticModel With(IReadOnlyList<Coefficient> coefficients, double? predictionIntercept, IReadOnlyList<FitWarning> warnings) => Copy(coefficients, predictionIntercept, warnings, Choice, Calibration);

    /// <summary>The same model with how its penalty was chosen.</summary>
    internal LogisticModel With(ModelChoice choice) => Copy(Coefficients, PredictionIntercept, Warnings, choice, Calibration);

    /// <summary>The same model with a map behind its log-odds, in the place of any that it has; null takes it off.</summary>
    /// <param name="map">The map, fitted to log-odds that the model had said of rows it was not fitted to.</param>
    /// <exception cref="NoAnswerException">The fit is conditional on matched sets.</exception>
    public LogisticModel WithCalibration(CalibrationMap? map)
    {
        RequireProbabilities();
        return Copy(Coefficients, PredictionIntercept, Warnings, Choice, map);
    }

    private LogisticModel Copy(IReadOnlyList<Coefficient> coefficients, double? predictionIntercept, IReadOnlyList<FitWarning> warnings, ModelChoice? choice, CalibrationMap? calibration) => new(Encoding, coefficients, predictionIntercept)
    {
        Covariance = Covariance,
        CovarianceKind = CovarianceKind,
        Intervals = Intervals,
        Roles = Roles,
        Objective = Objective,
        Rows = Rows,
        Solver = Solver,
        Statistics = Statistics,
        TrainingMetrics = TrainingMetrics,
        ConfidenceLevel = ConfidenceLevel,
        Separation = Separation,
        Strata = Strata,
        Choice = choice,
        Calibration = calibration,
        Warnings = warnings,
    };

    /// <summary>Makes sure that the model has probabilities.</summary>
    internal void RequireProbabilities()
    {
        if (IsConditional) throw new NoAnswerException("A fit conditional on matched sets has odds ratios but no intercept: it does not know how likely a case is in a new set, so there are no probabilities.");
    }

    /// <summary>Makes sure that log-odds are the linear predictor, for what is said of it alone.</summary>
    internal void RequireUncalibrated()
    {
        if (Calibration is not null) throw new NoAnswerException("The model is calibrated: its probabilities go through a map after the linear predictor. Ask the model as it was fitted, before the calibration.");
    }

    private void RequireNumericFeatures(int count)
    {
        RequireUncalibrated();
        if (NumericFeatures.Count != count)
            throw new NoAnswerException($"The boundary is a {(count == 1 ? "number" : "line")} only for a model of {(count == 1 ? "one numeric feature" : "two numeric features")}; this one has the terms {string.Join(", ", Encoding.Terms)}.");
    }
}
