using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Numerics;
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
    private readonly IDesign _design;
    private readonly Standardization _fitted;
    private readonly ICurvedObjective _objective;
    private readonly IProximalPenalty _penalty;
    private readonly int _vectors;
    private readonly int _threads;

    /// <summary>A path over rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">What the path goes through.</param>
    /// <param name="response">Their responses, with the weights of this path.</param>
    /// <param name="vectors">How many vectors of coefficients there are: one for the log-odds of two classes, else one a class.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public PathFit(FitData data, PathOptions options, Response response, int vectors, int threads)
    {
        (_data, _options, _response, _vectors, _threads) = (data, options, response, vectors, threads);
        var rows = new TableRows(data, response, options.Fit with { Threads = threads });
        var moments = rows.Moments;
        var chosen = (TableDesign)FittedColumns.Choose(rows, isMaximumLikelihood: false, options.Fit);
        (_columns, _design) = (chosen.Columns, chosen.Design);
        var stated = _columns.Stated(moments, options.Fit.Standardize, data.Encoding.HasIntercept);
        _fitted = _columns.FittedFor(options.Penalty, stated);
        var adaptive = options.Fit.AdaptivePower is { } power ? AdaptiveFactors.Of(LogOdds(_design, response, _columns.FromDesign(_columns.Standard)), response.TotalWeight, power) : [];
        _penalty = options.Penalty.On(PenaltyTerms.Of(options.Fit, data.Encoding, _columns.Kept, stated, _fitted, adaptive).ForEach(vectors));
        _objective = Objective(_fitted);
    }

    /// <summary>How many columns there are to select from.</summary>
    public int Columns => _columns.Kept.Length;

    /// <summary>How many slopes there are for them.</summary>
    public int Slopes => _objective.Slopes;

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
        return Follow(lambdas, isEnough is null ? null : result => isEnough(k, MeanLoss(result, lambdas[k++])));
    }

    /// <summary>Fits each λ, in their order, until it is said to be enough.</summary>
    /// <param name="lambdas">The strengths, descending.</param>
    /// <param name="isEnough">Asked after each fit whether the path ends there; null to go on to the end.</param>
    /// <param name="ahead">The trail of a path over nearly the same rows at the same strengths, or more; null where there is none.</param>
    public IReadOnlyList<SolverResult> Follow(IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough, PathTrail? ahead = null)
    {
        var results = PathEngine.Solve(_objective, _penalty, lambdas, isEnough, _threads, ahead is not null && ahead.Kept.SequenceEqual(_columns.Kept) ? ahead.Walk : null, out var walk, _options.Fit.Cancellation);
        Trail = walk is null ? null : new PathTrail(_columns.Kept, walk);
        return results;
    }

    /// <summary>The trail of the path, when it has been fitted, where such are left.</summary>
    public PathTrail? Trail { get; private set; }

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

    /// <summary>The slopes of a fit that are not 0, and its intercepts, one a vector, in the data's units.</summary>
    public (PathCoefficient[] Slopes, double[] Intercepts) ToData(SolverResult result)
    {
        var (p, slopes, intercepts) = (_columns.Kept.Length, new List<PathCoefficient>(), new double[_vectors]);
        for (var v = 0; v < _vectors; v++)
        {
            double[] own = [.. result.Coefficients.AsSpan(v * p, p), result.Coefficients[_objective.Slopes + v]];
            var data = _fitted.ToData(own);
            var label = _vectors == 1 ? null : _data.Encoding.Response.Levels[v];
            for (var k = 0; k < p; k++)
                if (own[k] != 0) slopes.Add(new PathCoefficient(_columns.Kept[k], _data.Encoding.Terms[_columns.Kept[k]], data[k], label));
            intercepts[v] = data[p];
        }
        // Of several only differences matter.
        if (_vectors > 1) VectorKernels.AddConstant(intercepts, -intercepts.Average());
        return ([.. slopes], intercepts);
    }

    /// <summary>The free parameters that the slopes of a fit are worth.</summary>
    public double? DegreesOfFreedom(SolverResult result, double lambda) =>
        EffectiveDegrees.Of(_objective, _vectors, _penalty.WithLambda(lambda), result.Coefficients, FittedColumns.MaxMatrixColumns);

    /// <summary>The columns that are not penalised, for one class as for all.</summary>
    private int[] Free()
    {
        var unit = _penalty.WithLambda(1);
        return [.. Enumerable.Range(0, unit.Blocks.Count == 0 ? _columns.Kept.Length : unit.Blocks.Count).Where(unit.IsFree)
            .SelectMany(block => unit.Blocks.Count == 0 ? [block] : unit.Blocks[block]).Where(k => k < _columns.Kept.Length).Order()];
    }

    private ICurvedObjective Objective(Standardization scale) => Objective(_design, _response, _columns.FromDesign(scale));

    private ICurvedObjective Objective(IDesign design, Response response, Standardization scale) => _vectors == 1
        ? LogOdds(design, response, scale)
        : new MultinomialObjective(design, response, _vectors, isSymmetric: true, scale, _threads, _data.Encoding.HasIntercept);

    private LinearObjective LogOdds(IDesign design, Response response, Standardization scale) => new(design, response, new Logistic(), scale, _threads, _data.Encoding.HasIntercept);

    /// <summary>The λ at which the first penalised column would be selected, the intercept and the columns without penalty being fitted.</summary>
    private double LargestLambda()
    {
        var unit = _penalty.WithLambda(1);
        var free = Free();
        int[] places = [.. Enumerable.Range(0, _vectors).SelectMany(v => free.Select(j => v * _columns.Kept.Length + j))];
        var beta = SequentialPath.AtRest(_objective, unit);
        foreach (var j in places) beta[j] = 0;

        // What rests elsewhere than at 0 is a known part of the log-odds of the columns that are fitted here; where classes have slopes of their
        // own, it is the same for each and changes nothing.
        var map = _columns.FromDesign(_fitted);
        var rest = _vectors == 1 && beta.AsSpan(0, _objective.Slopes).ContainsAnyExcept(0) ? _design.LinearPredictors(map.ToData(beta), _threads) : null;
        if (rest is not null) _response.AddOffsets(new RowBlock(0, rest.Length), 0, rest);
        var response = rest is null ? _response : _response with { Offsets = rest };
        var origins = Array.ConvertAll(free, j => _columns.Own.Centers[j]);
        var design = Designs.Create(_data.Data, Array.ConvertAll(free, j => _columns.Kept[j]), origins);
        var own = new Standardization(origins, Standardization.Identity(free.Length).Scales);
        var objective = Objective(design, response, _fitted.Select(free).After(own));
        var alone = NullSolver.Solve(objective, unit.Of(places), new double[objective.Dimension]);
        for (var k = 0; k < places.Length; k++) beta[places[k]] = alone.Coefficients[k];
        alone.Coefficients.AsSpan(places.Length).CopyTo(beta.AsSpan(_objective.Slopes));

        var gradient = new double[_objective.Dimension];
        _objective.Evaluate(beta, gradient);
        // By rounding the first column must not be selected at it already.
        return unit.CriticalLambda(gradient.AsSpan(0, _objective.Slopes)) * (1 + Rounding);
    }
}
