using LogOdds.Data;

namespace LogOdds.Sql;

/// <summary>A database that answers about the rows of one query.</summary>
internal interface ISqlEngine : IDisposable
{
    /// <summary>How it spells.</summary>
    SqlDialect Dialect { get; }

    /// <summary>The columns of the query's result.</summary>
    IReadOnlyList<SqlColumn> Columns { get; }

    /// <summary>The most sums that a query is asked for.</summary>
    int MaxSums { get; }

    /// <summary>Whether rows can be numbered in their order within a query.</summary>
    bool HasWindows { get; }

    /// <summary>A column of numbers that are not null, as doubles.</summary>
    string Number(SqlColumn column);

    /// <summary>A column of categories that are not null.</summary>
    string Category(SqlColumn column);

    /// <summary>An expression that is never null, which its type may not know.</summary>
    string NotNull(string expression);

    /// <summary>A whole number of 64 bits that follows from the values of columns that are not null as if by chance; null where the engine has none.</summary>
    string? Hash(IEnumerable<SqlColumn> columns);

    /// <summary>Whether the last bits of a hash, of which there are 2^<paramref name="bits"/>, are below a limit.</summary>
    string IsBelow(string hash, int bits, long limit);

    /// <summary>Whether a column is null.</summary>
    string IsNull(SqlColumn column);

    /// <summary>Whether a number that is not null is not finite.</summary>
    string IsNotFinite(SqlColumn column);

    /// <summary>The sums over the rows of the query that are in the pass.</summary>
    /// <exception cref="UnusableDataException">The database refused, or cannot be reached any more.</exception>
    double[] Sums(SqlPass pass);

    /// <summary>The different values of an expression in the rows that are in the pass, and how many rows have each; one more than asked for where there are too many.</summary>
    /// <exception cref="UnusableDataException">As of <see cref="Sums"/>.</exception>
    IReadOnlyList<(string Value, double Rows)> Groups(string expression, string? where, int most);

    /// <summary>Areas under the ROC and the precision-recall curve; only where there are windows.</summary>
    (double Roc, double AveragePrecision) Areas(SqlPass pass, string score, string positive, string negative);

    /// <summary>Told once what the sums of a pass are: rows that do not give them again are others.</summary>
    void Remember(SqlPass pass, double[] sums);
}
