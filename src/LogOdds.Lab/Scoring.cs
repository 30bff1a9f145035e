using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Lab;

/// <summary>What a model adds to rows, and how many it could not score; safe to use from several threads.</summary>
/// <param name="model">The model.</param>
/// <param name="threshold">Rows of at least this probability are predicted as the label that counts as 1.</param>
/// <param name="level">The confidence level of intervals; null for none.</param>
public sealed class Scoring(LogisticModel model, double threshold, double? level = null) : IScoring
{
    private readonly string[] _labels = [model.Negative, model.Positive];
    private long _rows;
    private long _unscored;

    /// <inheritdoc/>
    public long Rows => _rows;

    /// <inheritdoc/>
    public long Unscored => _unscored;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>?> Needed => model.Encoding.LevelsByColumn();

    /// <summary>Probabilities and prediction for the rows of a table.</summary>
    /// <exception cref="UnusableDataException">As in <see cref="LogisticModel.LogOdds(Table)"/>, or the table has a column of that name.</exception>
    public IReadOnlyList<Column> Columns(Table table)
    {
        var eta = model.LogOdds(table);
        var (positive, negative, prediction) = (new double[eta.Length], new double[eta.Length], new int[eta.Length]);
        var unscored = 0;
        Logistic.Probabilities(eta, positive);
        for (var row = 0; row < eta.Length; row++) negative[row] = -eta[row];
        Logistic.Probabilities(negative, negative);
        for (var row = 0; row < eta.Length; row++)
        {
            prediction[row] = positive[row] >= threshold ? 1 : 0;
            if (!double.IsNaN(eta[row])) continue;
            (positive[row], negative[row], prediction[row]) = (NumericColumn.Missing, NumericColumn.Missing, CategoricalColumn.MissingCode);
            unscored++;
        }
        Interlocked.Add(ref _rows, eta.Length);
        Interlocked.Add(ref _unscored, unscored);
        Column[] added =
        [
            new NumericColumn($"probability[{model.Negative}]", negative),
            new NumericColumn($"probability[{model.Positive}]", positive),
            new CategoricalColumn("prediction", _labels, prediction),
            .. level is { } confidence ? Interval(table, confidence) : [],
        ];
        IScoring.RequireNew(table, added);
        return added;
    }

    private IEnumerable<Column> Interval(Table table, double confidence)
    {
        var predictions = model.Predict(table, confidence);
        double[] End(Func<Prediction, double> end) => [.. predictions.Select(p => double.IsNaN(end(p)) ? NumericColumn.Missing : end(p))];
        return [new NumericColumn($"probability[{model.Positive}].low", End(p => p.Low)), new NumericColumn($"probability[{model.Positive}].high", End(p => p.High))];
    }
}
