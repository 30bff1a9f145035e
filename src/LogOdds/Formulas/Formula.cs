using LogOdds.Data;

namespace LogOdds.Formulas;

/// <summary>
/// A model formula as R writes them: <c>y ~ a + b</c>; <c>.</c> for every other column; <c>- x</c> to leave one out; <c>0 +</c> for no
/// intercept; interactions <c>a:b</c>, <c>a*b</c>, <c>(a + b)^2</c>; functions of columns. docs/formulas.md lists them.
/// </summary>
public sealed class Formula
{
    private readonly Node _terms;

    private Formula(string text, Node response, Node terms) => (Text, Left, _terms) = (text, response, terms);

    /// <summary>The formula as it was written.</summary>
    public string Text { get; }

    /// <summary>What stands to the left of the tilde: a column, an expression, or <c>cbind(successes, failures)</c>.</summary>
    public string Response => Left is NameNode name ? name.Name : $"{Left}";

    /// <summary>The left side, read.</summary>
    internal Node Left { get; }

    /// <summary>Reads a formula.</summary>
    /// <exception cref="FormulaException">It cannot be read; the message points at the character.</exception>
    public static Formula Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (response, terms) = new FormulaParser(text).Read();
        var formula = new Formula(text, response, terms);
        // Faults that do not depend on the data are found before any data are read.
        ResponseCoding.Check(formula);
        _ = formula.Expand([]);
        return formula;
    }

    /// <summary>The formula <c>target ~ .</c>.</summary>
    public static Formula AllOn(string target) => Parse($"{Quote(target)} ~ .");

    /// <summary>The formula as it was written.</summary>
    public override string ToString() => Text;

    /// <summary>A column name as a formula writes it: in backticks unless it is a plain word.</summary>
    public static string Quote(string name) => FormulaParser.IsPlainName(name) ? name : $"`{name}`";

    /// <summary>The right-hand side for the columns of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="reserved">Columns that "." leaves out besides those of the response: weights, offsets, filters.</param>
    /// <exception cref="UnusableDataException">A column is not in the table, or stands on both sides.</exception>
    internal RightSide Expand(Table table, IReadOnlyCollection<string> reserved)
    {
        var own = Left.Columns.ToArray();
        foreach (var name in own) _ = table[name];
        var side = Expand(table.Columns.Select(column => column.Name).Where(name => !own.Contains(name) && !reserved.Contains(name)));
        foreach (var name in side.Named) _ = table[name];
        if (Left is NameNode && side.Columns.Contains(own[0]))
            throw new UnusableDataException($"'{own[0]}' stands on both sides of the formula", remedy: "Leave it out on the right.");
        return side;
    }

    /// <summary>An exception that points at a piece of the formula.</summary>
    internal FormulaException Fault(Node node, string what) => new(what.EndsWith('?') ? what : $"{what.TrimEnd('.')}:", Text, node.At);

    private RightSide Expand(IEnumerable<string> dot) => new TermExpansion(this, [.. dot]).Of(_terms);
}
