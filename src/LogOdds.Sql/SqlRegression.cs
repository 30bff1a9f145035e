using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;

namespace LogOdds.Sql;

/// <summary>
/// Logistic regression of rows that stay in their database:
/// <code>var model = SqlRegression.Fit("Host=localhost;Database=wards", "select * from births", "low ~ age + race");</code>
/// The database answers with sums over all rows; what travels has the size of the coefficients.
/// </summary>
public static class SqlRegression
{
    private const string ClickHouse = "clickhouse://";

    /// <summary>Fits a formula to the rows of a query.</summary>
    /// <param name="connection">PostgreSQL as Npgsql writes it, or <c>clickhouse://user:password@host:8123,other:8123/database</c>.</param>
    /// <param name="query">One select.</param>
    /// <param name="formula">As for <see cref="LogisticRegression"/>; functions that learn from all values are refused, and the response is a column.</param>
    /// <param name="options">How to fit; null for maximum likelihood.</param>
    /// <param name="sql">How the database is asked; null for an hour a query.</param>
    /// <returns>The same model, to rounding, as of the rows in memory. Over ClickHouse, the areas under curves do not exist.</returns>
    /// <exception cref="UnusableDataException">The database cannot be used, the rows cannot be fitted to, or the options need the rows themselves.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    public static LogisticModel Fit(string connection, string query, string formula, FitOptions? options = null, SqlOptions? sql = null)
    {
        options ??= new FitOptions();
        sql ??= new SqlOptions();
        options.Validate();
        sql.Validate();
        var parsed = Formula.Parse(formula);
        using var engine = IsClickHouse(connection) ? new ClickHouseEngine(connection, query, sql) : (ISqlEngine)new PostgresEngine(connection, query, sql);
        return FitProcess.Run(SqlRows.Learn(engine, parsed, options), options);
    }

    /// <summary>Whether a connection is to ClickHouse.</summary>
    internal static bool IsClickHouse(string connection) => connection.StartsWith(ClickHouse, StringComparison.OrdinalIgnoreCase);
}
