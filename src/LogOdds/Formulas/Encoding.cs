using LogOdds.Data;

namespace LogOdds.Formulas;

/// <summary>
/// How a table becomes a response and a design: learned once from the rows a model is fitted to, then frozen with the
/// model, so that prediction needs the raw columns only.
/// </summary>
public sealed class Encoding
{
    internal Encoding(string formula, ResponseCoding response, bool hasIntercept, IReadOnlyList<ModelTerm> modelTerms, IReadOnlyList<Node> offsets)
    {
        Formula = formula;
        Response = response;
        HasIntercept = hasIntercept;
        ModelTerms = modelTerms;
        OffsetNodes = offsets;
        Terms = new JoinedNames(modelTerms.Select(term => term.ColumnNames));
        Variables = [.. modelTerms.SelectMany(term => term.Variables).Distinct()];
        Columns = [.. Variables.SelectMany(variable => variable.Columns).Concat(offsets.SelectMany(node => node.Columns)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The formula, as it was written.</summary>
    public string Formula { get; }

    /// <summary>The response and its classes.</summary>
    public ResponseCoding Response { get; }

    /// <summary>Whether the model has an intercept.</summary>
    public bool HasIntercept { get; }

    /// <summary>The terms of the right-hand side, each with one or more design columns.</summary>
    public IReadOnlyList<ModelTerm> ModelTerms { get; }

    /// <summary>What the terms are products of, each once.</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>The expressions that are added to the log-odds as they are.</summary>
    public IReadOnlyList<string> Offsets => [.. OffsetNodes.Select(node => $"{node}")];

    /// <summary>The names of the design columns, in order, without the intercept.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>The columns of a table that prediction needs.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The offsets, read.</summary>
    internal IReadOnlyList<Node> OffsetNodes { get; }

    /// <summary>Learns classes, levels, knots and scales from the rows of a table.</summary>
    /// <param name="table">Rows without missing values in the columns that are used.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="side">Its right-hand side.</param>
    /// <param name="response">The response.</param>
    /// <param name="offset">A column that is added to the log-odds besides the formula's own offsets; null for none.</param>
    internal static Encoding Learn(Table table, Formula formula, RightSide side, ResponseCoding response, string? offset)
    {
        Variable[] variables = [.. side.Variables.Select(node => Variable.Learn(formula, node, table))];
        foreach (var product in side.Terms.Where(term => term.Length > 1))
            if (product.Select(v => variables[v]).OfType<BlockVariable>().FirstOrDefault() is { } block)
                throw new UnusableDataException($"{block.Text} is a block of {block.ColumnNames(isFull: false).Count} columns, which cannot be part of a product", remedy: "Let it stand by itself in the formula.");
        IReadOnlyList<Node> offsets = offset is null ? side.Offsets : [.. side.Offsets, new NameNode(offset, 0)];
        return new Encoding(formula.Text, response, side.HasIntercept, TermsOf(side, variables), offsets);
    }

    /// <summary>
    /// Terms with the coding of their factors (Chambers and Hastie, Statistical Models in S, 1992, section 2.4.1): a factor gets a column
    /// for every level where the term without it is not in the model, and one column less where it is. Without intercept, the first
    /// factor stands in for it.
    /// </summary>
    private static List<ModelTerm> TermsOf(RightSide side, Variable[] variables)
    {
        var margins = side.Terms.Where(term => term.Length < side.Terms[^1].Length).Select(term => string.Join(',', term)).ToHashSet();
        var standsIn = side.HasIntercept ? [] : side.Terms.FirstOrDefault(term => term.Any(v => variables[v] is FactorVariable)) ?? [];
        return [.. side.Terms.Select(term =>
        {
            var isFull = term.Select(v => variables[v] is FactorVariable && term.Length > 1 && !margins.Contains(string.Join(',', term.Where(other => other != v)))).ToArray();
            if (ReferenceEquals(term, standsIn)) isFull[Array.FindIndex(term, v => variables[v] is FactorVariable)] = true;
            return new ModelTerm([.. term.Select(v => variables[v])], isFull);
        })];
    }

    /// <summary>Prepares to read the design columns of <paramref name="table"/>.</summary>
    /// <exception cref="UnusableDataException">A column is absent, of the wrong kind, or has an unknown level.</exception>
    internal EncodedTable Bind(Table table) => new(this, table);

    /// <summary>The columns that prediction needs: those of texts with their known levels, those of numbers with null.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyCollection<string>?> LevelsByColumn()
    {
        var nodes = Variables.OfType<NumericVariable>().Select(variable => variable.Node).Concat(OffsetNodes).ToArray();
        var texts = nodes.SelectMany(node => node.TextColumns).Concat(Variables.Where(variable => variable is WordsVariable or HashVariable).Select(variable => variable.Columns[0])).ToHashSet(StringComparer.Ordinal);
        var numbers = nodes.SelectMany(node => node.Columns).Where(column => !texts.Contains(column)).ToHashSet(StringComparer.Ordinal);
        var levels = Variables.OfType<FactorVariable>().Where(factor => !numbers.Contains(factor.Columns[0])).ToLookup(factor => factor.Columns[0], factor => factor.Levels);
        return Columns.ToDictionary(column => column, column => !levels.Contains(column) && !texts.Contains(column) ? null
            : (IReadOnlyCollection<string>?)levels[column].SelectMany(level => level).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>The sum of the offsets in the rows of a table; empty where there are none.</summary>
    /// <exception cref="UnusableDataException">A column is absent or holds text.</exception>
    internal ReadOnlyMemory<double> OffsetsOf(Table table)
    {
        if (OffsetNodes.Count == 0) return default;
        var first = Arithmetic.Evaluate(OffsetNodes[0], table);
        if (OffsetNodes.Count == 1) return first;
        var sum = first.ToArray();
        foreach (var node in OffsetNodes.Skip(1))
        {
            var values = Arithmetic.Evaluate(node, table).Span;
            for (var row = 0; row < sum.Length; row++)
                sum[row] = NumericColumn.IsMissingValue(sum[row]) || NumericColumn.IsMissingValue(values[row]) ? NumericColumn.Missing : sum[row] + values[row];
        }
        return sum;
    }

    /// <summary>
    /// Makes sure that linear predictors are finite but where a value is missing: a number that is not finite shows in them, even in a column that
    /// was left out of the fit.
    /// </summary>
    /// <exception cref="UnusableDataException">A number is not finite.</exception>
    internal void RequireFinite(Table table, ReadOnlySpan<double> eta)
    {
        NumericColumn[]? columns = null;
        for (var row = 0; row < eta.Length; row++)
        {
            if (double.IsFinite(eta[row])) continue;
            columns ??= [.. Columns.Select(name => table[name]).OfType<NumericColumn>()];
            foreach (var column in columns)
                if (!double.IsFinite(column.Values[row]) && !column.IsMissing(row))
                    throw new UnusableDataException($"column '{column.Name}' holds {NumericColumn.Format(column.Values[row])}, which is not a finite number", table.Describe(row));
        }
    }
}
