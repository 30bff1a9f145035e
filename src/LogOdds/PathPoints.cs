using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Selection;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>The fits of a path, with the figures of each.</summary>
/// <param name="Points">One a λ, falling.</param>
/// <param name="NullDeviance">The deviance of the model without slopes.</param>
/// <param name="Columns">How many columns there are to select from.</param>
/// <param name="Warnings">What the user should know.</param>
internal sealed record PathPoints(IReadOnlyList<PathPoint> Points, double NullDeviance, int Columns, IReadOnlyList<FitWarning> Warnings)
{
    // So many slopes in all points together are looked at by several cores.
    private const long WorthSeveral = 100_000;

    /// <summary>Fits the path of a problem.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">What the path goes through.</param>
    /// <param name="vectors">How many vectors of coefficients there are: one for the log-odds of two classes, else one a class.</param>
    /// <param name="trail">The trail of the path, where such are left.</param>
    public static PathPoints Of(FitData data, PathOptions options, int vectors, out PathTrail? trail)
    {
        var response = data.WithClassWeights(data.Response, options.Fit.ClassWeight);
        var fit = new PathFit(data, options, response, vectors, options.Fit.Threads);
        var lambdas = fit.Strengths();
        var (saturated, ways) = data.Grouping();
        var total = response.TotalWeight;
        var nullLoss = vectors == 1 ? InterceptAlone.TotalLoss(response, data.Encoding.HasIntercept, options.Fit.Threads) - saturated
            : InterceptAlone.TotalLossOfClasses(response, vectors, data.Encoding.HasIntercept);
        var end = new PathEnd(options.Fit.TermPenalties.Values.Append(options.Fit.EveryTerm).Any(term => term.Lower == 0 || term.Upper == 0));
        double RatioOf(double meanLoss) => 1 - (meanLoss * total - saturated) / nullLoss;
        var results = fit.Run(lambdas, options.Given.Count > 0 ? null : (_, meanLoss) => end.IsAt(RatioOf(meanLoss)));
        trail = fit.Trail;

        var isLikelihood = options.Fit.ClassWeight == ClassWeight.None && options.Fit.WeightKind != WeightKind.Sampling;
        var (observations, free) = (data.Observations(options.Fit.WeightKind), data.Encoding.HasIntercept ? Math.Max(1, vectors - 1) : 0);
        var points = new PathPoint[results.Count];
        Cores.Each(points.Length, isWorthSeveral: (long)points.Length * fit.Slopes > WorthSeveral, options.Fit.Threads, k =>
        {
            var result = results[k];
            var (slopes, intercepts) = fit.ToData(result);
            var loss = fit.MeanLoss(result, lambdas[k]) * total;
            var degrees = isLikelihood ? fit.DegreesOfFreedom(result, lambdas[k]) : null;
            var (parameters, deviance) = (degrees + free, 2 * (loss - ways));
            var bic = Math.Log(observations) * parameters + deviance;
            points[k] = new PathPoint
            {
                Lambda = lambdas[k],
                Intercepts = data.Encoding.HasIntercept ? intercepts : [],
                Coefficients = slopes,
                DevianceRatio = RatioOf(loss / total),
                Deviance = 2 * (loss - saturated),
                Objective = result.Objective,
                DualityGap = result.DualityGap,
                GradientNorm = result.GradientNorm,
                IsConverged = result.Status == SolverStatus.Converged,
                Passes = result.Passes,
                DegreesOfFreedom = degrees,
                Aic = 2 * parameters + deviance,
                Bic = bic,
                Ebic = bic + 2 * LogChoices(fit.Slopes, degrees),
            };
        });
        return new PathPoints(points, 2 * nullLoss, fit.Columns, fit.Warnings);
    }

    /// <summary>ln (p choose k), for k that need not be whole.</summary>
    private static double? LogChoices(int slopes, double? chosen) => chosen is not { } k ? null
        : MathNet.Numerics.SpecialFunctions.GammaLn(slopes + 1) - MathNet.Numerics.SpecialFunctions.GammaLn(k + 1) - MathNet.Numerics.SpecialFunctions.GammaLn(slopes - k + 1);
}
