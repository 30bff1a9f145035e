using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds;

/// <summary>The rows of a fit at the reported coefficients.</summary>
internal abstract class FitPoint : IDisposable
{
    /// <summary>Σ w ℓ.</summary>
    public required double TotalLoss { get; init; }

    /// <summary>The gradient of the mean loss, the intercept last.</summary>
    public required double[] Gradient { get; init; }

    /// <summary>Its Hessian, where it was asked for.</summary>
    public required double[]? PackedHessian { get; init; }

    /// <summary>Metrics on the rows at threshold 0.5; a row of several trials counts as its successes and its failures.</summary>
    public abstract BinaryMetrics TrainingMetrics();

    /// <summary>The packed covariance by the rows' residuals, on the scale of the Hessian; null where that is singular.</summary>
    /// <param name="kind">How residuals are made use of.</param>
    public abstract double[]? RobustCovariance(CovarianceKind kind);

    /// <summary>Whether the classes are separated, and what can be said of the fit if they are; null where they are not.</summary>
    public abstract ISeparatedFit? Separated();

    /// <summary>What is added to the log-odds for probabilities to sum to the successes.</summary>
    public abstract double InterceptShift();

    /// <summary>Gives back what was lent.</summary>
    public virtual void Dispose()
    {
    }
}
