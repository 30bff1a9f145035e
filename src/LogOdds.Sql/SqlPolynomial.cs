using LogOdds.Formulas;

namespace LogOdds.Sql;

/// <summary>
/// A polynomial as SQL, by Newton's divided differences: v₀ + (x − x₀)·(v₁ + (x − x₁)·(v₂ + …)), which loses few digits when the places are those of
/// Chebyshev over the range that matters, in an order that keeps them apart (Leja).
/// </summary>
internal static class SqlPolynomial
{
    /// <summary>The polynomial of a degree that a column of a basis is between two places.</summary>
    /// <param name="dialect">How the engine spells it.</param>
    /// <param name="x">The expression.</param>
    /// <param name="basis">The basis.</param>
    /// <param name="column">Which of its columns.</param>
    /// <param name="degree">The degree.</param>
    /// <param name="from">The one end of the range.</param>
    /// <param name="to">The other.</param>
    public static string Of(SqlDialect dialect, string x, IBasis basis, int column, int degree, double from, double to)
    {
        var places = Places(degree + 1, from, to);
        var differences = new double[places.Length];
        var values = new double[basis.Columns];
        for (var k = 0; k < places.Length; k++)
        {
            basis.Evaluate(places[k], values);
            differences[k] = values[column];
        }
        for (var order = 1; order < places.Length; order++)
            for (var k = places.Length - 1; k >= order; k--)
                differences[k] = (differences[k] - differences[k - 1]) / (places[k] - places[k - order]);
        var last = Math.Max(0, Array.FindLastIndex(differences, difference => difference != 0));
        var text = dialect.Number(differences[last]);
        for (var k = last - 1; k >= 0; k--)
            text = $"({dialect.Number(differences[k])} + ({x} - {dialect.Number(places[k])}) * {text})";
        return text;
    }

    private static double[] Places(int count, double from, double to)
    {
        var left = Enumerable.Range(0, count).Select(k => (from + to) / 2 + (to - from) / 2 * Math.Cos(Math.PI * (2 * k + 1) / (2 * count))).ToList();
        var places = new List<double>(count);
        while (left.Count > 0)
        {
            var next = places.Count == 0 ? left[0] : left.MaxBy(place => places.Sum(other => Math.Log(Math.Abs(place - other))));
            places.Add(next);
            left.Remove(next);
        }
        return [.. places];
    }
}
