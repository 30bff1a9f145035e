using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>What a path goes through.</summary>
public sealed record PathOptions
{
    /// <summary>The penalty whose strength falls along the path; its own λ does not matter. The lasso unless set.</summary>
    public IProximalPenalty Penalty { get; init; } = ElasticNet.Lasso(0);

    /// <summary>How each λ is fitted. Unless set, columns are scaled to standard deviation 1 for the penalty. It has no penalty of its own.</summary>
    public FitOptions Fit { get; init; } = new() { Standardize = StandardizeKind.Population };

    /// <summary>How many λ there are, in equal ratios; 100 unless set. The path ends before them once 0.999 of the deviance is explained, or another λ explains less than 1e-5 more.</summary>
    public int Count { get; init; } = Lambdas.DefaultCount;

    /// <summary>The last λ over the first, above 0 and below 1; unless set, 1e-4, and 0.01 where there are fewer rows than columns.</summary>
    public double? LeastRatio { get; init; }

    /// <summary>The λ themselves, in any order; none to have them chosen. The path goes through all of them.</summary>
    public IReadOnlyList<double> Given { get; init; } = [];

    internal void Validate()
    {
        FitLimits.RequireOrdinary(Fit, "a path");
        if (Fit.Penalty is not NoPenalty) throw new ArgumentException("The penalty of a path is its own, not that of the fits.");
        (Fit with { Penalty = Penalty.WithLambda(1) }).Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1);
        if (LeastRatio is not (null or > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(LeastRatio), LeastRatio, "The last λ over the first stands above 0 and below 1.");
        if (Given.Count > 0) _ = Lambdas.Given(Given);
        if (Fit.Cluster is not null) throw new ArgumentException("Standard errors by clusters belong to maximum likelihood: a path has none.");
    }
}
