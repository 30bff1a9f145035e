using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Objectives;

namespace LogOdds;

/// <summary>The rows of a table.</summary>
internal sealed class TableRows : FitRows
{
    private readonly FitOptions _options;
    private readonly Lazy<ColumnMoments> _moments;

    /// <summary>The rows of a table under weights of their own, by which columns are scaled.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="response">Their responses and weights.</param>
    /// <param name="options">How they are fitted to.</param>
    public TableRows(FitData data, Response response, FitOptions options)
        : this(data, response, options, new Lazy<ColumnMoments>(() => ColumnMoments.Compute(data.Data, response.Weights, options.Threads)))
    {
    }

    private TableRows(FitData data, Response response, FitOptions options, Lazy<ColumnMoments> moments) => (Data, Response, _options, _moments) = (data, response, options, moments);

    /// <summary>The rows as they are given.</summary>
    public FitData Data { get; }

    /// <summary>Responses, weights and offsets.</summary>
    public Response Response { get; }

    /// <inheritdoc/>
    public override Encoding Encoding => Data.Encoding;

    /// <inheritdoc/>
    public override int Rows => Data.Data.Rows;

    /// <inheritdoc/>
    public override double TotalWeight => Response.TotalWeight;

    /// <inheritdoc/>
    public override ColumnMoments Moments => _moments.Value;

    /// <inheritdoc/>
    public override RowCounts Counts => Data.RowCounts();

    /// <inheritdoc/>
    public override void Require(FitOptions options)
    {
    }

    // The scale of a column is a matter of the rows, not of how the classes are balanced.
    /// <inheritdoc/>
    public override TableRows WithClassWeights(ClassWeight classWeight) => new(Data, Data.WithClassWeights(Response, classWeight), _options, _moments);

    /// <inheritdoc/>
    public override double Observations(WeightKind kind) => Data.Observations(kind);

    /// <inheritdoc/>
    public override (double Saturated, double LogWays) Grouping() => Data.Grouping();

    /// <inheritdoc/>
    public override double NullLoss() => InterceptAlone.TotalLoss(Response, Encoding.HasIntercept, _options.Threads);

    /// <inheritdoc/>
    public override FitDesign On(FittedColumns columns) => new TableDesign(this, columns, _options);
}
