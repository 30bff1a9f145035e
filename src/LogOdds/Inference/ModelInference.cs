using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds.Inference;

/// <summary>What follows from a model and the covariance of its coefficients, without the data it was fitted to.</summary>
public static class ModelInference
{
    /// <summary>Tests combinations of coefficients, each by itself and all at once, by Wald's statistic.</summary>
    /// <param name="model">A model with standard errors.</param>
    /// <param name="hypotheses">Combinations such as <c>race[other] - race[white] = 0</c>; see <see cref="LinearHypothesis"/>.</param>
    /// <exception cref="ArgumentException">A hypothesis cannot be read, or they repeat each other.</exception>
    /// <exception cref="NoAnswerException">The model has no standard errors; the message says why.</exception>
    public static ContrastTest Test(this LogisticModel model, params IReadOnlyList<string> hypotheses)
    {
        if (hypotheses.Count == 0) throw new ArgumentException("There is no hypothesis to test.", nameof(hypotheses));
        var covariance = Errors(model);
        var lines = hypotheses.Select(text => LinearHypothesis.Parse(text, covariance.Terms)).Select(h =>
        {
            var a = covariance.Terms.Select(term => h.Factors.GetValueOrDefault(term)).ToArray();
            return (Hypothesis: h, Factors: a, Estimate: VectorKernels.Dot(a, EstimatesOf(model, covariance)) - h.Value);
        }).ToArray();
        var half = WaldTable.HalfWidth(model.ConfidenceLevel);
        var contrasts = lines.Select(line =>
        {
            var error = Math.Sqrt(covariance.VarianceOf(line.Factors));
            return new Contrast(line.Hypothesis.Text, line.Estimate, error, line.Estimate / error, WaldTable.TwoSidedP(line.Estimate / error), line.Estimate - half * error, line.Estimate + half * error);
        }).ToArray();
        var variances = new double[PackedSymmetric.Length(lines.Length)];
        var product = new double[covariance.Terms.Count];
        for (var i = 0; i < lines.Length; i++)
        {
            PackedSymmetric.Multiply(covariance.Packed, lines[i].Factors, product);
            for (var j = 0; j <= i; j++) variances[PackedSymmetric.Index(i, j)] = VectorKernels.Dot(product, lines[j].Factors);
        }
        var statistic = WaldTable.Statistic([.. lines.Select(line => line.Estimate)], variances)
            ?? throw new ArgumentException("The hypotheses repeat each other: leave out those that follow from the rest.", nameof(hypotheses));
        return new ContrastTest(contrasts, statistic, lines.Length, ChiSquared.UpperTail(statistic, lines.Length));
    }

    /// <summary>Predictions for the rows of a table, with intervals on the scale of the log-odds carried over to probabilities.</summary>
    /// <param name="model">A model with standard errors.</param>
    /// <param name="table">A table with the model's columns.</param>
    /// <param name="level">The confidence level; null for the model's.</param>
    /// <returns>One a row; NaN where a column that the model needs is missing.</returns>
    /// <exception cref="UnusableDataException">As in <see cref="LogisticModel.LogOdds(Table)"/>.</exception>
    /// <exception cref="NoAnswerException">The model has no standard errors or no probabilities; the message says why.</exception>
    public static IReadOnlyList<Prediction> Predict(this LogisticModel model, Table table, double? level = null)
    {
        model.RequireProbabilities();
        model.RequireUncalibrated();
        var covariance = Errors(model);
        var eta = model.LogOdds(table);
        var encoded = model.Encoding.Bind(table);
        var kept = KeptBy(model, covariance);
        var design = Designs.Create(encoded, kept, new double[kept.Length]);
        var variances = VariancesOf(design, covariance, model.Encoding.HasIntercept);
        var half = WaldTable.HalfWidth(level ?? model.ConfidenceLevel);
        return [.. eta.Select((value, row) =>
        {
            var error = Math.Sqrt(variances[row]);
            return new Prediction(value, error, Logistic.Probability(value), Logistic.Probability(value - half * error), Logistic.Probability(value + half * error));
        })];
    }

    /// <summary>The variance of the log-odds of each row.</summary>
    internal static double[] VariancesOf(IDesign design, CovarianceMatrix covariance, bool hasIntercept)
    {
        var n = covariance.Terms.Count;
        var variances = new double[design.Rows];
        if (PackedCholesky.TryFactor(n, covariance.Packed) is not { } factor)
        {
            Array.Fill(variances, double.NaN);
            return variances;
        }
        // V = L Lᵀ: the columns of L are vectors whose outer products sum to V.
        var roots = Enumerable.Range(0, n).Select(k =>
        {
            var root = factor.FactorColumn(k);
            return hasIntercept ? (double[])[.. root.AsSpan(1), root[0]] : [.. root, 0];
        }).ToArray();
        RowRuns.All(design.Rows, design.NumbersPerRow, threads: 0).Compute(blocks =>
        {
            foreach (var block in blocks) design.QuadraticForms(block, roots, new double[block.Count], variances.AsSpan(block.Start, block.Count));
            return blocks.Count;
        });
        return variances;
    }

    /// <summary>The design columns that have standard errors.</summary>
    internal static int[] KeptBy(LogisticModel model, CovarianceMatrix covariance)
    {
        var terms = covariance.Terms.ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(0, model.Encoding.Terms.Count).Where(j => terms.Contains(model.Encoding.Terms[j]))];
    }

    /// <summary>The covariance, or why there is none.</summary>
    internal static CovarianceMatrix Errors(LogisticModel model)
    {
        if (model.Coefficients.FirstOrDefault(c => c.Limit != CoefficientLimit.Finite) is { } infinite)
            throw new NoAnswerException($"The classes are separated and the estimate of {infinite.Term} is infinite: there is no standard error to go on with. Fit by Firth's method.");
        return model.Covariance ?? throw new NoAnswerException(model switch
        {
            { Objective.Lambda: > 0 } => "The fit is penalised: its estimates are biased on purpose, so standard errors and p-values do not exist. Fit without a penalty, on columns chosen beforehand.",
            { Objective.IsClassBalanced: true } => "Classes were weighted to count the same, so standard errors do not exist. Fit without balancing and move the threshold.",
            { Solver.Status: not Solvers.SolverStatus.Converged } => "The maximum of the likelihood was not reached, so standard errors do not exist.",
            _ => "The model has no covariance of its coefficients: they are too many, or too nearly combinations of each other.",
        });
    }

    private static double[] EstimatesOf(LogisticModel model, CovarianceMatrix covariance) => [.. covariance.Terms.Select(term => model[term].Estimate!.Value)];
}

/// <summary>A prediction with its uncertainty.</summary>
/// <param name="LogOdds">η.</param>
/// <param name="StandardError">The standard error of η.</param>
/// <param name="Probability">1/(1 + e^(−η)).</param>
/// <param name="Low">Lower end of the interval of the probability.</param>
/// <param name="High">Upper end of the interval of the probability.</param>
public readonly record struct Prediction(double LogOdds, double StandardError, double Probability, double Low, double High);
