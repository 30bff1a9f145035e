namespace LogOdds.Data;

/// <summary>
/// A model formula as R writes them: <c>y ~ a + b</c>, <c>y ~ .</c> (every other column), <c>y ~ . - c</c>, <c>y ~ 1</c>
/// (the intercept alone); a name that is not a plain word stands in backticks.
/// </summary>
public sealed class Formula
{
    private readonly IReadOnlyList<FormulaTerm> _terms;

    private Formula(string text, string response, IReadOnlyList<FormulaTerm> terms)
    {
        Text = text;
        Response = response;
        _terms = terms;
    }

    /// <summary>The formula as it was written.</summary>
    public string Text { get; }

    /// <summary>The column to the left of the tilde.</summary>
    public string Response { get; }

    /// <summary>Reads a formula.</summary>
    /// <exception cref="FormulaException">It cannot be read; the message points at the character.</exception>
    public static Formula Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new FormulaParser(text);
        var (response, terms) = parser.Read();
        return new Formula(text, response, terms);
    }

    /// <summary>The formula <c>target ~ .</c>.</summary>
    public static Formula AllOn(string target) => Parse($"{Quote(target)} ~ .");

    /// <summary>The columns on the right-hand side, in order.</summary>
    /// <param name="table">The table the formula is about.</param>
    /// <param name="reserved">Columns that "." leaves out besides the response: weights, offsets, filters.</param>
    /// <exception cref="UnusableDataException">A column is not in the table.</exception>
    public IReadOnlyList<string> Predictors(Table table, IReadOnlyCollection<string> reserved)
    {
        _ = table[Response];
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var term in _terms)
        {
            var columns = term.Name is { } name
                ? [table[name].Name]
                : table.Columns.Select(c => c.Name).Where(c => c != Response && !reserved.Contains(c)).ToArray();
            if (term.IsRemoved)
            {
                known.ExceptWith(columns);
                names.RemoveAll(c => !known.Contains(c));
            }
            else names.AddRange(columns.Where(known.Add));
        }
        if (known.Contains(Response))
            throw new UnusableDataException($"'{Response}' stands on both sides of the formula", remedy: "Leave it out on the right.");
        return names;
    }

    /// <summary>The formula as it was written.</summary>
    public override string ToString() => Text;

    /// <summary>A column name as a formula writes it: in backticks unless it is a plain word.</summary>
    public static string Quote(string name) =>
        name.Length > 0 && (char.IsLetter(name[0]) || name[0] is '_') && name.All(FormulaParser.IsNamePart) ? name : $"`{name}`";
}

/// <summary>A column added to, or removed from, the right-hand side; <c>.</c> has no name.</summary>
internal readonly record struct FormulaTerm(string? Name, bool IsRemoved);
