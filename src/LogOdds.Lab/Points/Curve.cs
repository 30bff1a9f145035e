using LogOdds.Datafits;

namespace LogOdds.Lab;

/// <summary>σ(wx + b) along x.</summary>
/// <param name="X">Evenly spaced.</param>
/// <param name="P">Probabilities.</param>
internal sealed record Curve(double[] X, double[] P)
{
    private const int Samples = 121;

    /// <summary>The curve between two ends.</summary>
    public static Curve Of(double w, double b, double low, double high)
    {
        var (x, p) = (Grid.Line(low, high, Samples), new double[Samples]);
        for (var i = 0; i < Samples; i++) p[i] = w * x[i] + b;
        Logistic.Probabilities(p, p);
        return new Curve(x, p);
    }
}

/// <summary>Evenly spaced numbers.</summary>
internal static class Grid
{
    public static double[] Line(double low, double high, int count) => [.. Enumerable.Range(0, count).Select(i => low + (high - low) * i / (count - 1))];

    /// <summary>The range of some values, with a margin on both sides.</summary>
    public static double[] Range(ReadOnlySpan<double> values, double margin = 0.08)
    {
        if (values.IsEmpty) return [0, 1];
        double low = values[0], high = values[0];
        foreach (var value in values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var width = Math.Max(high - low, 1e-3 * Math.Max(1, Math.Abs(high)));
        return [low - margin * width, high + margin * width];
    }
}
