using LogOdds.Data;
using LogOdds.Models;

namespace LogOdds.Lab;

/// <summary>What a model of several classes adds to rows: the probability of each class, and the most likely one.</summary>
/// <param name="model">The model.</param>
public sealed class ClassScoring(ClassModel model) : IScoring
{
    private long _rows;
    private long _unscored;

    /// <inheritdoc/>
    public long Rows => _rows;

    /// <inheritdoc/>
    public long Unscored => _unscored;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>?> Needed => model.Encoding.LevelsByColumn();

    /// <inheritdoc/>
    public IReadOnlyList<Column> Columns(Table table)
    {
        var (all, classes) = (model.Probabilities(table), model.Classes.Count);
        var prediction = new int[table.Rows];
        for (var row = 0; row < prediction.Length; row++) prediction[row] = ClassModel.MostLikely(all.AsSpan(row * classes, classes)) is var k and >= 0 ? k : CategoricalColumn.MissingCode;
        Interlocked.Add(ref _rows, prediction.Length);
        Interlocked.Add(ref _unscored, prediction.Count(k => k == CategoricalColumn.MissingCode));
        double[] Of(int k) => [.. Enumerable.Range(0, prediction.Length).Select(row => prediction[row] == CategoricalColumn.MissingCode ? NumericColumn.Missing : all[row * classes + k])];
        Column[] added = [.. model.Classes.Select((label, k) => new NumericColumn($"probability[{label}]", Of(k))), new CategoricalColumn("prediction", model.Classes, prediction)];
        IScoring.RequireNew(table, added);
        return added;
    }
}
