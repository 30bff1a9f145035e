using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>The model of an intercept and nothing else, beside known parts of the log-odds.</summary>
internal static class InterceptAlone
{
    /// <summary>The least loss of it: by the shares of the classes, or where offsets stand beside it, by a fit; without intercept, the loss of the offsets alone.</summary>
    public static double TotalLoss(Response response, bool hasIntercept, int threads, ICommunicator? ranks = null)
    {
        ranks ??= Alone.Instance;
        var total = ranks.Total(response.TotalWeight);
        if (!hasIntercept && response.Offsets.IsEmpty) return total * Math.Log(2);
        if (!hasIntercept) return Objective(response, threads, ranks).Evaluate([0], new double[1]) * total;
        if (!response.Offsets.IsEmpty) return Fit(response, threads, ranks).Objective * total;
        var positive = ranks.Total(response.Weights.IsEmpty ? VectorKernels.Sum(response.Values.Span) : VectorKernels.Dot(response.Values.Span, response.Weights.Span));
        var negative = total - positive;
        return -(positive * Math.Log(positive / total) + negative * Math.Log(negative / total));
    }

    /// <summary>The least loss of it where there are several classes.</summary>
    public static double TotalLossOfClasses(Response response, int classes, bool hasIntercept) => hasIntercept
        ? -response.WeightByClass(classes).Where(weight => weight > 0).Sum(weight => weight * Math.Log(weight / response.TotalWeight))
        : response.TotalWeight * Math.Log(classes);

    /// <summary>The intercept at which probabilities sum to the successes.</summary>
    public static double Estimate(Response response, int threads) => Fit(response, threads, Alone.Instance).Coefficients[0];

    private static SolverResult Fit(Response response, int threads, ICommunicator ranks) => new Newton { Tolerance = 1e-14 }.Solve(Objective(response, threads, ranks), new NoPenalty(), [0]);

    private static LinearObjective Objective(Response response, int threads, ICommunicator ranks) =>
        new(RankSums.Over(new DesignSums(new DenseDesign<double>(response.Values.Length, []), response, new Logistic(), threads), ranks), Standardization.Identity(0), hasIntercept: true, threads);
}
