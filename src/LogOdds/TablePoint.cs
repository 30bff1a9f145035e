using System.Buffers;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds;

/// <summary>The rows of a table at the reported coefficients.</summary>
/// <param name="design">The rows as a design.</param>
/// <param name="raw">The columns as they are, with the origin 0.</param>
/// <param name="coefficients">Slopes in the data's units, the intercept last.</param>
/// <param name="map">The map from the columns as they are to those of the derivatives.</param>
/// <param name="lent">The log-odds of the rows, in an array that is lent.</param>
/// <param name="options">How the rows are fitted to.</param>
internal sealed class TablePoint(TableDesign design, IDesign raw, double[] coefficients, Standardization map, double[] lent, FitOptions options) : FitPoint
{
    private readonly ReadOnlyMemory<double> _eta = lent.AsMemory(0, design.Design.Rows);

    private FittedColumns Columns => design.Columns;

    private Response Response => design.Rows.Response;

    private ICommunicator Ranks => design.Rows.Ranks;

    private bool HasIntercept => design.Rows.Encoding.HasIntercept;

    /// <inheritdoc/>
    public override BinaryMetrics TrainingMetrics()
    {
        if (design.Rows.Encoding.Response.Kind == ResponseKind.Classes)
            return LogisticModel.Score(Response.Values.Span, _eta.Span, Response.Weights.Span, 0.5, TotalLoss, Ranks);
        var n = Response.Values.Length;
        var (y, eta, weights) = (new double[2 * n], new double[2 * n], new double[2 * n]);
        for (var i = 0; i < n; i++)
        {
            var (share, weight) = (Response.Values.Span[i], Response.WeightOf(i));
            (y[i], eta[i], weights[i]) = (1, _eta.Span[i], weight * share);
            (eta[n + i], weights[n + i]) = (_eta.Span[i], weight * (1 - share));
        }
        return LogisticModel.Score(y, eta, weights, 0.5, TotalLoss, Ranks);
    }

    /// <inheritdoc/>
    public override double[]? RobustCovariance(CovarianceKind kind)
    {
        var robust = new RobustCovariance(design.Design, Columns.FromDesign(map), PackedHessian!, Response, _eta, HasIntercept, options.WeightKind == WeightKind.Frequency, options.Threads, Ranks);
        return kind == CovarianceKind.Cluster ? robust.OfClusters(design.Rows.Data.Clusters(options.Cluster!, Ranks)) : robust.OfRows(kind, design.Rows.Observations(options.WeightKind));
    }

    /// <inheritdoc/>
    public override ISeparatedFit? Separated()
    {
        var data = design.Rows.Data;
        var detector = new SeparationDetector(design.Design, Columns.FromDesign(Columns.Standard), Columns.Standard, new RowsAsTheyStand(raw, data.Data, Columns.Kept, options.Threads), Response, HasIntercept, options.Threads, Ranks);
        if (detector.Find(coefficients, _eta, Gradient, PackedHessian) is not { } separation) return null;
        FitLimits.RequireOverlap(separation, design.Rows, Columns.Kept);
        return new SeparatedFit(data, separation, Columns, design.Design, raw, design.Rows.Moments, options.Threads);
    }

    /// <inheritdoc/>
    public override double InterceptShift() => InterceptAlone.Estimate(Response with { Offsets = _eta }, options.Threads);

    /// <inheritdoc/>
    public override void Dispose() => ArrayPool<double>.Shared.Return(lent);
}
