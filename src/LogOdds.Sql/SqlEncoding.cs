using LogOdds.Data;
using LogOdds.Formulas;

namespace LogOdds.Sql;

/// <summary>A learned encoding as SQL: its design columns, and their linear combinations.</summary>
internal sealed class SqlEncoding
{
    // Engines read deeply nested sums on a stack: more terms than this are added by halves.
    private const int MaxFlatTerms = 64;

    private readonly Encoding _encoding;
    private readonly SqlDialect _dialect;
    private readonly SqlArithmetic _arithmetic;
    private readonly Func<string, string> _category;

    /// <summary>Writes an encoding.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="dialect">How the engine spells it.</param>
    /// <param name="number">A column of numbers, as doubles.</param>
    /// <param name="category">A column of categories.</param>
    /// <exception cref="UnusableDataException">A term has no SQL: words, hashes and blocks of sparse columns.</exception>
    public SqlEncoding(Encoding encoding, SqlDialect dialect, Func<string, string> number, Func<string, string> category)
    {
        (_encoding, _dialect, _category) = (encoding, dialect, category);
        _arithmetic = new SqlArithmetic(dialect, number, category);
        if (encoding.Variables.OfType<BlockVariable>().FirstOrDefault() is { } block)
            throw new UnusableDataException($"{block.Text} is a block of columns that SQL cannot write", remedy: "Models of columns, functions, splines and factors can be written as SQL.");
    }

    /// <summary>An encoding over columns of a table, of which names are all that is known.</summary>
    public static SqlEncoding OfNames(Encoding encoding, SqlDialect dialect) =>
        new(encoding, dialect, name => dialect.Double(dialect.Identifier(name)), name => dialect.Category(dialect.Identifier(name)));

    /// <summary>The design columns, for rows in which nothing is missing and no level unknown.</summary>
    public IEnumerable<string> Columns()
    {
        foreach (var term in _encoding.ModelTerms)
        {
            List<string> products = [];
            for (var k = 0; k < term.Variables.Count; k++)
            {
                var own = term.Variables[k] is FactorVariable factor ? [.. factor.Matrix(term.IsFull[k]).Select(values => Coded(factor, values))] : Numbers((NumericVariable)term.Variables[k]);
                products = k == 0 ? own : [.. own.SelectMany(outer => products.Select(inner => $"{inner} * {outer}"))];
            }
            foreach (var product in products) yield return product;
        }
    }

    /// <summary>The sum of the offsets; null where there are none.</summary>
    public string? Offset => _encoding.OffsetNodes.Count == 0 ? null : Sum([.. _encoding.OffsetNodes.Select(_arithmetic.Of)]);

    /// <summary>An expression of a formula.</summary>
    public string Of(Node node) => _arithmetic.Of(node);

    /// <summary>Intercept, terms and offsets: null where a column is null or a level unknown.</summary>
    /// <param name="slopes">One a design column.</param>
    /// <param name="constant">What is added.</param>
    /// <param name="offsetFactor">What offsets are multiplied by.</param>
    public string Predictor(ReadOnlySpan<double> slopes, double constant, double offsetFactor)
    {
        var parts = new List<string> { _dialect.Number(constant) };
        var first = 0;
        foreach (var term in _encoding.ModelTerms)
        {
            var count = term.ColumnNames.Count;
            parts.Add(Combination(term, slopes.Slice(first, count)));
            first += count;
        }
        parts.AddRange(_encoding.OffsetNodes.Select(node => Times(offsetFactor, _arithmetic.Of(node))));
        return Sum(parts);
    }

    /// <summary>The columns of a term, each by its slope. Codings of factors are multiplied out: every level, or every choice of levels, has a number.</summary>
    private string Combination(ModelTerm term, ReadOnlySpan<double> slopes)
    {
        var values = slopes.ToArray();
        var sizes = new int[term.Variables.Count];
        for (var k = 0; k < sizes.Length; k++) sizes[k] = term.Variables[k] is FactorVariable factor ? factor.Matrix(term.IsFull[k]).Length : Width(term.Variables[k]);
        for (var k = 0; k < sizes.Length; k++)
        {
            if (term.Variables[k] is not FactorVariable factor) continue;
            values = ByLevel(values, sizes, k, factor.Matrix(term.IsFull[k]), factor.Levels.Count);
            sizes[k] = factor.Levels.Count;
        }
        var numbers = new List<string>[sizes.Length];
        for (var k = 0; k < sizes.Length; k++) numbers[k] = term.Variables[k] is NumericVariable numeric ? Numbers(numeric) : [];
        return Choice(0, 0);

        // Factors choose, one inside the other; within a choice of levels, products of numbers are added.
        string Choice(int variable, int offset)
        {
            if (variable == sizes.Length) return Products(offset);
            if (term.Variables[variable] is not FactorVariable factor) return Choice(variable + 1, offset);
            var cases = factor.Levels.Select((level, place) => $"when {_dialect.Text(level)} then {Choice(variable + 1, offset + place * Stride(sizes, variable))}");
            return $"(case {_category(factor.Columns[0])} {string.Join(' ', cases)} end)";
        }

        string Products(int offset)
        {
            var products = new List<(double Slope, string? Product)> { (0, null) };
            var places = new List<int> { offset };
            List<string?> texts = [null];
            for (var k = 0; k < sizes.Length; k++)
            {
                if (numbers[k].Count == 0) continue;
                var stride = Stride(sizes, k);
                texts = [.. numbers[k].SelectMany(number => texts.Select(text => text is null ? number : $"{text} * {number}"))];
                places = [.. Enumerable.Range(0, numbers[k].Count).SelectMany(j => places.Select(place => place + j * stride))];
            }
            products = [.. places.Select((place, k) => (values[place], texts[k]))];
            var kept = products.Where(product => product.Slope != 0).ToList();
            // A column whose slope is 0 still makes the row null where it is.
            if (kept.Count == 0) kept = products[..1];
            return Sum([.. kept.Select(product => product.Product is null ? _dialect.Number(product.Slope) : Times(product.Slope, product.Product))]);
        }
    }

