using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Formulas;

/// <summary>Expressions of columns, row by row: arithmetic, comparisons (1 where they hold, 0 elsewhere) and elementary functions.</summary>
internal static class Arithmetic
{
    private static readonly Dictionary<string, Func<double, double>> Functions = new(StringComparer.Ordinal)
    {
        ["I"] = x => x,
        ["log"] = Math.Log,
        ["log2"] = Math.Log2,
        ["log10"] = Math.Log10,
        ["log1p"] = Numerics.StableMath.Log1p,
        ["exp"] = Math.Exp,
        ["expm1"] = x => Math.Abs(x) < 1e-5 ? x * (1 + x * (0.5 + x / 6)) : Math.Exp(x) - 1,
        ["sqrt"] = Math.Sqrt,
        ["abs"] = Math.Abs,
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["floor"] = Math.Floor,
        ["ceiling"] = Math.Ceiling,
        ["round"] = x => Math.Round(x, MidpointRounding.ToEven),
    };

    /// <summary>The functions of a number that expressions know.</summary>
    public static IEnumerable<string> KnownFunctions => Functions.Keys;

    /// <summary>Whether a function takes numbers one by one.</summary>
    public static bool IsFunction(string name) => Functions.ContainsKey(name);

    /// <summary>Makes sure that an expression can be evaluated, whatever the columns hold.</summary>
    /// <exception cref="FormulaException">It cannot.</exception>
    public static void Check(Formula formula, Node node)
    {
        switch (node)
        {
            case NumberNode or NameNode or TextNode:
                return;
            case GroupNode group:
                Check(formula, group.Inner);
                return;
            case UnaryNode unary:
                Check(formula, unary.Operand);
                return;
            case BinaryNode { Operator: ":" }:
                throw formula.Fault(node, "':' joins columns to an interaction outside functions only; inside, write a product: x*z");
            case BinaryNode binary:
                Check(formula, binary.Left);
                Check(formula, binary.Right);
                return;
            case CallNode call when Functions.ContainsKey(call.Function):
                if (call.Arguments is not [{ Name: null }]) throw formula.Fault(call, $"{call.Function} takes one expression");
                Check(formula, call.Arguments[0].Value);
                return;
            case CallNode call:
                throw formula.Fault(call, $"The function {call.Function} is not known here. {Spelling.Suggest(call.Function, Functions.Keys)}");
            default:
                throw formula.Fault(node, "'.' stands for all other columns, and cannot be calculated with");
        }
    }

    /// <summary>The values of an expression in the rows of a table; missing where a column in it is missing.</summary>
    /// <param name="node">The expression.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="UnusableDataException">A column is absent or holds text, or a value is not a finite number.</exception>
    public static ReadOnlyMemory<double> Evaluate(Node node, Table table)
    {
        if (node is NameNode name) return Numbers(table, name.Name).Memory;
        var values = Values(node, table) switch
        {
            { Each: { } each } => each,
            { One: var one } => Filled(table.Rows, one),
        };
        RequireFinite(node, table, values.Span);
        return values;
    }

    /// <summary>A numeric column.</summary>
    /// <exception cref="UnusableDataException">There is none of that name, or it holds text.</exception>
    public static NumericColumn Numbers(Table table, string name)
    {
        if (table[name] is NumericColumn numbers) return numbers;
        var column = table[name];
        if (column is SparseColumn block) throw new UnusableDataException($"'{name}' is a block of {block.Width} columns, with which nothing can be calculated", remedy: "Let it stand by itself in the formula.");
        var row = 0;
        while (row < column.Rows - 1 && column.IsMissing(row)) row++;
        throw new UnusableDataException($"column '{name}' holds text where numbers are needed", table.Describe(row), "Check the decimal mark and look for stray text in the column.");
    }

    /// <summary>A number for every row, or one for all.</summary>
    private readonly record struct Operand(Memory<double>? Each, double One);

