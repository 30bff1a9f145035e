using LogOdds.Data;
using LogOdds.Formulas;

namespace LogOdds.Sql;

/// <summary>
/// What a fit has to know of the rows of a query before it begins: which columns are used, which rows are complete, levels and classes. All is
/// learned by counts, and the encoding from a small table of the values that occur.
/// </summary>
internal sealed class SqlSource
{
    // So many columns tell rows apart, or nothing does.
    private const int HashedColumns = 6;

    // More levels than this are names of rows rather than of groups.
    private const int MaxLevels = 10_000;

    private readonly ISqlEngine _engine;
    private readonly FitOptions _options;
    private readonly Dictionary<string, SqlColumn> _columns;
    private readonly List<SqlColumn> _used;

    private SqlSource(ISqlEngine engine, FitOptions options, Dictionary<string, SqlColumn> columns, List<SqlColumn> used) => (_engine, _options, _columns, _used) = (engine, options, columns, used);

    /// <summary>The encoding.</summary>
    public Encoding Encoding { get; private set; } = null!;

    /// <summary>Which rows are complete; null for all.</summary>
    public string? Complete { get; private set; }

    /// <summary>The rows of the query.</summary>
    public double Read { get; private set; }

    /// <summary>Those in which no column that is used is null.</summary>
    public double Rows { get; private set; }

    /// <summary>For each column with nulls, how many.</summary>
    public Dictionary<string, long> MissingByColumn { get; } = [];

    /// <summary>The encoding as SQL.</summary>
    public SqlEncoding Sql => new(Encoding, _engine.Dialect, name => _engine.Number(Column(name)), name => _engine.Category(Column(name)));

    /// <summary>−1 in rows of the class that counts as 1, else 1.</summary>
    public string Turn
    {
        get
        {
            var column = Column(Encoding.Response.Column);
            var isPositive = column.Kind == SqlColumnKind.Text ? $"{_engine.Category(column)} = {_engine.Dialect.Text(Encoding.Response.Positive)}"
                : $"{_engine.Number(column)} = {_engine.Dialect.Number(double.Parse(Encoding.Response.Positive, System.Globalization.CultureInfo.InvariantCulture))}";
            return $"(case when {isPositive} then {_engine.Dialect.Number(-1)} else {_engine.Dialect.Number(1)} end)";
        }
    }

    /// <summary>The weight of a row; null where each counts once.</summary>
    public string? Weight => _options.Weights is { } name ? _engine.Number(Column(name)) : null;

    /// <summary>What rows are sampled by: a hash of some of their values, numbers first; null where there is none.</summary>
    public string? Hash { get; private set; }

    /// <summary>Whether an expression is a column of doubles as it is.</summary>
    public bool IsPlain(string expression) => _used.Any(column => column.Kind == SqlColumnKind.Double && _engine.Number(column) == expression);

