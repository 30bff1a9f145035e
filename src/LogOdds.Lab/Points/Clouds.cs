namespace LogOdds.Lab;

/// <summary>Clouds of points that no line parts, made up from a fixed seed.</summary>
internal static class Clouds
{
    private const int Points = 160;

    public static IReadOnlyList<string> Names { get; } = ["rings", "moons", "corners"];

    /// <summary>The cloud of a name; null when there is none.</summary>
    public static (double[][] Columns, double[] Classes)? Named(string name) => name switch
    {
        "rings" => Make(static (random, isOne) => Polar(random, isOne ? 0.9 : 2.1, 2 * Math.PI * random.NextDouble(), 0.25)),
        "moons" => Make(static (random, isOne) =>
        {
            var (x, y) = Polar(random, 1.4, Math.PI * random.NextDouble(), 0.2);
            return isOne ? (x - 0.7, y - 0.3) : (0.7 - x, 0.3 - y);
        }),
        "corners" => Make(static (random, isOne) =>
        {
            var (x, y) = (2 * random.NextDouble(), 2 * random.NextDouble());
            var side = random.NextDouble() < 0.5 ? -1 : 1;
            return (side * x + 0.15 * Normal(random), (isOne ? side : -side) * y + 0.15 * Normal(random));
        }),
        _ => null,
    };

    private static (double[][], double[]) Make(Func<Random, bool, (double X, double Y)> draw)
    {
        var random = new Random(7);
        var (columns, classes) = (new[] { new double[Points], new double[Points] }, new double[Points]);
        for (var i = 0; i < Points; i++)
        {
            classes[i] = i % 2;
            var (x, y) = draw(random, i % 2 == 1);
            (columns[0][i], columns[1][i]) = (Math.Round(x, 3), Math.Round(y, 3));
        }
        return (columns, classes);
    }

    private static (double X, double Y) Polar(Random random, double radius, double angle, double noise) =>
        (radius * Math.Cos(angle) + noise * Normal(random), radius * Math.Sin(angle) + noise * Normal(random));

    /// <summary>A normal number (Box and Muller, 1958).</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
