using LogOdds.Data;

namespace LogOdds.Formulas;

/// <summary>A numeric column as it is, an expression of columns, or a basis over one: polynomials, splines, a scaled column.</summary>
public sealed class NumericVariable : Variable
{
    private readonly Node _expression;

    internal NumericVariable(string text, Node expression, IBasis? basis, bool isSwitch = false) : base(text, expression.Columns) => (_expression, Basis, IsSwitch) = (expression, basis, isSwitch);

    /// <summary>The expression that the basis is over, or that is the variable where there is none.</summary>
    public string Expression => $"{_expression}";

    /// <summary>The basis; null where the expression is the only design column.</summary>
    public IBasis? Basis { get; }

    /// <summary>Whether the variable is a column that was 0 or 1 in every row of the fit.</summary>
    public bool IsSwitch { get; }

    /// <summary>Whether the variable is a column as it is.</summary>
    public bool IsPlainColumn => Basis is null && _expression is NameNode;

    /// <summary>The expression, read.</summary>
    internal Node Node => _expression;

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ColumnNames(bool isFull) =>
        Basis is null or ScaledBasis ? [Text] : [.. Enumerable.Range(1, Basis.Columns).Select(k => $"{Text}[{k}]")];

    /// <inheritdoc/>
    internal override BoundVariable Bind(Table table)
    {
        if (IsPlainColumn) return new BoundNumeric([Arithmetic.Numbers(table, Columns[0])]);
        var values = Arithmetic.Evaluate(_expression, table);
        if (Basis is null) return new BoundNumeric([new NumericColumn(Text, values)]);
        var columns = Enumerable.Range(0, Basis.Columns).Select(_ => Numerics.ColumnMemory.Allocate<double>(table.Rows)).ToArray();
        Span<double> row = stackalloc double[Basis.Columns];
        var x = values.Span;
        for (var i = 0; i < x.Length; i++)
        {
            if (NumericColumn.IsMissingValue(x[i])) row.Fill(NumericColumn.Missing);
            else Basis.Evaluate(x[i], row);
            for (var k = 0; k < columns.Length; k++) columns[k].Span[i] = row[k];
        }
        return new BoundNumeric([.. columns.Select(column => new NumericColumn(Text, column))]);
    }

    internal static void Check(Formula formula, CallNode call)
    {
        _ = Options.Of(formula, call);
        Arithmetic.Check(formula, call.Arguments[0].Value);
    }

    internal static new NumericVariable Learn(Formula formula, Node node, Table table)
    {
        if (node is not CallNode { Function: "poly" or "ns" or "bs" or "scale" } call)
            return node is NameNode name ? new NumericVariable(name.Name, node, null, Arithmetic.Numbers(table, name.Name).AreZeroOrOne) : new NumericVariable($"{node}", node, null);
        var options = Options.Of(formula, call);
        var expression = call.Arguments[0].Value;
        var x = Arithmetic.Evaluate(expression, table).Span;
        return new NumericVariable($"{call}", expression, call.Function switch
        {
            "scale" => Scaled(call, x),
            "poly" when options.IsRaw => PolynomialBasis.Raw(options.Degree),
            "poly" => PolynomialBasis.Orthogonal(x, options.Degree)
                ?? throw new UnusableDataException($"{call}: {expression} has no more than {options.Degree} different values", remedy: "Use a lower degree."),
            _ => Spline(call, options, x),
        });
    }

    private static ScaledBasis Scaled(CallNode call, ReadOnlySpan<double> x)
    {
        var summary = ColumnSummary.Of(x, weights: default);
        if (summary.IsConstant) throw new UnusableDataException($"{call}: the values are all the same, so there is nothing to scale by");
        return new ScaledBasis(summary.Mean, Math.Sqrt(summary.SumOfSquares / (x.Length - 1)));
    }

