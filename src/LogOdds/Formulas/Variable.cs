using LogOdds.Data;

namespace LogOdds.Formulas;

/// <summary>
/// What a formula multiplies: a column or a function of columns, with what was learned of it from the rows a model was fitted to (levels,
/// knots, scales), so that prediction needs the raw columns only.
/// </summary>
public abstract class Variable
{
    private protected Variable(string text, IEnumerable<string> columns) => (Text, Columns) = (text, [.. columns]);

    /// <summary>The variable as a formula writes it: <c>age</c>, <c>log(lwt)</c>, <c>C(race, sum)</c>.</summary>
    public string Text { get; }

    /// <summary>The columns of the table that it is made of.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The names of its design columns, in order.</summary>
    /// <param name="isFull">For a factor: whether every level has a column.</param>
    internal abstract IReadOnlyList<string> ColumnNames(bool isFull);

    /// <summary>Prepares to read the variable's values from <paramref name="table"/>.</summary>
    /// <exception cref="UnusableDataException">A column is absent, of the wrong kind, or has an unknown level or a value that is not finite.</exception>
    internal abstract BoundVariable Bind(Table table);

    /// <summary>Makes sure that a piece of a formula can be a variable, whatever the columns hold.</summary>
    /// <exception cref="FormulaException">It cannot.</exception>
    internal static void Check(Formula formula, Node node)
    {
        if (node is not CallNode call) return;
        switch (call.Function)
        {
            case "C" or "factor":
                FactorVariable.Check(formula, call);
                break;
            case "words":
                WordsVariable.Check(formula, call);
                break;
            case "hash":
                HashVariable.Check(formula, call);
                break;
            case "cbind":
                throw formula.Fault(call, "cbind(successes, failures) stands to the left of the tilde");
            case "poly" or "ns" or "bs" or "scale":
                NumericVariable.Check(formula, call);
                break;
            case var name when Arithmetic.IsFunction(name):
                Arithmetic.Check(formula, call);
                break;
            default:
                throw formula.Fault(call, $"The function {call.Function} is not known. {Spelling.Suggest(call.Function, [.. Arithmetic.KnownFunctions, "poly", "ns", "bs", "scale", "C", "factor", "offset", "words", "hash"])}");
        }
    }

    /// <summary>Learns a variable from the rows of a table in which none of its columns is missing.</summary>
    internal static Variable Learn(Formula formula, Node node, Table table) => node switch
    {
        NameNode name when table[name.Name] is CategoricalColumn column => new FactorVariable(name.Name, name.Name, column.UsedLevels(), ContrastCoding.Treatment),
        NameNode name when table[name.Name] is SparseColumn block => new SparseVariable(name.Name, block.Width),
        CallNode { Function: "words" } call => WordsVariable.Learn(formula, call, table),
        CallNode { Function: "hash" } call => HashVariable.Learn(formula, call),
        CallNode { Function: "C" or "factor" } call => FactorVariable.Learn(formula, call, table),
        _ => NumericVariable.Learn(formula, node, table),
    };
}
