using LogOdds.Data;

namespace LogOdds.Lab;

/// <summary>Formulas in two features, from a line to cubic polynomials.</summary>
internal static class Terms
{
    /// <summary>The names of the choices, the poorest first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["line", "squares", "products", "both", "cubes"];

    /// <summary>The formula of a choice.</summary>
    /// <exception cref="UnusableDataException">There is no such choice.</exception>
    public static string Formula(PointSet points, string choice)
    {
        var (a, b) = (LogOdds.Formulas.Formula.Quote(points.Features[0]), LogOdds.Formulas.Formula.Quote(points.Features[1]));
        string[] squares = [$"I({a}^2)", $"I({b}^2)"];
        var products = $"{a}:{b}";
        string[] more = choice switch
        {
            "line" => [],
            "squares" => squares,
            "products" => [products],
            "both" => [.. squares, products],
            "cubes" => [.. squares, products, $"I({a}^3)", $"I({b}^3)", $"I({a}^2 * {b})", $"I({a} * {b}^2)"],
            _ => throw new UnusableDataException($"there are no terms called '{choice}'", remedy: $"There are {string.Join(", ", Names)}."),
        };
        return $"{points.Formula}{string.Concat(more.Select(term => $" + {term}"))}";
    }
}
