using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Metrics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Inference;

/// <summary>
/// Fits maps from scores to probabilities. The rows must not be those that the scores were learned from: what a model says of its own rows is
/// too sure already.
/// </summary>
public static class Calibrator
{
    /// <summary>Fits Platt's map by maximum likelihood.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="scores">Scores, finite, larger for class 1.</param>
    /// <param name="weights">Row weights, finite and ≥ 0; empty for 1 each.</param>
    /// <param name="isSmoothed">
    /// Whether classes are drawn inwards as Platt does, to (N₁ + 1)/(N₁ + 2) and 1/(N₀ + 2), so that there is a map even where scores tell the
    /// classes apart without error.
    /// </param>
    /// <exception cref="ArgumentException">Lengths differ, there are no rows, or a value is out of range.</exception>
    /// <exception cref="UnusableDataException">A class is absent, or the classes are told apart without error and not smoothed.</exception>
    public static PlattMap Platt(ReadOnlySpan<double> y, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default, bool isSmoothed = true)
    {
        var response = ResponseOf(y, scores, weights, isSmoothed);
        var fit = Rising(response, [scores.ToArray()]);
        return new PlattMap(fit[0], fit[1]);
    }

    /// <summary>Fits the beta map by maximum likelihood with a and b held at 0 or above, as its authors do: a side that would fall is left out.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="scores">Log-odds of class 1, finite.</param>
    /// <param name="weights">Row weights, finite and ≥ 0; empty for 1 each.</param>
    /// <param name="isSmoothed">Whether classes are drawn inwards; see <see cref="Platt"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, there are no rows, or a value is out of range.</exception>
    /// <exception cref="UnusableDataException">A class is absent, or the classes are told apart without error and not smoothed.</exception>
    public static BetaMap Beta(ReadOnlySpan<double> y, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default, bool isSmoothed = true)
    {
        var response = ResponseOf(y, scores, weights, isSmoothed);
        var (low, high) = (new double[scores.Length], new double[scores.Length]);
        for (var i = 0; i < scores.Length; i++) (low[i], high[i]) = BetaMap.Sides(scores[i]);
        var fit = Rising(response, [low, high]);
        return new BetaMap(fit[0], fit[1], fit[2]);
    }

    /// <summary>Fits the isotonic map; see <see cref="IsotonicFit"/>.</summary>
    /// <inheritdoc cref="IsotonicFit.Compute"/>
    public static IsotonicMap Isotonic(ReadOnlySpan<double> y, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) => new(IsotonicFit.Compute(y, scores, weights));

    /// <summary>Fits the map of a name.</summary>
    /// <param name="method"><c>platt</c>, <c>beta</c> or <c>isotonic</c>.</param>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="scores">Log-odds of class 1, finite.</param>
    /// <param name="weights">Row weights, finite and ≥ 0; empty for 1 each.</param>
    /// <param name="isSmoothed">Whether classes are drawn inwards; see <see cref="Platt"/>. Isotonic shares are as they are.</param>
    /// <exception cref="ArgumentException">There is no such method; else as for each.</exception>
    /// <exception cref="UnusableDataException">As for each.</exception>
    public static CalibrationMap Fit(string method, ReadOnlySpan<double> y, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default, bool isSmoothed = true) => method switch
    {
        "platt" => Platt(y, scores, weights, isSmoothed),
        "beta" => Beta(y, scores, weights, isSmoothed),
        "isotonic" => Isotonic(y, scores, weights),
        _ => throw new ArgumentException($"There is no calibration '{method}'; known are platt, beta, isotonic.", nameof(method)),
    };

    private static Response ResponseOf(ReadOnlySpan<double> y, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights, bool isSmoothed)
    {
        for (var i = 0; i < scores.Length; i++)
            if (!double.IsFinite(scores[i])) throw new ArgumentException($"The score of row {i} is {scores[i]}; the scores of a fit are finite.", nameof(scores));
        var rows = ScoredRows.OfScores(y, scores, weights);
        var (ones, zeros) = (0.0, 0.0);
        var (lastOfZeros, firstOfOnes) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var i = 0; i < y.Length; i++)
        {
            if (rows.Weight(i) == 0) continue;
            if (y[i] == 1) (ones, firstOfOnes) = (ones + rows.Weight(i), Math.Min(firstOfOnes, scores[i]));
            else (zeros, lastOfZeros) = (zeros + rows.Weight(i), Math.Max(lastOfZeros, scores[i]));
        }
        if (ones == 0 || zeros == 0) throw new UnusableDataException($"there is no row of class {(ones == 0 ? 1 : 0)}", remedy: "A calibration is fitted to rows of both classes.");
        if (!isSmoothed && lastOfZeros <= firstOfOnes)
            throw new UnusableDataException("the scores tell the classes apart without error, so that the likelihood of a calibration has no maximum", remedy: "Smooth the classes, or use isotonic.");
        var targets = y.ToArray();
        for (var i = 0; isSmoothed && i < targets.Length; i++) targets[i] = targets[i] == 1 ? (ones + 1) / (ones + 2) : 1 / (zeros + 2);
        return new Response(targets, weights.ToArray());
    }

    /// <summary>The slopes, none below 0, and the intercept: of the subsets of columns whose fits have no falling slope, the one of least loss.</summary>
    private static double[] Rising(Response response, double[][] columns)
    {
        var (best, least) = (Array.Empty<double>(), double.PositiveInfinity);
        for (var subset = 0; subset < 1 << columns.Length; subset++)
        {
            int[] chosen = [.. Enumerable.Range(0, columns.Length).Where(j => (subset >> j & 1) == 1)];
            if (Maximum(response, [.. chosen.Select(j => columns[j])]) is not { } fit || fit.Coefficients.AsSpan(0, chosen.Length).ContainsAnyInRange(double.NegativeInfinity, 0) || !(fit.Loss < least)) continue;
            var slopes = new double[columns.Length + 1];
            for (var k = 0; k < chosen.Length; k++) slopes[chosen[k]] = fit.Coefficients[k];
            slopes[^1] = fit.Coefficients[^1];
            (best, least) = (slopes, fit.Loss);
        }
        return best;
    }

    /// <summary>The maximum of the likelihood, where there is one.</summary>
    private static (double[] Coefficients, double Loss)? Maximum(Response response, double[][] columns)
    {
        var summaries = Array.ConvertAll(columns, column => ColumnSummary.Of(column, response.Weights.Span));
        if (summaries.Any(column => column.IsConstant)) return null;
        var scale = new Standardization([.. summaries.Select(column => column.Mean)], [.. summaries.Select(column => Math.Sqrt(column.SumOfSquares / response.TotalWeight))]);
        var own = new Standardization(scale.Centers, Standardization.Identity(columns.Length).Scales);
        var design = new DenseDesign<double>(response.Values.Length, [.. columns.Select(column => new ReadOnlyMemory<double>(column))], own.Centers);
        var objective = new LinearObjective(design, response, new Logistic(), scale.After(own), threads: 1);
        var result = new Newton().Solve(objective, new NoPenalty(), new double[objective.Dimension]);
        return result.Status == SolverStatus.Converged ? (scale.ToData(result.Coefficients), result.Objective) : null;
    }
}
