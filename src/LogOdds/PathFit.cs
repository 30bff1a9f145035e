using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Selection;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>
/// What a path needs of the rows: the objective on the scale that is fitted, the penalty on it, and the way back to the data's units. A fold
/// is the same rows under other weights, with what is learned of the columns learned from its own.
/// </summary>
internal sealed class PathFit
{
    // To the last digits, for λ is as exact as the gradient where nothing is selected.
    private static readonly ProximalNewton NullSolver = new() { Tolerance = 1e-13 };

    private const double Rounding = 1e-12;

    private readonly FitData _data;
    private readonly PathOptions _options;
    private readonly Response _response;
    private readonly FittedColumns _columns;
    private readonly Standardization _fitted;
    private readonly LinearObjective _objective;
    private readonly IProximalPenalty _penalty;
    private readonly int _threads;

    /// <summary>A path over rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">What the path goes through.</param>
    /// <param name="response">Their responses, with the weights of this path.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public PathFit(FitData data, PathOptions options, Response response, int threads)
    {
        (_data, _options, _response, _threads) = (data, options, response, threads);
        var moments = ColumnMoments.Compute(data.Data, response.Weights, threads);
        _columns = FittedColumns.Of(data.Encoding, data.Data, response, moments, isMaximumLikelihood: false, options.Fit);
        var stated = _columns.Stated(moments, options.Fit.Standardize, data.Encoding.HasIntercept);
        // The norm of a group is of its columns as they are stated.
        _fitted = options.Penalty is GroupLasso ? new Standardization(_columns.Standard.Centers, stated.Scales) : _columns.Standard;
        var adaptive = options.Fit.AdaptivePower is { } power ? AdaptiveFactors.Of(ObjectiveOn(_columns.Standard), response.TotalWeight, power) : [];
        _penalty = options.Penalty.On(PenaltyTerms.Of(options.Fit, data.Encoding, _columns.Kept, stated, _fitted, adaptive));
        _objective = ObjectiveOn(_fitted);
    }

    /// <summary>How many columns there are to select from.</summary>
    public int Columns => _columns.Kept.Length;

    /// <summary>What was left out of the columns, and why.</summary>
    public IReadOnlyList<FitWarning> Warnings => _columns.Warnings;

    /// <summary>The strengths of the path: those given, or from the least λ at which nothing is selected down.</summary>
    /// <exception cref="UnusableDataException">No column is there to be selected.</exception>
    public double[] Strengths()
    {
        if (_options.Given.Count > 0) return Lambdas.Given(_options.Given);
        var largest = LargestLambda();
        if (!(largest > 0)) throw new UnusableDataException("no penalised column has anything to do with the response, so there is no path", remedy: "Give the λ, or other columns.");
        return Lambdas.Down(largest, _options.Count, _options.LeastRatio ?? Lambdas.DefaultLeastRatio(_data.Data.Rows, _columns.Kept.Length));
    }

    /// <summary>Fits each λ, in their order.</summary>
    /// <param name="lambdas">The strengths, descending.</param>
    /// <param name="isEnough">Asked after each fit, with its number and the mean loss of it, whether the path ends there; null to go on to the end.</param>
    public IReadOnlyList<SolverResult> Run(IReadOnlyList<double> lambdas, Func<int, double, bool>? isEnough = null)
    {
        var k = 0;
        return PathEngine.Solve(_objective, _penalty, lambdas, isEnough is null ? null : result => isEnough(k, MeanLoss(result, lambdas[k++])), _options.Fit.Cancellation);
    }

    /// <summary>Fits each λ, in their order, until it is said to be enough.</summary>
    public void Follow(IReadOnlyList<double> lambdas, Func<SolverResult, bool> isEnough) => PathEngine.Solve(_objective, _penalty, lambdas, isEnough, _options.Fit.Cancellation);

