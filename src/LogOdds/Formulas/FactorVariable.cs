using LogOdds.Data;

namespace LogOdds.Formulas;

/// <summary>A column of categories, or of numbers taken as categories, with its levels and their coding.</summary>
public sealed class FactorVariable : Variable
{
    // Levels that no row has may be unknown: they are asked for by their rows only.
    private const int UnknownLevel = -1;

    private static readonly string[] ArgumentNames = ["ref", "levels", "coding"];

    private readonly string[] _levels;

    internal FactorVariable(string text, string column, IEnumerable<string> levels, ContrastCoding coding) : base(text, [column]) => (_levels, Coding) = ([.. levels], coding);

    /// <summary>The levels; by treatment coding the first is the reference.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <summary>How levels become design columns.</summary>
    public ContrastCoding Coding { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ColumnNames(bool isFull) => [.. (isFull ? _levels : Contrasts.ColumnNames(Coding, _levels)).Select(name => $"{Text}[{name}]")];

    /// <summary>Whether each design column is 0 or 1, and no two are 1 in a row.</summary>
    internal bool IsIndicator(bool isFull) => isFull || Coding == ContrastCoding.Treatment;

    /// <summary>What each design column is at each level: one array a column.</summary>
    internal double[][] Matrix(bool isFull) => !isFull ? Contrasts.Matrix(Coding, _levels.Length)
        : [.. Enumerable.Range(0, _levels.Length).Select(j => Enumerable.Range(0, _levels.Length).Select(level => level == j ? 1.0 : 0).ToArray())];

    /// <inheritdoc/>
    internal override BoundVariable Bind(Table table) => table[Columns[0]] switch
    {
        // A table of one file may write levels as numbers where the other had texts among them.
        NumericColumn numbers => BindNumbers(table, numbers),
        CategoricalColumn texts => BindTexts(table, texts),
        _ => throw new UnusableDataException($"column '{Columns[0]}' is a block of columns; the model was fitted to one of categories"),
    };

    private BoundLevels BindTexts(Table table, CategoricalColumn column)
    {
        var place = Enumerable.Range(0, _levels.Length).ToDictionary(i => _levels[i], StringComparer.Ordinal);
        var levelOf = column.Levels.Select(level => place.GetValueOrDefault(level, UnknownLevel)).ToArray();
        if (Array.Exists(levelOf, level => level == UnknownLevel))
            for (var row = 0; row < column.Rows; row++)
                if (column.Codes[row] is var seen and not CategoricalColumn.MissingCode && levelOf[seen] == UnknownLevel) throw Unknown(table, row, column.Levels[seen]);
        return new BoundLevels(column.Memory, levelOf, this);
    }

    private BoundLevels BindNumbers(Table table, NumericColumn column)
    {
        var place = new Dictionary<double, int>();
        for (var level = 0; level < _levels.Length; level++)
            if (double.TryParse(_levels[level], System.Globalization.CultureInfo.InvariantCulture, out var number)) place[number] = level;
        var codes = new int[column.Rows];
        for (var row = 0; row < codes.Length; row++)
        {
            if (column.IsMissing(row)) codes[row] = CategoricalColumn.MissingCode;
            else if (!place.TryGetValue(column.Values[row], out codes[row])) throw Unknown(table, row, column.TextAt(row));
        }
        return new BoundLevels(codes, [.. Enumerable.Range(0, _levels.Length)], this);
    }

    private UnusableDataException Unknown(Table table, int row, string level) =>
        new($"column '{Columns[0]}' has the level '{level}', which the model was not fitted with", table.Describe(row), Spelling.Suggest(level, _levels));

    internal static void Check(Formula formula, CallNode call)
    {
        if (call.Arguments[0] is not { Name: null, Value: NameNode }) throw formula.Fault(call.Arguments[0].Value, $"{call.Function} takes a column");
        if (call.Function == "factor" && call.Arguments.Count > 1) throw formula.Fault(call.Arguments[1].Value, "factor takes a column; codings are chosen by C(x, sum), the reference by C(x, ref = \"b\")");
        foreach (var (name, value) in call.Arguments.Skip(1))
        {
            if (name is not null && !ArgumentNames.Contains(name)) throw formula.Fault(value, $"C takes ref, levels and a coding ({string.Join(", ", Contrasts.Names.Select(n => n.Name))})");
            if (name is null or "coding") _ = CodingOf(formula, value);
            else if (name == "ref") _ = Label(formula, value);
            else _ = Labels(formula, value);
        }
    }

    internal static FactorVariable Learn(Formula formula, CallNode call, Table table)
    {
        var column = ((NameNode)call.Arguments[0].Value).Name;
        var levels = table[column] switch
        {
            CategoricalColumn texts => texts.UsedLevels().ToList(),
            var numbers => [.. new SortedSet<double>(((NumericColumn)numbers).Values.ToArray()).Select(NumericColumn.Format)],
        };
        var coding = ContrastCoding.Treatment;
        foreach (var (name, value) in call.Arguments.Skip(1))
        {
            switch (name)
            {
                case "levels":
                    var order = Labels(formula, value);
                    if (levels.Find(level => !order.Contains(level)) is { } left)
                        throw new UnusableDataException($"{call}: column '{column}' has the level '{left}', which is not among the levels given", remedy: "List every level that occurs.");
                    levels = order;
                    break;
                case "ref":
                    var reference = Label(formula, value);
                    if (!levels.Remove(reference)) throw new UnusableDataException($"{call}: column '{column}' has no level '{reference}'", remedy: Spelling.Suggest(reference, levels));
                    levels.Insert(0, reference);
                    break;
                default:
                    coding = CodingOf(formula, value);
                    break;
            }
        }
        return new FactorVariable($"{call}", column, levels, coding);
    }

    private static ContrastCoding CodingOf(Formula formula, Node node)
    {
        foreach (var (name, coding) in Contrasts.Names)
            if (node is NameNode word && word.Name == name) return coding;
        throw formula.Fault(node, $"Codings are {string.Join(", ", Contrasts.Names.Select(n => n.Name))}");
    }

    private static string Label(Formula formula, Node node) => node switch
    {
        TextNode text => text.Value,
        NumberNode number => $"{number}",
        _ => throw formula.Fault(node, "A level stands in quotes: ref = \"b\""),
    };

    private static List<string> Labels(Formula formula, Node node)
    {
        if (node is not CallNode { Function: "c" } list) throw formula.Fault(node, "Levels are listed as in levels = c(\"low\", \"high\")");
        var labels = list.Arguments.Select(a => Label(formula, a.Value)).ToList();
        return labels.Distinct(StringComparer.Ordinal).Count() == labels.Count ? labels : throw formula.Fault(node, "A level stands twice");
    }
}
