namespace LogOdds.Data;

/// <summary>
/// How a table becomes a response and a design: learned once from the rows a model is fitted to, then frozen with the
/// model, so that prediction needs the raw columns only.
/// </summary>
public sealed class Encoding
{
    /// <summary>An encoding made of its parts.</summary>
    public Encoding(string formula, ResponseCoding response, IReadOnlyList<Predictor> predictors, string? offset = null)
    {
        Formula = formula;
        Response = response;
        Predictors = predictors;
        Offset = offset;
        Terms = [.. predictors.SelectMany(p => p.Terms)];
    }

    /// <summary>The formula, as it was written.</summary>
    public string Formula { get; }

    /// <summary>The response and its classes.</summary>
    public ResponseCoding Response { get; }

    /// <summary>The columns on the right-hand side.</summary>
    public IReadOnlyList<Predictor> Predictors { get; }

    /// <summary>The column that is added to the log-odds as it is; null when there is none.</summary>
    public string? Offset { get; }

    /// <summary>The names of the design columns, in order, without the intercept.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>Learns the classes and the levels of factors from the rows of <paramref name="table"/>.</summary>
    /// <param name="table">Rows without missing values in the columns that are used.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="predictors">The columns on its right-hand side.</param>
    /// <param name="positive">The label that counts as 1; null for the larger.</param>
    /// <param name="offset">The column that is added to the log-odds as it is; null for none.</param>
    public static Encoding Learn(Table table, Formula formula, IEnumerable<string> predictors, string? positive, string? offset) =>
        new(formula.Text, ResponseCoding.Learn(table[formula.Response], positive), [.. predictors.Select(name => Learn(table[name]))], offset);

    /// <summary>Prepares to read the design columns of <paramref name="table"/>.</summary>
    /// <exception cref="UnusableDataException">A column is absent, of the wrong kind, or has an unknown level.</exception>
    internal EncodedTable Bind(Table table) => new(this, table);

    private static Predictor Learn(Column column) => column is CategoricalColumn categorical
        ? new FactorPredictor(column.Name, categorical.UsedLevels())
        : new NumericPredictor(column.Name);
}
