using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Formulas;

/// <summary>What the left side of a formula holds.</summary>
public enum ResponseKind
{
    /// <summary>Classes, one a row.</summary>
    Classes,

    /// <summary><c>cbind(successes, failures)</c>: counts of both, in each row of a group.</summary>
    Counts,

    /// <summary>Shares of successes in groups whose sizes are the weights.</summary>
    Proportions,
}

/// <summary>The response and its classes, or its successes and failures.</summary>
public sealed class ResponseCoding
{
    // More different values than this are no classes.
    private const int MaxLevels = 1000;

    private readonly Node _node;

    internal ResponseCoding(ResponseKind kind, Node node, params IReadOnlyList<string> levels) => (Kind, _node, Levels) = (kind, node, levels);

    /// <summary>What it holds.</summary>
    public ResponseKind Kind { get; }

    /// <summary>The column, or the expression, as a formula writes it but for backticks.</summary>
    public string Column => _node is NameNode name ? name.Name : $"{_node}";

    /// <summary>The labels, two or more; a class counts as its place among them, from 0.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>The label that counts as 0.</summary>
    public string Negative => Levels[0];

    /// <summary>The label that counts as 1.</summary>
    public string Positive => Levels[1];

    /// <summary>The columns of a table that it is made of.</summary>
    public IReadOnlyList<string> Columns => [.. _node.Columns];

    /// <summary>The left side, as a model file holds it.</summary>
    internal string Text => $"{_node}";

    /// <summary>The response in the rows of a table.</summary>
    /// <param name="Values">The number of the class, or the share of successes; NaN where it is missing.</param>
    /// <param name="Trials">Successes and failures together; empty where rows hold one class.</param>
    internal readonly record struct Coded(ReadOnlyMemory<double> Values, ReadOnlyMemory<double> Trials);

    /// <summary>Learns the response from rows in which none of its columns is missing.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="table">The rows.</param>
    /// <param name="positive">The label that counts as 1; null for the larger of the two (1 of 0/1, "yes" of no/yes).</param>
    /// <param name="isWeighted">Whether there are weights, which shares need.</param>
    /// <exception cref="UnusableDataException">There are not exactly two classes, or <paramref name="positive"/> is not one of them.</exception>
    internal static ResponseCoding Learn(Formula formula, Table table, string? positive, bool isWeighted)
    {
        var node = formula.Left;
        if (node is CallNode { Function: "cbind" } counts)
        {
            var (successes, failures) = (LabelOf(counts.Arguments[0].Value), LabelOf(counts.Arguments[1].Value));
            if (positive is not null && positive != successes) throw new UnusableDataException($"{node} counts {successes} as 1", remedy: "Leave out the choice of the label, or change the order of the two.");
            return new ResponseCoding(ResponseKind.Counts, node, failures, successes);
        }
        var column = node is NameNode name ? table[name.Name] : new NumericColumn($"{node}", Arithmetic.Evaluate(node, table));
        var classes = Classes(column);
        if (classes.Count > 2 && isWeighted && column is NumericColumn shares && VectorKernels.AreWithinUnit(shares.Values))
            return new ResponseCoding(ResponseKind.Proportions, node, "failure", "success");
        RequireTwo(column, classes);
        if (positive is not null && column is NumericColumn && !double.IsNaN(Number(positive))) positive = NumericColumn.Format(Number(positive));
        if (positive is null || positive == classes[1]) return new ResponseCoding(ResponseKind.Classes, node, classes[0], classes[1]);
        if (positive == classes[0]) return new ResponseCoding(ResponseKind.Classes, node, classes[1], classes[0]);
        throw new UnusableDataException($"the response '{column.Name}' has no class '{positive}'", remedy: $"Its classes are '{classes[0]}' and '{classes[1]}'.");
    }

