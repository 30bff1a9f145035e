using System.CommandLine;
using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Sql;

namespace LogOdds.Cli.Commands;

/// <summary>The options that take the rows of a query in the place of files.</summary>
internal sealed class DatabaseOptions
{
    private readonly Option<string?> _connection = new("--connection") { Description = "A database in the place of files: \"Host=…;Database=…;Username=…\" for PostgreSQL, clickhouse://user@host:8123/database for ClickHouse.", HelpName = "CONNECTION" };
    private readonly Option<string?> _query = new("--query") { Description = "The rows: one select.", HelpName = "SQL" };
    private readonly Option<bool> _inDatabase = new("--in-database") { Description = "Leave the rows where they are: the database answers with sums over all of them." };
    private readonly Option<int?> _timeout = NumericOption.Whole<int>("--timeout", "The most seconds that one query may take; 0 for as long as it takes. Default: 3600.");

    /// <summary>Adds them to a command, whose files may then be missing.</summary>
    public void AddTo(Command command, Inputs inputs)
    {
        foreach (var option in new Option[] { _connection, _query, _inDatabase, _timeout }) command.Options.Add(option);
        inputs.Data.Arity = ArgumentArity.ZeroOrMore;
        command.Validators.Add(result =>
        {
            var hasFiles = result.GetResult(inputs.Data) is { Tokens.Count: > 0 };
            var hasQuery = result.GetResult(_query) is not null;
            if (result.GetResult(_connection) is null)
            {
                if (!hasFiles) result.AddError("Required argument missing for command: 'fit'. Give files, or a database: --connection and --query.");
                if (hasQuery || result.GetResult(_timeout) is not null || result.GetResult(_inDatabase) is { Implicit: false }) result.AddError("--query, --in-database and --timeout go with --connection.");
                return;
            }
            if (hasFiles) result.AddError("Rows come from files or from a database: leave out the one or --connection.");
            if (!hasQuery) result.AddError("--connection says where the rows are; --query says which: --query \"select * from births\".");
            if (result.GetResult(inputs.Rows) is not null) result.AddError("--rows chooses rows of files; write the condition into the query.");
        });
    }

    /// <summary>Whether rows come from a database.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_connection) is not null;

    /// <summary>Whether they stay there.</summary>
    public bool IsInDatabase(ParseResult parsed) => parsed.GetValue(_inDatabase);

    /// <summary>Reads the rows out, under the limit of the memory.</summary>
    public Table Read(ParseResult parsed, Inputs inputs)
    {
        if (SqlRegression.IsClickHouse(parsed.GetValue(_connection)!)) throw new UsageException("rows of ClickHouse are fitted to where they are: add --in-database");
        inputs.LimitMemory(parsed);
        return PostgresReader.Read(parsed.GetValue(_connection)!, parsed.GetValue(_query)!, Options(parsed));
    }

    /// <summary>Fits the rows where they are.</summary>
    public LogisticModel Fit(ParseResult parsed, string formula, FitOptions options) =>
        SqlRegression.Fit(parsed.GetValue(_connection)!, parsed.GetValue(_query)!, formula, options, Options(parsed));

    private SqlOptions Options(ParseResult parsed)
    {
        var standard = new SqlOptions();
        var timeout = parsed.GetValue(_timeout) ?? standard.TimeoutSeconds;
        return timeout >= 0 ? standard with { TimeoutSeconds = timeout } : throw new UsageException("--timeout is 0 or more");
    }
}
