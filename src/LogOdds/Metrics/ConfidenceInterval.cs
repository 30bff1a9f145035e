using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>The ends of a two-sided confidence interval; NaN where there is none.</summary>
/// <param name="Low">The lower end, in the unit of the figure.</param>
/// <param name="High">The upper end, not below <paramref name="Low"/>.</param>
public readonly record struct ConfidenceInterval(double Low, double High)
{
    /// <summary>The interval of a figure that has none.</summary>
    public static ConfidenceInterval None => new(double.NaN, double.NaN);

    /// <summary>Estimate ± z standard errors (Wald), with z the normal quantile of <paramref name="level"/>.</summary>
    /// <param name="estimate">The estimate.</param>
    /// <param name="standardError">Its standard error, ≥ 0; NaN gives an interval of NaN.</param>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public static ConfidenceInterval Wald(double estimate, double standardError, double level = 0.95)
    {
        var half = StandardNormal.HalfWidth(level) * standardError;
        return new ConfidenceInterval(estimate - half, estimate + half);
    }

    /// <summary>
    /// The score interval of a proportion (Wilson, Journal of the American Statistical Association 22, 1927): the proportions
    /// that a test at this level would not reject. It stays within [0, 1] and has a width at 0 and 1, too.
    /// </summary>
    /// <param name="successes">How many of the trials succeeded, from 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">How many trials there were; 0 gives an interval of NaN.</param>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level or the number of successes is out of range.</exception>
    public static ConfidenceInterval Wilson(double successes, double trials, double level = 0.95)
    {
        if (!(successes >= 0 && successes <= trials))
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"Successes are from 0 to the number of trials, {trials}.");
        var z = StandardNormal.HalfWidth(level);
        if (trials == 0) return None;
        var failures = trials - successes;
        var (square, total) = (z * z, trials + z * z);
        var half = z * Math.Sqrt(successes * failures / trials + square / 4);
        // Where all trials ended alike the end is 0 or 1 exactly, and the differences below are but nearly so.
        return new ConfidenceInterval(
            successes == 0 ? 0 : (successes + square / 2 - half) / total,
            failures == 0 ? 1 : (successes + square / 2 + half) / total);
    }

    /// <summary>The part of the interval within the range of the figure.</summary>
    internal ConfidenceInterval Within(double least, double most) => new(Math.Clamp(Low, least, most), Math.Clamp(High, least, most));
}