    private static SplineBasis Spline(CallNode call, Options options, ReadOnlySpan<double> x)
    {
        var (lower, upper) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in x) (lower, upper) = (Math.Min(lower, value), Math.Max(upper, value));
        if (options.Boundary is [var low, var high]) (lower, upper) = (low, high);
        var isNatural = call.Function == "ns";
        var knots = options.Knots ?? SplineBasis.KnotsAtQuantiles(x, options.Df - (isNatural ? 1 : options.Degree));
        try
        {
            return new SplineBasis(isNatural, options.Degree, knots, lower, upper);
        }
        catch (ArgumentException e)
        {
            throw new UnusableDataException($"{call}: {e.Message.TrimEnd('.')}", remedy: "Give knots inside the range of the values, or fewer degrees of freedom.");
        }
    }

    /// <summary>What the arguments after the first say.</summary>
    private sealed record Options(int Degree, int Df, bool IsRaw, double[]? Knots, double[]? Boundary)
    {
        public static Options Of(Formula formula, CallNode call)
        {
            if (call.Arguments[0].Name is not null) throw formula.Fault(call, $"The first argument of {call.Function} is what it works on");
            string[] names = call.Function switch
            {
                "poly" => ["degree", "raw"],
                "ns" => ["df", "knots", "Boundary.knots"],
                "bs" => ["df", "knots", "degree", "Boundary.knots"],
                _ => [],
            };
            var (degree, df, isRaw, place) = (call.Function == "poly" ? 1 : 3, 0, false, 0);
            double[]? knots = null, boundary = null;
            foreach (var (name, value) in call.Arguments.Skip(1))
            {
                var what = name ?? (place < names.Length ? names[place] : "");
                place++;
                switch (what)
                {
                    case "degree" when names.Contains(what):
                        degree = Whole(formula, value, 1, 20, "The degree");
                        break;
                    case "df" when names.Contains(what):
                        df = Whole(formula, value, 1, 100, "The degrees of freedom");
                        break;
                    case "raw" when names.Contains(what):
                        isRaw = value is NameNode { Name: "TRUE" or "T" or "true" } || (value is NameNode { Name: "FALSE" or "F" or "false" } ? false : throw formula.Fault(value, "raw is TRUE or FALSE"));
                        break;
                    case "knots" when names.Contains(what):
                        knots = Numbers(formula, value);
                        break;
                    case "Boundary.knots" when names.Contains(what):
                        boundary = Numbers(formula, value);
                        if (boundary is not [var low, var high] || !(low < high)) throw formula.Fault(value, "Boundary.knots are two rising numbers: c(0, 100)");
                        break;
                    default:
                        throw formula.Fault(value, names.Length == 0 ? $"{call.Function} takes one expression" : $"{call.Function} takes {string.Join(", ", names)} after the expression");
                }
            }
            if (call.Function is "ns" or "bs")
            {
                var least = call.Function == "ns" ? 1 : degree;
                if (knots is not null && df != 0) throw formula.Fault(call, "A spline takes df or knots, not both");
                if (df == 0) df = least;
                if (df < least) throw formula.Fault(call, $"B-splines of degree {degree} have at least {least} degrees of freedom");
            }
            return new Options(degree, df, isRaw, knots, boundary);
        }

        private static int Whole(Formula formula, Node node, int least, int most, string what) =>
            node is NumberNode { Value: var value } && value >= least && value <= most && value == Math.Floor(value) ? (int)value : throw formula.Fault(node, $"{what} is a whole number from {least} to {most}");

        private static double[] Numbers(Formula formula, Node node)
        {
            double Number(Node piece) => piece switch
            {
                NumberNode number => number.Value,
                UnaryNode { Sign: '-', Operand: NumberNode number } => -number.Value,
                _ => throw formula.Fault(piece, "Numbers are expected here: knots = c(100, 140)"),
            };
            double[] numbers = node is CallNode { Function: "c" } list ? [.. list.Arguments.Select(a => Number(a.Value))] : [Number(node)];
            return numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second) ? numbers : throw formula.Fault(node, "Knots rise");
        }
    }
}