    /// <summary>The columns that a fit selected, by their places in the encoding, with the sizes of their coefficients on the scale that was fitted.</summary>
    public IEnumerable<(int Column, double Size)> Selected(SolverResult result) =>
        Enumerable.Range(0, _columns.Kept.Length).Where(k => result.Coefficients[k] != 0).Select(k => (_columns.Kept[k], Math.Abs(result.Coefficients[k])));

    /// <summary>The columns that are penalised, by their places in the encoding.</summary>
    public int[] Penalized()
    {
        var free = Free().ToHashSet();
        return [.. Enumerable.Range(0, _columns.Kept.Length).Where(k => !free.Contains(k)).Select(k => _columns.Kept[k])];
    }

    /// <summary>The mean loss at a fit, without the penalty.</summary>
    public double MeanLoss(SolverResult result, double lambda) => result.Objective - _penalty.WithLambda(lambda).Value(result.Coefficients.AsSpan(0, _objective.Slopes));

    /// <summary>The slopes of a fit that are not 0, and its intercept, in the data's units.</summary>
    public (PathCoefficient[] Slopes, double Intercept) ToData(SolverResult result)
    {
        var data = _fitted.ToData(result.Coefficients);
        return ([.. Enumerable.Range(0, _columns.Kept.Length).Where(k => result.Coefficients[k] != 0)
            .Select(k => new PathCoefficient(_columns.Kept[k], _data.Encoding.Terms[_columns.Kept[k]], data[k]))], data[^1]);
    }

    /// <summary>The free parameters that the slopes of a fit are worth.</summary>
    public double? DegreesOfFreedom(SolverResult result, double lambda) =>
        EffectiveDegrees.Of(_objective, _penalty.WithLambda(lambda), result.Coefficients, FittedColumns.MaxMatrixColumns);

    /// <summary>The columns that are not penalised.</summary>
    private int[] Free()
    {
        var unit = _penalty.WithLambda(1);
        return [.. Enumerable.Range(0, unit.Blocks.Count == 0 ? _columns.Kept.Length : unit.Blocks.Count).Where(unit.IsFree)
            .SelectMany(block => unit.Blocks.Count == 0 ? [block] : unit.Blocks[block]).Order()];
    }

    private LinearObjective ObjectiveOn(Standardization scale) => new(_columns.Design, _response, new Logistic(), _columns.FromDesign(scale), _threads, _data.Encoding.HasIntercept);

    /// <summary>The λ at which the first penalised column would be selected, the intercept and the columns without penalty being fitted.</summary>
    private double LargestLambda()
    {
        var unit = _penalty.WithLambda(1);
        var free = Free();
        var beta = SequentialPath.AtRest(_objective, unit);
        foreach (var j in free) beta[j] = 0;

        // What rests elsewhere than at 0 is a known part of the log-odds of the columns that are fitted here.
        var map = _columns.FromDesign(_fitted);
        var rest = beta.AsSpan(0, _objective.Slopes).ContainsAnyExcept(0) ? _columns.Design.LinearPredictors(map.ToData(beta), _threads) : null;
        if (rest is not null) _response.AddOffsets(new RowBlock(0, rest.Length), 0, rest);
        var response = rest is null ? _response : _response with { Offsets = rest };
        var origins = Array.ConvertAll(free, j => _columns.Own.Centers[j]);
        var design = Designs.Create(_data.Data, Array.ConvertAll(free, j => _columns.Kept[j]), origins);
        var own = new Standardization(origins, Standardization.Identity(free.Length).Scales);
        var objective = new LinearObjective(design, response, new Logistic(), _fitted.Select(free).After(own), _threads, _data.Encoding.HasIntercept);
        var alone = NullSolver.Solve(objective, unit.Of(free), new double[free.Length + 1]);
        for (var k = 0; k < free.Length; k++) beta[free[k]] = alone.Coefficients[k];
        beta[^1] = alone.Coefficients[^1];

        var gradient = new double[_objective.Dimension];
        _objective.Evaluate(beta, gradient);
        // By rounding the first column must not be selected at it already.
        return unit.CriticalLambda(gradient.AsSpan(0, _objective.Slopes)) * (1 + Rounding);
    }
}