    /// <summary>Learns the classes of a response that may have more than two.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="table">Rows in which none of its columns is missing.</param>
    /// <param name="levels">The classes in their order, all that occur and no other; empty for the order of numbers or letters.</param>
    /// <param name="reference">The class to stand first; null to leave the order.</param>
    /// <exception cref="UnusableDataException">There are fewer than two classes, too many, or others than were named.</exception>
    internal static ResponseCoding LearnLevels(Formula formula, Table table, IReadOnlyList<string> levels, string? reference)
    {
        var node = formula.Left;
        if (node is CallNode { Function: "cbind" }) throw new UnusableDataException($"{node} counts two classes; a fit of several needs one class a row", remedy: "Give a column of classes, and the counts as weights.");
        var column = node is NameNode name ? table[name.Name] : new NumericColumn($"{node}", Arithmetic.Evaluate(node, table));
        var classes = Classes(column);
        if (classes.Count < 2) RequireTwo(column, classes);
        if (classes.Count > MaxLevels)
            throw new UnusableDataException($"the response '{column.Name}' has {classes.Count} different values; as classes {MaxLevels} are the most", remedy: "Is it a number to be measured? Then it has no classes; cut it into some.");
        string Label(string given) => column is NumericColumn && !double.IsNaN(Number(given)) ? NumericColumn.Format(Number(given)) : given;
        void Require(string given)
        {
            if (!classes.Contains(given)) throw new UnusableDataException($"the response '{column.Name}' has no class '{given}'", remedy: $"Its classes are {string.Join(", ", classes)}.");
        }
        string[] ordered = levels.Count == 0 ? [.. classes] : [.. levels.Select(Label)];
        foreach (var level in ordered) Require(level);
        if (classes.Except(ordered).FirstOrDefault() is { } left) throw new UnusableDataException($"the response '{column.Name}' has the class '{left}', which is not among the levels given", remedy: $"Name all of them in order: {string.Join(", ", classes)}.");
        if (ordered.Distinct(StringComparer.Ordinal).Count() < ordered.Length) throw new UnusableDataException($"a level of '{column.Name}' is given twice");
        if (reference is null) return new ResponseCoding(ResponseKind.Classes, node, ordered);
        Require(Label(reference));
        return new ResponseCoding(ResponseKind.Classes, node, [Label(reference), .. ordered.Where(level => level != Label(reference))]);
    }

    /// <summary>How many classes a response has: 2 where rows hold counts or shares, and 0 where it holds fractions, which are no classes.</summary>
    internal static int CountLevels(Formula formula, Table table, bool isWeighted)
    {
        if (formula.Left is CallNode { Function: "cbind" }) return 2;
        var column = formula.Left is NameNode name ? table[name.Name] : new NumericColumn($"{formula.Left}", Arithmetic.Evaluate(formula.Left, table));
        if (column is NumericColumn numbers)
        {
            if (isWeighted && VectorKernels.AreWithinUnit(numbers.Values)) return 2;
            foreach (var value in numbers.Values)
                if (value != Math.Floor(value) && !NumericColumn.IsMissingValue(value)) return 0;
        }
        return Classes(column).Count;
    }

    /// <summary>Makes sure that the left side of a formula can be a response, whatever the columns hold.</summary>
    /// <exception cref="FormulaException">It cannot.</exception>
    internal static void Check(Formula formula)
    {
        if (formula.Left is not CallNode { Function: "cbind" } counts)
        {
            if (!formula.Left.Columns.Any()) throw formula.Fault(formula.Left, "The response is a column, or an expression of columns");
            Arithmetic.Check(formula, formula.Left);
            return;
        }
        if (counts.Arguments is not [{ Name: null }, { Name: null }]) throw formula.Fault(counts, "cbind takes successes and failures: cbind(cases, controls) ~ age");
        foreach (var argument in counts.Arguments) Arithmetic.Check(formula, argument.Value);
    }

    /// <summary>The response as numbers of classes, or as shares of successes; NaN where it is missing.</summary>
    /// <exception cref="UnusableDataException">A label is none of the classes, or a count is negative.</exception>
    public double[] Encode(Table table) => Of(table).Values.ToArray();

    /// <summary>The response in the rows of a table: the column itself where it is 0 and 1 already.</summary>
    /// <exception cref="UnusableDataException">As in <see cref="Encode"/>.</exception>
    internal Coded Of(Table table)
    {
        if (Kind == ResponseKind.Counts) return CountsOf(table);
        var column = _node is NameNode name ? table[name.Name] : new NumericColumn(Text, Arithmetic.Evaluate(_node, table));
        if (Kind == ResponseKind.Proportions) return new Coded(SharesOf(table, column), default);
        if (column is NumericColumn numbers && Levels.Count == 2 && Number(Negative) == 0 && Number(Positive) == 1 && VectorKernels.AreZeroOrOne(numbers.Values)) return new Coded(numbers.Memory, default);
        return new Coded(Codes(table, column), default);
    }

    private double[] Codes(Table table, Column column)
    {
        var y = new double[column.Rows];
        double[] numbers = [.. Levels.Select(Number)];
        int[] placeOf = column is CategoricalColumn categorical ? [.. categorical.Levels.Select(PlaceOf)] : [];
        var texts = column as CategoricalColumn;
        var values = texts is null ? ((NumericColumn)column).Values : default;
        for (var row = 0; row < y.Length; row++)
        {
            var place = texts is null ? PlaceOf(numbers, values[row]) : texts.IsMissing(row) ? -1 : placeOf[texts.Codes[row]];
            if (place < 0 && column.IsMissing(row))
            {
                y[row] = double.NaN;
                continue;
            }
            if (place < 0)
                throw new UnusableDataException($"the response '{Column}' is '{column.TextAt(row)}'", table.Describe(row),
                    $"The model knows the classes {string.Join(Levels.Count == 2 ? " and " : ", ", Levels.Select(level => $"'{level}'"))}.");
            y[row] = place;
        }
        return y;
    }

