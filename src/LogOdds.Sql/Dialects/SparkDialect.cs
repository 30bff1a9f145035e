namespace LogOdds.Sql;

/// <summary>Spark SQL.</summary>
internal sealed class SparkDialect : SqlDialect
{
    public override string Name => "spark";

    internal override string Identifier(string name) => Doubled(name, '`', '`');

    internal override string Text(string value) => Escaped(value, '\'');

    internal override string Double(string expression) => $"cast({expression} as double)";

    internal override string Floor(string x) => $"cast(floor({x}) as double)";

    internal override string Let(string value, string body) => $"transform(array({value}), {Bound} -> {body})[0]";
}