    /// <summary>Asks what there is to know.</summary>
    /// <exception cref="UnusableDataException">The rows cannot be fitted to.</exception>
    public static SqlSource Learn(ISqlEngine engine, Formula formula, FitOptions options)
    {
        if (formula.Left is not NameNode)
            throw new UnusableDataException($"the response {formula.Left} is computed, which a fit in the database does not do", remedy: "Compute it in the query: select …, ptl > 0 as y.");
        if (engine.Columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UnusableDataException($"two columns of the query are named '{twice.Key}'", remedy: "Rename one of them.");
        var columns = engine.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        // Names and kinds are enough to read the formula by.
        var shape = new Table(engine.Columns.Select(column => column.Kind == SqlColumnKind.Text ? (Column)CategoricalColumn.FromTexts(column.Name, [""]) : new NumericColumn(column.Name, new double[1])));
        string[] others = [.. new[] { options.Weights, options.Offset }.OfType<string>()];
        foreach (var name in others)
            if (shape[name] is not NumericColumn) throw new UnusableDataException($"column '{name}' holds text; {(name == options.Weights ? "weights" : "offsets")} are numbers");
        var side = formula.Expand(shape, [.. others, .. options.Except]);
        var used = formula.Left.Columns.Concat(side.Columns).Concat(others).Distinct(StringComparer.Ordinal).Select(name => columns[name]).ToList();
        if (used.Find(column => column.Kind == SqlColumnKind.Other) is { } unusable) throw unusable.Unusable();

        var source = new SqlSource(engine, options, columns, used);
        source.CountRows();
        var table = source.Values(formula, side);
        foreach (var node in side.Variables.OfType<CallNode>()) RequireKnown(node);
        var response = ResponseCoding.Learn(formula, table, options.Positive, options.Weights is not null);
        if (response.Kind != ResponseKind.Classes) throw new UnusableDataException($"'{response.Column}' holds shares, which a fit in the database does not do", remedy: "Read the rows out, or give one trial a row.");
        // Without the response: what is in a sample must not depend on the class.
        var values = used.Where(column => column.Name != formula.Left.Columns.First()).OrderBy(column => column.Kind).Take(HashedColumns).ToList();
        source.Hash = values.Count == 0 ? null : engine.Hash(values);
        source.Encoding = Encoding.Learn(table, formula, side, response, options.Offset);
        return source;
    }

    private SqlColumn Column(string name) => _columns[name];

    private string Indicator(string condition) => $"sum(case when {condition} then {_engine.Dialect.Number(1)} else {_engine.Dialect.Number(0)} end)";

    private void CountRows()
    {
        var numbers = _used.Where(column => column.Kind is SqlColumnKind.Double or SqlColumnKind.Number).ToList();
        var sums = _engine.Sums(new SqlPass(null, [],
        [
            "count(*)",
            Indicator(string.Join(" or ", _used.Select(_engine.IsNull))),
            .. _used.Select(column => (SqlSum)Indicator(_engine.IsNull(column))),
            .. numbers.Select(column => (SqlSum)Indicator($"not ({_engine.IsNull(column)}) and {_engine.IsNotFinite(column)}")),
        ]));
        for (var k = 0; k < numbers.Count; k++)
            if (sums[2 + _used.Count + k] > 0)
                throw new UnusableDataException($"column '{numbers[k].Name}' holds {sums[2 + _used.Count + k]:0} values that are not finite numbers", remedy: "Leave those rows out, or make null of the values: then the rows are dropped.");
        (Read, Rows) = (sums[0], sums[0] - (sums[0] > 0 ? sums[1] : 0));
        if (Read == 0) throw new UnusableDataException("the query gives no row");
        var withNulls = _used.Where((_, k) => sums[2 + k] > 0).ToList();
        for (var k = 0; k < _used.Count; k++)
            if (sums[2 + k] > 0) MissingByColumn.Add(_used[k].Name, (long)sums[2 + k]);
        if (withNulls.Count == 0) return;
        if (_options.Missing == MissingValues.Fail)
            throw new UnusableDataException($"{sums[1]:0} of {sums[0]:0} rows have missing values, in column '{withNulls[0].Name}'{(withNulls.Count > 1 ? " and others" : "")}", remedy: "Fill them in, or let the rows be dropped.");
        if (Rows == 0)
            throw new UnusableDataException($"every row has a missing value ({string.Join(", ", MissingByColumn.Select(m => $"{m.Key}: {m.Value}"))})", remedy: "Leave out the columns that are mostly empty.");
        Complete = string.Join(" and ", withNulls.Select(column => $"not ({_engine.IsNull(column)})"));
    }

    /// <summary>A table of the values that matter: every level and class, and of numbers the smallest and the largest.</summary>
    private Table Values(Formula formula, RightSide side)
    {
        var numbers = _used.Where(column => column.Kind != SqlColumnKind.Text).ToList();
        var sums = _engine.Sums(new SqlPass(Complete, [],
            [.. numbers.SelectMany(column => new SqlSum[] { $"min({_engine.Number(column)})", $"max({_engine.Number(column)})", Indicator($"not ({_engine.Number(column)} in ({_engine.Dialect.Number(0)}, {_engine.Dialect.Number(1)}))") }), "count(*)"]));
        var categories = formula.Left.Columns.Concat(side.Variables.OfType<CallNode>().Where(call => call.Function is "C" or "factor").SelectMany(call => call.Columns)).ToHashSet(StringComparer.Ordinal);
        var values = new Dictionary<string, double[]>();
        for (var k = 0; k < numbers.Count; k++)
        {
            var (least, largest, isSwitch) = (sums[3 * k], sums[3 * k + 1], sums[3 * k + 2] == 0);
            values[numbers[k].Name] = categories.Contains(numbers[k].Name) && !isSwitch
                ? [.. Levels(numbers[k]).Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).Order()] : least == largest ? [least] : [least, largest];
        }
        if (_options.Weights is { } weights) RequireWeights(Column(weights), values[weights][0]);
        var levels = _used.Where(column => column.Kind == SqlColumnKind.Text).ToDictionary(column => column.Name, Levels);
        var rows = Math.Max(2, values.Values.Select(list => list.Length).Concat(levels.Values.Select(list => list.Count)).Max());
        return new Table(_used.Select(column => column.Kind == SqlColumnKind.Text
            ? (Column)CategoricalColumn.FromTexts(column.Name, Enumerable.Range(0, rows).Select(row => levels[column.Name][row % levels[column.Name].Count]))
            : new NumericColumn(column.Name, Enumerable.Range(0, rows).Select(row => values[column.Name][row % values[column.Name].Length]).ToArray())));
    }

