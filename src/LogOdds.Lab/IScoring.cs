using LogOdds.Data;

namespace LogOdds.Lab;

/// <summary>What a model adds to rows, and how many it could not score; safe to use from several threads.</summary>
public interface IScoring
{
    /// <summary>The rows seen.</summary>
    long Rows { get; }

    /// <summary>Those that miss a value that the model needs.</summary>
    long Unscored { get; }

    /// <summary>The columns that the model needs: those of categories with their known levels, those of numbers with null.</summary>
    IReadOnlyDictionary<string, IReadOnlyCollection<string>?> Needed { get; }

    /// <summary>Probabilities and prediction for the rows of a table.</summary>
    /// <exception cref="UnusableDataException">The model cannot score the rows, or the table has a column of that name.</exception>
    IReadOnlyList<Column> Columns(Table table);

    /// <summary>Makes sure that no column would stand twice.</summary>
    internal static void RequireNew(Table table, IEnumerable<Column> added)
    {
        foreach (var column in added)
            if (table.TryGetColumn(column.Name, out _))
                throw new UnusableDataException($"the data already have a column '{column.Name}', which a prediction would write", remedy: "Rename that column or leave it out.");
    }
}