    private int PlaceOf(string label)
    {
        for (var k = 0; k < Levels.Count; k++)
            if (Levels[k] == label) return k;
        return -1;
    }

    // A label that is no number is NaN, which equals nothing.
    private static int PlaceOf(double[] numbers, double value)
    {
        for (var k = 0; k < numbers.Length; k++)
            if (numbers[k] == value) return k;
        return -1;
    }

    private Coded CountsOf(Table table)
    {
        var call = (CallNode)_node;
        var successes = Arithmetic.Evaluate(call.Arguments[0].Value, table).Span;
        var failures = Arithmetic.Evaluate(call.Arguments[1].Value, table).Span;
        var (shares, trials) = (new double[table.Rows], new double[table.Rows]);
        for (var row = 0; row < shares.Length; row++)
        {
            if (successes[row] < 0 || failures[row] < 0)
                throw new UnusableDataException($"{Text} counts {NumericColumn.Format(successes[row])} and {NumericColumn.Format(failures[row])}", table.Describe(row), "Counts are 0 or more.");
            trials[row] = successes[row] + failures[row];
            // A row without trials says nothing, whatever its share.
            shares[row] = trials[row] == 0 ? 0 : successes[row] / trials[row];
        }
        return new Coded(shares, trials);
    }

    private ReadOnlyMemory<double> SharesOf(Table table, Column column)
    {
        var shares = column as NumericColumn ?? throw new UnusableDataException($"the response '{Column}' holds text; the model knows it as shares of successes");
        for (var row = 0; row < shares.Rows; row++)
            if (shares.Values[row] is < 0 or > 1)
                throw new UnusableDataException($"the response '{Column}' is {shares.TextAt(row)}", table.Describe(row), "Shares of successes are from 0 to 1.");
        return shares.Memory;
    }

    private static string LabelOf(Node node) => node is NameNode name ? name.Name : $"{node}";

    private static double Number(string label) =>
        double.TryParse(label, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static void RequireTwo(Column column, List<string> classes)
    {
        if (classes.Count == 2) return;
        const int shown = 6;
        var list = string.Join(", ", classes.Take(shown)) + (classes.Count > shown ? ", …" : "");
        throw new UnusableDataException(classes.Count switch
        {
            0 => $"the response '{column.Name}' has no values",
            1 => $"the response '{column.Name}' is always {classes[0]}: there is nothing to tell apart",
            _ => $"the response '{column.Name}' has {classes.Count} different values ({list}); a binary fit needs exactly two",
        }, remedy: classes.Count switch
        {
            < 2 => "Check the rows that were selected, and that rows of the other class are not all dropped for missing values.",
            _ when column is NumericColumn numbers && VectorKernels.AreWithinUnit(numbers.Values) => "Shares of successes need the sizes of the groups as weights, or counts: cbind(successes, failures).",
            _ => "Fit it as several classes (multinomial or ordinal), keep the rows of two, or make a column that says yes or no.",
        });
    }

    // At most a handful of different values is of interest: a message shows the first few.
    private static List<string> Classes(Column column)
    {
        if (column is SparseColumn block) throw new UnusableDataException($"'{column.Name}' is a block of {block.Width} columns, and no response");
        if (column is CategoricalColumn categorical) return [.. categorical.UsedLevels().Order(CategoricalColumn.LevelOrder)];
        var numeric = (NumericColumn)column;
        if (TwoValuesOf(numeric.Values) is var (low, high)) return [NumericColumn.Format(low), NumericColumn.Format(high)];
        var values = new SortedSet<double>();
        double? last = null, other = null;
        foreach (var value in numeric.Values)
        {
            // The two values that were seen last are in the set already.
            if (value == last || value == other || NumericColumn.IsMissingValue(value)) continue;
            values.Add(value);
            (last, other) = (value, last);
        }
        return [.. values.Select(NumericColumn.Format)];
    }

    /// <summary>The smaller and the larger value of a column that has two of them: most responses are such columns.</summary>
    private static (double Low, double High)? TwoValuesOf(ReadOnlySpan<double> values)
    {
        var (first, second) = (NumericColumn.Missing, NumericColumn.Missing);
        foreach (var value in values)
        {
            if (value == first || value == second || NumericColumn.IsMissingValue(value)) continue;
            if (NumericColumn.IsMissingValue(first)) first = value;
            else if (NumericColumn.IsMissingValue(second)) second = value;
            else return null;
        }
        if (NumericColumn.IsMissingValue(second)) return null;
        return first < second ? (first, second) : (second, first);
    }
}
