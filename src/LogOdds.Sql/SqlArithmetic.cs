using LogOdds.Data;
using LogOdds.Formulas;

namespace LogOdds.Sql;

/// <summary>
/// The expressions of formulas as SQL. Where the library refuses a value, such as the logarithm of 0, SQL gives null, and so it does where a
/// column is null.
/// </summary>
/// <param name="dialect">How the engine spells it.</param>
/// <param name="number">A column of numbers, as doubles.</param>
/// <param name="category">A column of categories.</param>
internal sealed class SqlArithmetic(SqlDialect dialect, Func<string, string> number, Func<string, string> category)
{
    // Beyond these, exponentials are no double, which some engines take for an error.
    private const double LowestExponent = -745, HighestExponent = 709;

    /// <summary>An expression, in parentheses unless it is one name, number or call.</summary>
    public string Of(Node node) => node switch
    {
        NumberNode constant => dialect.Number(constant.Value),
        NameNode name => number(name.Name),
        GroupNode group => Of(group.Inner),
        UnaryNode { Sign: '+' } unary => Of(unary.Operand),
        UnaryNode unary => $"(-{Of(unary.Operand)})",
        CallNode call => Call(call.Function, Of(call.Arguments[0].Value)),
        BinaryNode { Operator: "==" or "!=" } comparison when (comparison.Left as TextNode ?? comparison.Right as TextNode) is { } text =>
            Compared(comparison.Operator, category(((comparison.Left as NameNode ?? comparison.Right as NameNode) ?? throw NotSql(comparison)).Name), dialect.Text(text.Value)),
        BinaryNode binary => Binary(binary.Operator, Of(binary.Left), Of(binary.Right), binary.Right),
        _ => throw NotSql(node),
    };

    private static UnusableDataException NotSql(Node node) => new($"{node} cannot be written as SQL");

    private string Number(double value) => dialect.Number(value);

    private string Binary(string sign, string a, string b, Node right) => sign switch
    {
        "/" => $"({a} / nullif({b}, {Number(0)}))",
        "^" when right is NumberNode { Value: >= 0 and var power } && power == Math.Floor(power) => $"power({a}, {b})",
        "^" => $"(case when {a} > {Number(0)} or {a} = {Number(0)} and {b} >= {Number(0)} or {a} < {Number(0)} and {b} = {dialect.Floor(b)} then power({a}, {b}) end)",
        "+" or "-" or "*" => $"({a} {sign} {b})",
        _ => Compared(sign, a, b),
    };

    /// <summary>1 where it holds, 0 where it does not, null where a side is null.</summary>
    private string Compared(string sign, string a, string b)
    {
        var (holds, fails) = sign switch
        {
            "==" => ("=", "<>"),
            "!=" => ("<>", "="),
            "<" => ("<", ">="),
            "<=" => ("<=", ">"),
            ">" => (">", "<="),
            _ => (">=", "<"),
        };
        return $"(case when {a} {holds} {b} then {Number(1)} when {a} {fails} {b} then {Number(0)} end)";
    }

    private string Call(string function, string x) => function switch
    {
        "I" => x,
        "log" => Log(x),
        "log2" => $"({Log(x)} / {Number(Math.Log(2))})",
        "log10" => $"({Log(x)} / {Number(Math.Log(10))})",
        "log1p" => $"(case when abs({x}) < {Number(1e-4)} then {x} * ({Number(1)} - {x} * ({Number(0.5)} - {x} * ({Number(1.0 / 3)} - {x} / {Number(4)}))) when {x} > {Number(-1)} then {dialect.Ln($"({Number(1)} + {x})")} end)",
        "exp" => Exp(x),
        "expm1" => $"(case when abs({x}) < {Number(1e-5)} then {x} * ({Number(1)} + {x} * ({Number(0.5)} + {x} / {Number(6)})) else {Exp(x)} - {Number(1)} end)",
        "sqrt" => $"(case when {x} >= {Number(0)} then sqrt({x}) end)",
        "floor" => dialect.Floor(x),
        "ceiling" => $"(-{dialect.Floor($"(-{x})")})",
        "round" => Round(x),
        "abs" or "sin" or "cos" or "tan" => $"{function}({x})",
        _ => throw new UnusableDataException($"the function {function} cannot be written as SQL"),
    };

    private string Log(string x) => $"(case when {x} > {Number(0)} then {dialect.Ln(x)} end)";

    private string Exp(string x) => $"(case when {x} < {Number(LowestExponent)} then {Number(0)} when {x} <= {Number(HighestExponent)} then exp({x}) end)";

    /// <summary>To the nearest whole number, of two as near to the even one.</summary>
    private string Round(string x)
    {
        var floor = dialect.Floor(x);
        return $"(case when {x} - {floor} < {Number(0.5)} then {floor} when {x} - {floor} > {Number(0.5)} then {floor} + {Number(1)} else {Number(2)} * {dialect.Floor($"(({floor} + {Number(1)}) / {Number(2)})")} end)";
    }
}
