using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Metrics;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Inference;

/// <summary>
/// Whether probabilities mean what they say, by fits of the classes to their log-odds (Cox, Biometrika 45, 1958; Van Calster
/// and others, BMC Medicine 17, 2019): logit P(y = 1) = intercept + slope·η, and the same with the slope held at 1. Perfect
/// calibration has slope 1 and both intercepts 0.
/// </summary>
/// <remarks>
/// A slope below 1 says that probabilities are too extreme, as of a model fitted too closely to few rows; above 1, that they
/// are too timid, as after a strong penalty. Figures that do not exist are NaN: all where a class is absent; slope and
/// intercept where the log-odds separate the classes, so that no slope is largest, or are the same in all rows.
/// </remarks>
public sealed record CalibrationFit
{
    /// <summary>The slope; 1 is perfect.</summary>
    public required double Slope { get; init; }

    /// <summary>The standard error of the slope.</summary>
    public required double SlopeStandardError { get; init; }

    /// <summary>The intercept beside the slope, in log-odds; 0 is perfect.</summary>
    public required double Intercept { get; init; }

    /// <summary>The standard error of the intercept.</summary>
    public required double InterceptStandardError { get; init; }

    /// <summary>
    /// Calibration in the large: the intercept with the slope held at 1, in log-odds; 0 is perfect. Above 0, class 1 is more
    /// frequent than the probabilities say.
    /// </summary>
    public required double InTheLarge { get; init; }

    /// <summary>The standard error of calibration in the large.</summary>
    public required double InTheLargeStandardError { get; init; }

    /// <summary>What is known of log-odds that are not all finite: nothing.</summary>
    internal static CalibrationFit Unknown { get; } = new()
    {
        Slope = double.NaN,
        SlopeStandardError = double.NaN,
        Intercept = double.NaN,
        InterceptStandardError = double.NaN,
        InTheLarge = double.NaN,
        InTheLargeStandardError = double.NaN,
    };

    /// <summary>Slope ± z standard errors.</summary>
    /// <inheritdoc cref="InTheLargeInterval"/>
    public ConfidenceInterval SlopeInterval(double level = 0.95) => ConfidenceInterval.Wald(Slope, SlopeStandardError, level);

    /// <summary>Intercept ± z standard errors.</summary>
    /// <inheritdoc cref="InTheLargeInterval"/>
    public ConfidenceInterval InterceptInterval(double level = 0.95) => ConfidenceInterval.Wald(Intercept, InterceptStandardError, level);

    /// <summary>Calibration in the large ± z standard errors.</summary>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public ConfidenceInterval InTheLargeInterval(double level = 0.95) => ConfidenceInterval.Wald(InTheLarge, InTheLargeStandardError, level);

    /// <summary>Fits classes to the log-odds of probabilities. Where log-odds are at hand, <see cref="OfLogOdds"/> loses no digits.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">
    /// Probabilities of class 1, above 0 and below 1: log-odds of 0 and 1 are infinite, and a fit to them would hang on where
    /// they are cut off.
    /// </param>
    /// <param name="weights">Row weights, finite and ≥ 0, each counting as so many rows; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static CalibrationFit OfProbabilities(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default)
    {
        var eta = new double[p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            if (!(p[i] is > 0 and < 1))
                throw new ArgumentException($"The probability of row {i} is {p[i]}; calibration is fitted to log-odds, which are finite only between 0 and 1. Give the log-odds themselves, or leave such rows out.", nameof(p));
            eta[i] = Math.Log(p[i]) - StableMath.Log1p(-p[i]);
        }
        return OfLogOdds(y, eta, weights);
    }