    private static int Stride(int[] sizes, int variable) => sizes.Take(variable).Aggregate(1, (product, size) => product * size);

    /// <summary>An array in which an axis of a factor's columns has become one of its levels.</summary>
    private static double[] ByLevel(double[] values, int[] sizes, int axis, double[][] matrix, int levels)
    {
        var (inner, columns) = (Stride(sizes, axis), sizes[axis]);
        var outer = sizes.Skip(axis + 1).Aggregate(1, (product, size) => product * size);
        var result = new double[inner * levels * outer];
        for (var o = 0; o < outer; o++)
            for (var level = 0; level < levels; level++)
                for (var column = 0; column < columns; column++)
                {
                    if (matrix[column][level] == 0) continue;
                    for (var i = 0; i < inner; i++) result[(o * levels + level) * inner + i] += matrix[column][level] * values[(o * columns + column) * inner + i];
                }
        return result;
    }

    private static int Width(Variable variable) => ((NumericVariable)variable).Basis?.Columns ?? 1;

    private string Coded(FactorVariable factor, double[] values)
    {
        var cases = factor.Levels.Zip(values).Where(pair => pair.Second != 0).Select(pair => $"when {_dialect.Text(pair.First)} then {_dialect.Number(pair.Second)}").ToArray();
        return cases.Length == 0 ? _dialect.Number(0) : $"(case {_category(factor.Columns[0])} {string.Join(' ', cases)} else {_dialect.Number(0)} end)";
    }

    private List<string> Numbers(NumericVariable variable)
    {
        var x = _arithmetic.Of(variable.Node);
        return variable.Basis switch
        {
            null => [x],
            ScaledBasis scaled => [$"(({x} - {_dialect.Number(scaled.Center)}) / {_dialect.Number(scaled.Scale)})"],
            PolynomialBasis { Norms.Count: 0 } powers => [.. Enumerable.Range(1, powers.Degree).Select(power => string.Join(" * ", Enumerable.Repeat(x, power)))],
            PolynomialBasis polynomials => [.. Enumerable.Range(0, polynomials.Degree).Select(k => Orthogonal(polynomials, x, k))],
            SplineBasis splines => [.. Enumerable.Range(0, splines.Columns).Select(k => Spline(splines, x, k))],
            _ => throw new UnusableDataException($"{variable.Text} cannot be written as SQL"),
        };
    }

    private string Orthogonal(PolynomialBasis basis, string x, int column)
    {
        // Three standard deviations hold most numbers.
        var reach = 3 * Math.Sqrt(basis.Norms[1] / basis.Norms[0]);
        return SqlPolynomial.Of(_dialect, x, basis, column, column + 1, basis.Centers[0] - reach, basis.Centers[0] + reach);
    }

    /// <summary>A polynomial between each two knots; beyond the boundary, natural splines are straight.</summary>
    private string Spline(SplineBasis basis, string x, int column)
    {
        double[] ends = [basis.Lower, .. basis.Knots.Distinct(), basis.Upper];
        var pieces = new List<string>();
        var width = basis.Upper - basis.Lower;
        if (basis.IsNatural) pieces.Add($"when {x} < {_dialect.Number(basis.Lower)} then {SqlPolynomial.Of(_dialect, x, basis, column, 1, basis.Lower - width, basis.Lower)}");
        for (var k = 1; k < ends.Length; k++)
        {
            // B-splines go on as their last piece.
            var isLast = k == ends.Length - 1 && !basis.IsNatural;
            pieces.Add($"when {x} {(isLast ? ">=" : k == ends.Length - 1 ? "<=" : "<")} {_dialect.Number(isLast ? ends[k - 1] : ends[k])} then {SqlPolynomial.Of(_dialect, x, basis, column, basis.Degree, ends[k - 1], ends[k])}");
        }
        if (basis.IsNatural) pieces.Add($"when {x} > {_dialect.Number(basis.Upper)} then {SqlPolynomial.Of(_dialect, x, basis, column, 1, basis.Upper, basis.Upper + width)}");
        // With one piece, it holds below the boundary, too.
        return basis.IsNatural || ends.Length > 2 ? $"(case {string.Join(' ', pieces)} end)" : SqlPolynomial.Of(_dialect, x, basis, column, basis.Degree, ends[0], ends[1]);
    }

    private string Times(double factor, string expression) => factor == 1 ? expression : $"{_dialect.Number(factor)} * {expression}";

    /// <summary>A sum, in parentheses.</summary>
    internal static string Sum(IReadOnlyList<string> parts)
    {
        if (parts.Count == 1) return parts[0];
        if (parts.Count <= MaxFlatTerms) return $"({string.Join(" + ", parts)})";
        var half = parts.Count / 2;
        return $"({Sum([.. parts.Take(half)])} + {Sum([.. parts.Skip(half)])})";
    }
}
