namespace LogOdds.Formulas;

/// <summary>
/// B-splines of a degree over knots (de Boor, A Practical Guide to Splines, 1978, chapter X), without the first, which the intercept
/// stands for; or natural cubic splines, the cubic ones of second derivative 0 at the boundary, spanned as R's <c>ns</c> does. Beyond the
/// boundary, B-splines go on as the polynomials of the last interval, natural splines as straight lines.
/// </summary>
public sealed class SplineBasis : IBasis
{
    private readonly double[] _knots;
    private readonly int _order;
    // Natural splines: two reflections that put the conditions at the boundary into the first two places.
    private readonly double[][] _reflections;

    /// <summary>A basis.</summary>
    /// <param name="isNatural">Whether splines are natural (of degree 3).</param>
    /// <param name="degree">The degree, 1 or more.</param>
    /// <param name="knots">The knots inside, rising.</param>
    /// <param name="lower">The lower boundary.</param>
    /// <param name="upper">The upper boundary.</param>
    /// <exception cref="ArgumentException">The knots do not rise from boundary to boundary.</exception>
    public SplineBasis(bool isNatural, int degree, IReadOnlyList<double> knots, double lower, double upper)
    {
        (IsNatural, Degree, Knots, Lower, Upper) = (isNatural, degree, knots, lower, upper);
        var inside = knots.ToArray();
        if (!(lower < upper) || !inside.Zip(inside.Skip(1)).All(pair => pair.First <= pair.Second) || inside.Any(knot => !(knot > lower && knot < upper)))
            throw new ArgumentException($"The knots {string.Join(", ", inside)} do not rise between the boundaries {lower} and {upper}.");
        _order = degree + 1;
        _knots = [.. Enumerable.Repeat(lower, _order), .. inside, .. Enumerable.Repeat(upper, _order)];
        Columns = _knots.Length - _order - (isNatural ? 3 : 1);
        _reflections = isNatural ? Reflections() : [];
    }

    /// <summary>Whether splines are natural.</summary>
    public bool IsNatural { get; }

    /// <summary>The degree.</summary>
    public int Degree { get; }

    /// <summary>The knots inside.</summary>
    public IReadOnlyList<double> Knots { get; }

    /// <summary>The lower boundary.</summary>
    public double Lower { get; }

    /// <summary>The upper boundary.</summary>
    public double Upper { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>Quantiles of numbers that cut them into equal parts (type 7 of Hyndman and Fan, The American Statistician 50, 1996).</summary>
    internal static double[] KnotsAtQuantiles(ReadOnlySpan<double> x, int count)
    {
        var sorted = x.ToArray();
        Array.Sort(sorted);
        var knots = new double[count];
        for (var k = 0; k < count; k++)
        {
            var at = (sorted.Length - 1) * ((k + 1.0) / (count + 1));
            var below = (int)Math.Floor(at);
            knots[k] = below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
        }
        return knots;
    }

    /// <inheritdoc/>
    public void Evaluate(double x, Span<double> values)
    {
        Span<double> all = stackalloc double[_knots.Length - _order];
        if (IsNatural && (x < Lower || x > Upper))
        {
            Span<double> slope = stackalloc double[all.Length];
            var edge = x < Lower ? Lower : Upper;
            Splines(edge, 0, all);
            Splines(edge, 1, slope);
            for (var k = 0; k < all.Length; k++) all[k] += (x - edge) * slope[k];
        }
        else Splines(x, 0, all);
        var own = all[1..];
        foreach (var reflection in _reflections) Reflect(reflection, own);
        own[(IsNatural ? 2 : 0)..].CopyTo(values);
    }

    /// <summary>The B-splines, or a derivative of them, at x.</summary>
    private void Splines(double x, int derivative, Span<double> values)
    {
        // The interval whose polynomials are taken: the last one that has any width, from its lower knot on.
        var last = _knots.Length - _order - 1;
        var interval = _order - 1;
        while (interval < last && (x >= _knots[interval + 1] || _knots[interval] == _knots[interval + 1])) interval++;
        while (interval > _order - 1 && _knots[interval] == _knots[interval + 1]) interval--;

        values.Clear();
        Span<double> b = stackalloc double[_order + 1];
        b.Clear();
        // b[j] is the spline that starts j knots before the end of the interval's support, of rising order.
        b[0] = 1;
        for (var order = 2; order <= _order; order++)
        {
            var isDerivative = order > _order - derivative;
            var carried = 0.0;
            for (var j = 0; j < order - 1; j++)
            {
                var (low, high) = (_knots[interval - order + 2 + j], _knots[interval + 1 + j]);
                var share = b[j] / (high - low);
                var (falling, rising) = isDerivative ? (-(order - 1) * share, (order - 1) * share) : ((high - x) * share, (x - low) * share);
                b[j] = carried + falling;
                carried = rising;
            }
            b[order - 1] = carried;
        }
        for (var j = 0; j < _order; j++) values[interval - _order + 1 + j] = b[j];
    }

    private double[][] Reflections()
    {
        var count = _knots.Length - _order - 1;
        var (lower, upper) = (new double[count + 1], new double[count + 1]);
        Splines(Lower, 2, lower);
        Splines(Upper, 2, upper);
        var first = Reflection(lower.AsSpan(1), 0);
        Reflect(first, upper.AsSpan(1));
        return [first, Reflection(upper.AsSpan(1), 1)];
    }

    /// <summary>The Householder vector that turns a vector, from a place on, onto that axis.</summary>
    private static double[] Reflection(ReadOnlySpan<double> vector, int from)
    {
        var v = vector.ToArray();
        v.AsSpan(0, from).Clear();
        var norm = Math.Sqrt(v.Sum(x => x * x));
        v[from] += v[from] < 0 ? -norm : norm;
        return v;
    }

    private static void Reflect(double[] v, Span<double> vector)
    {
        var (along, square) = (0.0, 0.0);
        for (var k = 0; k < v.Length; k++)
        {
            along += v[k] * vector[k];
            square += v[k] * v[k];
        }
        for (var k = 0; k < v.Length; k++) vector[k] -= 2 * along / square * v[k];
    }
}
