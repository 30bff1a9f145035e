namespace LogOdds.Tests;

/// <summary>Comparisons that say what differs.</summary>
internal static class Near
{
    public static void Relative(double expected, double actual, double tolerance, string what = "value") =>
        Assert.True(expected == actual || Math.Abs(actual - expected) <= tolerance * Math.Abs(expected),
            $"{what}: expected {expected:R}, got {actual:R}, relative difference {Math.Abs(actual - expected) / Math.Abs(expected):G3}");

    /// <summary>Relative for large values, absolute for small ones.</summary>
    public static void Mixed(double expected, double actual, double tolerance, string what = "value") =>
        Absolute(expected, actual, tolerance * Math.Max(1, Math.Abs(expected)), what);

    public static void Absolute(double expected, double actual, double tolerance, string what = "value") =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, $"{what}: expected {expected:R}, got {actual:R}, difference {Math.Abs(actual - expected):G3}");
}
