namespace LogOdds.Sql;

/// <summary>PostgreSQL: bare decimals are exact numbers, and <c>greatest</c> and <c>least</c> pass over nulls.</summary>
internal sealed class PostgreSqlDialect : SqlDialect
{
    public override string Name => "postgresql";

    internal override string Identifier(string name) => Doubled(name, '"', '"');

    // An E string means the same whatever standard_conforming_strings says.
    internal override string Text(string value) => value.Contains('\\', StringComparison.Ordinal)
        ? $"E{Doubled(value.Replace("\\", "\\\\", StringComparison.Ordinal), '\'', '\'')}" : Doubled(value, '\'', '\'');

    internal override string Number(double value) => value < 0 ? $"(-{base.Number(-value)}::float8)" : $"{base.Number(value)}::float8";

    internal override string Double(string expression) => $"{expression}::float8";

    // Without offset 0 the value would be put in, and computed, wherever the body names it.
    internal override string Let(string value, string body) => $"(select {body} from (select {value} as {Bound} offset 0) as s)";
}
