using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds.Lab.Workbench;

/// <summary>A model in memory with its rows. What takes long is computed when it is first asked for.</summary>
internal sealed class FittedModel : IHeld
{
    private readonly Lazy<ScoredOutcomes> _fitted;
    private readonly Lazy<ScoredOutcomes>? _tested;
    private readonly Lazy<Analysis> _analysis;
    private readonly Lazy<RowDiagnostics> _rows;

    private FittedModel(OpenedTable source, FitRequest request, SharedOut rows, LogisticModel model)
    {
        (Source, Request, Rows, Model) = (source, request, rows, model);
        Bytes = rows.Test is null ? 0 : OpenedTable.BytesOf(rows.Train) + OpenedTable.BytesOf(rows.Test);
        _fitted = new(() => ScoredOutcomes.Of(model, rows.Train));
        _tested = rows.Test is { } test ? new(() => ScoredOutcomes.Of(model, test)) : null;
        _analysis = new(() => new Analysis(model, rows.Train));
        _rows = new(() => _analysis.Value.Rows());
    }

    /// <summary>Rows to fit to and rows to test on.</summary>
    /// <param name="Train">The rows to fit to.</param>
    /// <param name="Test">The rows to test on; null where all are fitted to.</param>
    /// <param name="IsTest">For each row of the whole table, whether it is to test on; null where none is.</param>
    internal sealed record SharedOut(Table Train, Table? Test, bool[]? IsTest);

    public string Id { get; } = OpenedTable.NewId();

    public long Bytes { get; }

    public OpenedTable Source { get; }

    public FitRequest Request { get; }

    public SharedOut Rows { get; }

    public LogisticModel Model { get; }

    public Analysis Analysis => _analysis.Value;

    /// <summary>Residuals and influence of the rows that were fitted to.</summary>
    public RowDiagnostics Diagnostics => _rows.Value;

    /// <summary>The rows to test on, or those that were fitted to, with what the model says of them.</summary>
    public ScoredOutcomes Outcomes(bool isTest) => isTest ? (_tested ?? throw new ArgumentException("No rows were left out to test on.")).Value : _fitted.Value;

    /// <summary>Fits as the page asks.</summary>
    public static FittedModel Fit(OpenedTable source, FitRequest request, FitOptions options)
    {
        var rows = Share(source.Table, request);
        return new FittedModel(source, request, rows, LogisticRegression.Fit(rows.Train, request.Formula, options));
    }

    private static SharedOut Share(Table table, FitRequest request)
    {
        if (request.TestShare == 0) return new SharedOut(table, null, null);
        // Only the response and the rows' places are shared out; the other columns follow once it is known where each row goes.
        const string place = "row";
        var places = new NumericColumn(place, Enumerable.Range(0, table.Rows).Select(row => (double)row).ToArray());
        var response = Formulas.Formula.Parse(request.Formula).Response;
        var split = table.TryGetColumn(response, out var column) && response != place
            ? TrainTestSplit.Stratified(new Table([column, places]), response, request.TestShare, request.Seed)
            : TrainTestSplit.Random(new Table([places]), request.TestShare, request.Seed);
        int[] PlacesOf(Table part) => [.. ((NumericColumn)part[place]).Values.ToArray().Select(row => (int)row)];
        var (train, test) = (PlacesOf(split.Train), PlacesOf(split.Test));
        var isTest = new bool[table.Rows];
        foreach (var row in test) isTest[row] = true;
        return new SharedOut(table.Select(train), table.Select(test), isTest);
    }
}