    private List<string> Levels(SqlColumn column)
    {
        var groups = _engine.Groups(_engine.Category(column), Complete, MaxLevels);
        return groups.Count <= MaxLevels ? [.. groups.Select(group => group.Value)]
            : throw new UnusableDataException($"column '{column.Name}' has more than {MaxLevels} levels", remedy: "Leave it out, or put levels together in the query.");
    }

    private void RequireWeights(SqlColumn weights, double least)
    {
        if (least < 0) throw new UnusableDataException($"the weight '{weights.Name}' is {NumericColumn.Format(least)} in a row", remedy: "Weights are 0 or more.");
        if (_options.WeightKind != Models.WeightKind.Frequency) return;
        if (_engine.Sums(new SqlPass(Complete, [], [Indicator($"{_engine.Number(weights)} <> floor({_engine.Number(weights)})")]))[0] > 0)
            throw new UnusableDataException($"the frequency weight '{weights.Name}' is not whole in some rows", remedy: "Frequencies are whole numbers: how many equal rows a row stands for.");
    }

    /// <summary>Bases that learn from the numbers of all rows are not for rows that nobody sees.</summary>
    private static void RequireKnown(CallNode call)
    {
        bool Has(string name) => call.Arguments.Any(argument => argument.Name == name);
        var isKnown = call.Function switch
        {
            "scale" => false,
            "poly" => call.Arguments.Any(argument => argument is { Name: "raw", Value: NameNode { Name: "TRUE" or "T" or "true" } }),
            "ns" or "bs" => Has("knots") && Has("Boundary.knots"),
            "words" or "hash" => false,
            _ => true,
        };
        if (!isKnown)
            throw new UnusableDataException($"{call} learns from the values of all rows, which a fit in the database does not see",
                remedy: call.Function switch
                {
                    "poly" => "Write poly(…, raw = TRUE).",
                    "ns" or "bs" => "Give its knots and Boundary.knots, or read the rows out.",
                    "scale" => "Use the column as it is, with standardize where a penalty needs it.",
                    _ => "Read the rows out.",
                });
    }
}
