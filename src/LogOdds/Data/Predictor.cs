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
    internal abstract PredictorReader Bind(Table table);
}

/// <summary>Writes the values of a predictor's design columns; missing values are written as NaN.</summary>
internal abstract class PredictorReader
{
    public abstract void Read(int term, int start, Span<double> values);
}
