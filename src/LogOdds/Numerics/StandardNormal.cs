using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace LogOdds.Numerics;

/// <summary>The standard normal distribution, as tests and intervals ask for it.</summary>
internal static class StandardNormal
{
    /// <summary>P(|Z| ≥ |z|) for a standard normal Z.</summary>
    public static double TwoSidedP(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The half-width of a two-sided interval of confidence <paramref name="level"/>, in standard errors: 1.96 for 0.95.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The level is not above 0 and below 1.</exception>
    public static double HalfWidth(double level) => level is > 0 and < 1
        ? Normal.InvCDF(0, 1, 0.5 + level / 2)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "A confidence level stands above 0 and below 1.");
}
