namespace LogOdds.Data;

/// <summary>What an <see cref="Encoding"/> has learned of one column on the right-hand side.</summary>
public abstract class Predictor
{
    private protected Predictor(string column) => Column = column;

    /// <summary>The column's name.</summary>
    public string Column { get; }

    /// <summary>The names of its design columns, in order.</summary>
    public abstract IReadOnlyList<string> Terms { get; }

    /// <summary>Prepares to read the column's values from <paramref name="table"/>.</summary>
    internal abstract BoundPredictor Bind(Table table);
}