    private static Operand Values(Node node, Table table)
    {
        switch (node)
        {
            case NumberNode number:
                return new Operand(null, number.Value);
            case NameNode name:
                return new Operand(Copy(Numbers(table, name.Name).Values), 0);
            case GroupNode group:
                return Values(group.Inner, table);
            case UnaryNode unary:
                var operand = Values(unary.Operand, table);
                return unary.Sign == '+' ? operand : Map(operand, x => -x);
            case CallNode call:
                return Map(Values(call.Arguments[0].Value, table), Functions[call.Function]);
            case BinaryNode { Operator: "==" or "!=" } comparison when (comparison.Left as TextNode ?? comparison.Right as TextNode) is { } text:
                return new Operand(Compared(comparison, text.Value, table), 0);
            case BinaryNode binary:
                return Combine(Values(binary.Left, table), Values(binary.Right, table), OperatorOf(binary.Operator));
            default:
                throw new UnusableDataException($"the text {node} stands where numbers are needed", remedy: "Texts are compared with columns of categories: I(species == \"setosa\").");
        }
    }

    private static Memory<double> Compared(BinaryNode comparison, string text, Table table)
    {
        if ((comparison.Left as NameNode ?? comparison.Right as NameNode) is not { } name || table[name.Name] is not CategoricalColumn column)
            throw new UnusableDataException($"{comparison}: a text is compared with a column of categories");
        var code = column.Levels.ToList().IndexOf(text);
        var memory = ColumnMemory.Allocate<double>(column.Rows);
        var values = memory.Span;
        var codes = column.Codes;
        for (var row = 0; row < values.Length; row++)
            values[row] = codes[row] == CategoricalColumn.MissingCode ? NumericColumn.Missing : (codes[row] == code) == (comparison.Operator == "==") ? 1 : 0;
        return memory;
    }

    private static Func<double, double, double> OperatorOf(string sign) => sign switch
    {
        "+" => (a, b) => a + b,
        "-" => (a, b) => a - b,
        "*" => (a, b) => a * b,
        "/" => (a, b) => a / b,
        "^" => (a, b) => b == 2 ? a * a : Math.Pow(a, b),
        "==" => (a, b) => Truth(a == b, a, b),
        "!=" => (a, b) => Truth(a != b, a, b),
        "<" => (a, b) => Truth(a < b, a, b),
        "<=" => (a, b) => Truth(a <= b, a, b),
        ">" => (a, b) => Truth(a > b, a, b),
        _ => (a, b) => Truth(a >= b, a, b),
    };

    private static double Truth(bool holds, double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : holds ? 1 : 0;

    private static Operand Map(Operand x, Func<double, double> f)
    {
        if (x.Each is not { } each) return new Operand(null, f(x.One));
        foreach (ref var value in each.Span) value = f(value);
        return x;
    }

    private static Operand Combine(Operand a, Operand b, Func<double, double, double> f)
    {
        if ((a.Each ?? b.Each) is not { } target) return new Operand(null, f(a.One, b.One));
        var values = target.Span;
        if (a.Each is null)
            foreach (ref var value in values) value = f(a.One, value);
        else if (b.Each is not { } each)
            foreach (ref var value in values) value = f(value, b.One);
        else
        {
            var others = each.Span;
            for (var row = 0; row < values.Length; row++) values[row] = f(values[row], others[row]);
        }
        return new Operand(target, 0);
    }

    private static Memory<double> Filled(int rows, double value)
    {
        var values = ColumnMemory.Allocate<double>(rows);
        values.Span.Fill(value);
        return values;
    }

    private static Memory<double> Copy(ReadOnlySpan<double> column)
    {
        var values = ColumnMemory.Allocate<double>(column.Length);
        column.CopyTo(values.Span);
        return values;
    }

    private static void RequireFinite(Node node, Table table, Span<double> values)
    {
        Column[]? columns = null;
        for (var row = 0; row < values.Length; row++)
        {
            if (double.IsFinite(values[row])) continue;
            columns ??= [.. node.Columns.Select(name => table[name])];
            if (Array.Exists(columns, column => column.IsMissing(row)))
            {
                values[row] = NumericColumn.Missing;
                continue;
            }
            var where = string.Join(", ", columns.Select(column => $"{column.Name} = {column.TextAt(row)}"));
            throw new UnusableDataException($"{node} is {NumericColumn.Format(values[row])} where {where}", table.Describe(row),
                "Every value must be a finite number: correct the value, leave it empty to have the row dropped, or use another function, such as log1p for counts with zeros.");
        }
    }
}
