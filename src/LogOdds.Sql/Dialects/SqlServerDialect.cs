namespace LogOdds.Sql;

/// <summary>SQL Server: texts are compared by their code points, whatever the collation of the column.</summary>
internal sealed class SqlServerDialect : SqlDialect
{
    public override string Name => "sqlserver";

    internal override string Identifier(string name) => Doubled(name, '[', ']');

    internal override string Text(string value) => $"N{Doubled(value, '\'', '\'')}";

    internal override string Double(string expression) => $"cast({expression} as float)";

    internal override string Category(string expression) => $"cast({expression} as nvarchar(4000)) collate Latin1_General_100_BIN2";

    internal override string Ln(string x) => $"log({x})";

    internal override string Let(string value, string body) => $"(select {body} from (values ({value})) as s({Bound}))";
}
