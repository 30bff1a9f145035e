namespace LogOdds.Sql;

/// <summary>DuckDB.</summary>
internal sealed class DuckDbDialect : SqlDialect
{
    public override string Name => "duckdb";

    internal override string Identifier(string name) => Doubled(name, '"', '"');

    internal override string Text(string value) => Doubled(value, '\'', '\'');

    internal override string Double(string expression) => $"cast({expression} as double)";

    internal override string Let(string value, string body) => $"(select {body} from (select {value} as {Bound}) as s)";
}
