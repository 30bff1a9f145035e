namespace LogOdds.Sql;

/// <summary>SQLite: a name in double quotes that is no column would be taken for a text, so names stand in backticks.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public override string Name => "sqlite";

    internal override string Identifier(string name) => Doubled(name, '`', '`');

    internal override string Text(string value) => Doubled(value, '\'', '\'');

    internal override string Double(string expression) => $"cast({expression} as real)";

    internal override string Category(string expression) => $"{expression} collate binary";

    internal override string Let(string value, string body) => $"(select {body} from (select {value} as {Bound}) as s)";
}
