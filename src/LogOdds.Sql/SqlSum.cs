namespace LogOdds.Sql;

/// <summary>A sum over rows, or the sums of a value times each of the first design columns.</summary>
/// <param name="Expression">An aggregate; or the value that the columns are multiplied by.</param>
/// <param name="Columns">How many columns; 0 for an aggregate.</param>
internal readonly record struct SqlSum(string Expression, int Columns)
{
    /// <summary>How many numbers it gives.</summary>
    public int Numbers => Columns == 0 ? 1 : Columns;

    /// <summary>An aggregate.</summary>
    public static implicit operator SqlSum(string aggregate) => new(aggregate, 0);

    /// <summary>Σ value·x₀, Σ value·x₁, …</summary>
    public static SqlSum[] OfProducts(string value, int columns) => columns == 0 ? [] : [new SqlSum(value, columns)];
}
