using System.Globalization;

namespace LogOdds.Formulas;

/// <summary>A piece of a formula. Its text is written in one way, whatever blanks the formula has; columns of a model are named by it.</summary>
/// <param name="At">Where it stands in the formula, for messages.</param>
internal abstract record Node(int At)
{
    /// <summary>The columns that are named in it, in order, each once.</summary>
    public IEnumerable<string> Columns => Names().Distinct(StringComparer.Ordinal);

    /// <summary>The columns that are compared with texts, and so hold texts.</summary>
    public IEnumerable<string> TextColumns => this is BinaryNode { Operator: "==" or "!=" } comparison && (comparison.Left is TextNode || comparison.Right is TextNode)
        ? comparison.Columns : Parts.SelectMany(part => part.TextColumns);

    /// <summary>The pieces it is made of.</summary>
    protected virtual IEnumerable<Node> Parts => [];

    private IEnumerable<string> Names() => this is NameNode name ? [name.Name] : Parts.SelectMany(part => part.Names());
}

internal sealed record NumberNode(double Value, int At) : Node(At)
{
    public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
}

internal sealed record TextNode(string Value, int At) : Node(At)
{
    public override string ToString() => $"\"{Value}\"";
}

/// <summary>A column, or a bare word among the arguments of a function.</summary>
internal sealed record NameNode(string Name, int At) : Node(At)
{
    public override string ToString() => Formula.Quote(Name);
}

/// <summary>".", every other column.</summary>
internal sealed record DotNode(int At) : Node(At)
{
    public override string ToString() => ".";
}

internal sealed record UnaryNode(char Sign, Node Operand, int At) : Node(At)
{
    protected override IEnumerable<Node> Parts => [Operand];

    public override string ToString() => $"{Sign}{Operand}";
}

internal sealed record GroupNode(Node Inner, int At) : Node(At)
{
    protected override IEnumerable<Node> Parts => [Inner];

    public override string ToString() => $"({Inner})";
}

internal sealed record BinaryNode(string Operator, Node Left, Node Right, int At) : Node(At)
{
    protected override IEnumerable<Node> Parts => [Left, Right];

    public override string ToString() => Operator is "^" or ":" or "/" ? $"{Left}{Operator}{Right}" : $"{Left} {Operator} {Right}";
}

/// <summary>An argument of a function, by its place or by its name.</summary>
internal readonly record struct Argument(string? Name, Node Value)
{
    public override string ToString() => Name is null ? $"{Value}" : $"{Name} = {Value}";
}

internal sealed record CallNode(string Function, IReadOnlyList<Argument> Arguments, int At) : Node(At)
{
    // Words among the further arguments choose something, such as the coding in C(x, sum); they are not columns.
    protected override IEnumerable<Node> Parts => Arguments.Take(Function == "cbind" ? 2 : 1).Select(a => a.Value);

    public override string ToString() => $"{Function}({string.Join(", ", Arguments)})";
}
