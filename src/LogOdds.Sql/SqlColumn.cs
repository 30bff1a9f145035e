namespace LogOdds.Sql;

/// <summary>A column of a query's result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Type">Its type, as the database calls it.</param>
internal sealed record SqlColumn(string Name, SqlColumnKind Kind, string Type)
{
    /// <summary>The refusal of a column that holds neither numbers nor texts.</summary>
    public Data.UnusableDataException Unusable() => new($"column '{Name}' is of the type {Type}, which is neither number nor text",
        remedy: "Leave it out of the query, or make a number or a text of it there, such as extract(year from it).");
}
