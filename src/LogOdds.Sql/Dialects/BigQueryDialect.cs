namespace LogOdds.Sql;

/// <summary>BigQuery.</summary>
internal sealed class BigQueryDialect : SqlDialect
{
    public override string Name => "bigquery";

    internal override string Identifier(string name) => Escaped(name, '`');

    internal override string Text(string value) => Escaped(value, '\'');

    internal override string Double(string expression) => $"cast({expression} as float64)";

    internal override string Category(string expression) => $"cast({expression} as string)";

    internal override string Let(string value, string body) => $"(select {body} from unnest([{value}]) as {Bound})";
}
