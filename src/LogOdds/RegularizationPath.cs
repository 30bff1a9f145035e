using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Selection;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>The fits of one penalty at falling strengths, from where nothing is selected on.</summary>
public sealed class RegularizationPath
{
    private readonly FitData _data;
    private readonly PathOptions _options;

    private RegularizationPath(FitData data, PathOptions options, IReadOnlyList<PathPoint> points, double nullDeviance, int columns, IReadOnlyList<FitWarning> warnings) =>
        (_data, _options, Points, NullDeviance, Columns, Warnings) = (data, options, points, nullDeviance, columns, warnings);

    /// <summary>The fits, λ falling.</summary>
    public IReadOnlyList<PathPoint> Points { get; }

    /// <summary>The deviance of the model without slopes.</summary>
    public double NullDeviance { get; }

    /// <summary>How many columns there are to select from.</summary>
    public int Columns { get; }

    /// <summary>What the path goes through.</summary>
    public PathOptions Options => _options;

    /// <summary>How the table became a design.</summary>
    public Encoding Encoding => _data.Encoding;

    /// <summary>What became of the rows.</summary>
    public RowCounts Rows => _data.RowCounts();

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<FitWarning> Warnings { get; }

    /// <summary>The strengths, falling.</summary>
    public IReadOnlyList<double> Lambdas => [.. Points.Select(point => point.Lambda)];

    /// <summary>The fit at which a criterion is least; of several the one of the largest λ.</summary>
    /// <param name="criterion">The criterion: <c>point =&gt; point.Bic</c>.</param>
    /// <exception cref="NoAnswerException">The criterion does not exist anywhere on the path.</exception>
    public PathPoint LeastBy(Func<PathPoint, double?> criterion) =>
        Points.Where(point => criterion(point) is not null).MinBy(criterion) ?? throw new NoAnswerException("The criterion does not exist on this path: its degrees of freedom would take too large a matrix.");

    /// <summary>The model of a point, fitted anew with all that a fit is told of.</summary>
    /// <param name="index">The point, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public LogisticModel ModelAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Points.Count);
        return ModelAt(Points[index].Lambda);
    }

    /// <summary>The model of a strength, which need not be one of the path's: it is fitted, not read off between points.</summary>
    /// <param name="lambda">λ ≥ 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public LogisticModel ModelAt(double lambda) => new FitProcess(_data, _options.Fit with { Penalty = _options.Penalty.WithLambda(lambda) }).Run();

    /// <summary>
    /// The columns that a point selected, fitted anew without penalty. The coefficients are no longer shrunk; the standard errors, p-values and
    /// intervals are those of columns chosen beforehand, which these were not: they are too good, and a warning says so.
    /// </summary>
    /// <param name="index">The point, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    /// <exception cref="Data.UnusableDataException">More columns were selected than there are rows.</exception>
    public LogisticModel Refit(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Points.Count);
        return new FitProcess(_data, _options.Fit with { EveryTerm = new TermPenalty(), TermPenalties = new Dictionary<string, TermPenalty>(), AdaptivePower = null },
            selected: [.. Points[index].Coefficients.Select(coefficient => coefficient.Column)]).Run();
    }

    /// <summary>Fits the path of a problem.</summary>
    internal static RegularizationPath Of(FitData data, PathOptions options)
    {
        var response = data.WithClassWeights(data.Response, options.Fit.ClassWeight);
        var fit = new PathFit(data, options, response, options.Fit.Threads);
        var lambdas = fit.Strengths();
        var (saturated, ways) = data.Grouping();
        var total = response.TotalWeight;
        var nullLoss = InterceptAlone.TotalLoss(response, data.Encoding.HasIntercept, options.Fit.Threads) - saturated;
        var end = new PathEnd(options.Fit.TermPenalties.Values.Append(options.Fit.EveryTerm).Any(term => term.Lower == 0 || term.Upper == 0));
        double RatioOf(double meanLoss) => 1 - (meanLoss * total - saturated) / nullLoss;
        var results = fit.Run(lambdas, options.Given.Count > 0 ? null : (_, meanLoss) => end.IsAt(RatioOf(meanLoss)));

        var isLikelihood = options.Fit.ClassWeight == ClassWeight.None && options.Fit.WeightKind != WeightKind.Sampling;
        var (observations, intercepts) = (data.Observations(options.Fit.WeightKind), data.Encoding.HasIntercept ? 1 : 0);
        var points = new PathPoint[results.Count];
        for (var k = 0; k < points.Length; k++)
        {
            var result = results[k];
            var (slopes, intercept) = fit.ToData(result);
            var loss = fit.MeanLoss(result, lambdas[k]) * total;
            var degrees = isLikelihood ? fit.DegreesOfFreedom(result, lambdas[k]) : null;
            var (parameters, deviance) = (degrees + intercepts, 2 * (loss - ways));
            var bic = Math.Log(observations) * parameters + deviance;
            points[k] = new PathPoint
            {
                Lambda = lambdas[k],
                Intercept = intercepts == 1 ? intercept : null,
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
                Ebic = bic + 2 * LogChoices(fit.Columns, degrees),
            };
        }
        return new RegularizationPath(data, options, points, 2 * nullLoss, fit.Columns, fit.Warnings);
    }

    /// <summary>ln (p choose k), for k that need not be whole.</summary>
    private static double? LogChoices(int columns, double? chosen) => chosen is not { } k ? null
        : MathNet.Numerics.SpecialFunctions.GammaLn(columns + 1) - MathNet.Numerics.SpecialFunctions.GammaLn(k + 1) - MathNet.Numerics.SpecialFunctions.GammaLn(columns - k + 1);
}
