namespace LogOdds.Sql;

/// <summary>ClickHouse.</summary>
internal sealed class ClickHouseDialect : SqlDialect
{
    public override string Name => "clickhouse";

    internal override string Identifier(string name) => Escaped(name, '`');

    internal override string Text(string value) => Escaped(value, '\'');

    internal override string Double(string expression) => $"toFloat64({expression})";

    internal override string Category(string expression) => $"toString({expression})";

    internal override string Ln(string x) => $"log({x})";

    internal override string Let(string value, string body) => $"arrayMap({Bound} -> {body}, [{value}])[1]";
}