    /// <summary>Fits classes to log-odds.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="eta">Log-odds of class 1, finite.</param>
    /// <param name="weights">Row weights, finite and ≥ 0, each counting as so many rows; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static CalibrationFit OfLogOdds(ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> weights = default)
    {
        for (var i = 0; i < eta.Length; i++)
            if (!double.IsFinite(eta[i])) throw new ArgumentException($"The log-odds of row {i} are {eta[i]}; calibration is fitted to finite ones.", nameof(eta));
        var (ofZeros, ofOnes) = Ranges(ScoredRows.OfScores(y, eta, weights));
        var response = new Response(y.ToArray(), weights.ToArray());
        var none = (Estimate: double.NaN, StandardError: double.NaN);
        var hasBoth = ofZeros.Low <= ofZeros.High && ofOnes.Low <= ofOnes.High;
        // In one dimension classes are separated when their ranges have no more than an end in common.
        var overlaps = hasBoth && ofZeros.Low < ofOnes.High && ofOnes.Low < ofZeros.High;
        var (intercept, slope) = overlaps ? Line(eta.ToArray(), response) : (none, none);
        var large = hasBoth ? Shift(response with { Offsets = eta.ToArray() }) : none;
        return new CalibrationFit
        {
            Slope = slope.Estimate,
            SlopeStandardError = slope.StandardError,
            Intercept = intercept.Estimate,
            InterceptStandardError = intercept.StandardError,
            InTheLarge = large.Estimate,
            InTheLargeStandardError = large.StandardError,
        };
    }

    /// <summary>The least and the largest log-odds of each class; ∞ to −∞ where it is absent.</summary>
    private static ((double Low, double High) OfZeros, (double Low, double High) OfOnes) Ranges(ScoredRows rows)
    {
        var nowhere = (Low: double.PositiveInfinity, High: double.NegativeInfinity);
        var (zeros, ones) = (nowhere, nowhere);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows.Weight(i) == 0) continue;
            ref var range = ref rows.Y[i] == 1 ? ref ones : ref zeros;
            range = (Math.Min(range.Low, rows.Score[i]), Math.Max(range.High, rows.Score[i]));
        }
        return (zeros, ones);
    }

    private static ((double Estimate, double StandardError) Intercept, (double Estimate, double StandardError) Slope) Line(double[] eta, Response response)
    {
        var column = ColumnSummary.Of(eta, response.Weights.Span);
        var scale = new Standardization([column.Mean], [Math.Sqrt(column.SumOfSquares / response.TotalWeight)]);
        var own = new Standardization([column.Mean], [1]);
        var design = new DenseDesign<double>(eta.Length, [eta], own.Centers);
        var (scaled, covariance) = Solve(new LinearObjective(design, response, new Logistic(), scale.After(own)), response.TotalWeight);
        var (line, spread) = (scale.ToData(scaled), scale.CovarianceToData(covariance));
        return ((line[1], Math.Sqrt(spread[PackedSymmetric.Index(1, 1)])), (line[0], Math.Sqrt(spread[PackedSymmetric.Index(0, 0)])));
    }

    private static (double Estimate, double StandardError) Shift(Response response)
    {
        var (intercept, variance) = Solve(new LinearObjective(new DenseDesign<double>(response.Values.Length, []), response, new Logistic()), response.TotalWeight);
        return (intercept[0], Math.Sqrt(variance[0]));
    }

    /// <summary>The maximum of the likelihood and the packed covariance there; NaN where doubles do not reach it.</summary>
    private static (double[] Coefficients, double[] Covariance) Solve(LinearObjective objective, double totalWeight)
    {
        var result = new Newton().Solve(objective, new NoPenalty(), new double[objective.Dimension]);
        var hessian = new double[PackedSymmetric.Length(objective.Dimension)];
        objective.Evaluate(result.Coefficients, new double[objective.Dimension], hessian);
        if (result.Status == SolverStatus.Converged && WaldTable.Covariance(objective.Dimension, hessian, totalWeight) is { } covariance)
            return (result.Coefficients, covariance);
        Array.Fill(result.Coefficients, double.NaN);
        Array.Fill(hessian, double.NaN);
        return (result.Coefficients, hessian);
    }
}
