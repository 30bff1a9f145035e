using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds;

/// <summary>The rows of a table, or of the tables of all processes that share the rows out: what is asked is answered for all of them.</summary>
internal sealed class TableRows : FitRows
{
    private readonly FitOptions _options;
    private readonly Lazy<ColumnMoments> _moments;

    /// <summary>The rows of a table under weights of their own, by which columns are scaled.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="response">Their responses and weights.</param>
    /// <param name="options">How they are fitted to.</param>
    public TableRows(FitData data, Response response, FitOptions options)
        : this(data, response, options, new Lazy<ColumnMoments>(() => ColumnMoments.Compute(data.Data, response.Weights, options.Threads).Over(options.Communicator)))
    {
    }

    private TableRows(FitData data, Response response, FitOptions options, Lazy<ColumnMoments> moments)
    {
        (Data, Response, _options, _moments) = (data, response, options, moments);
        (Rows, TotalWeight) = ((long)Ranks.Total(data.Data.Rows), Ranks.Total(response.TotalWeight));
    }

    /// <summary>The rows of this process as they are given.</summary>
    public FitData Data { get; }

    /// <summary>Their responses, weights and offsets.</summary>
    public Response Response { get; }

    /// <summary>The processes that share the rows out.</summary>
    public ICommunicator Ranks => _options.Communicator;

    /// <inheritdoc/>
    public override Encoding Encoding => Data.Encoding;

    /// <inheritdoc/>
    public override long Rows { get; }

    /// <inheritdoc/>
    public override double TotalWeight { get; }

    /// <inheritdoc/>
    public override ColumnMoments Moments => _moments.Value;

    /// <inheritdoc/>
    public override RowCounts Counts => Data.RowCounts(Ranks);

    /// <inheritdoc/>
    public override void Require(FitOptions options) => FitLimits.Require(options);

    // The scale of a column is a matter of the rows, not of how the classes are balanced.
    /// <inheritdoc/>
    public override TableRows WithClassWeights(ClassWeight classWeight) => new(Data, Data.WithClassWeights(Response, classWeight, Ranks), _options, _moments);

    /// <inheritdoc/>
    public override double Observations(WeightKind kind) => Ranks.Total(Data.Observations(kind));

    /// <inheritdoc/>
    public override (double Saturated, double LogWays) Grouping()
    {
        var (saturated, ways) = Data.Grouping();
        return (Ranks.Total(saturated), Ranks.Total(ways));
    }

    /// <inheritdoc/>
    public override double NullLoss() => InterceptAlone.TotalLoss(Response, Encoding.HasIntercept, _options.Threads, Ranks);

    /// <inheritdoc/>
    public override FitDesign On(FittedColumns columns) => new TableDesign(this, columns, _options);
}
