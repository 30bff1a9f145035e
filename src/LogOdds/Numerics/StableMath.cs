namespace LogOdds.Numerics;

/// <summary>Elementary functions where the BCL's own lose digits.</summary>
internal static class StableMath
{
    /// <summary>
    /// ln(1 + x) for x ≥ −1 to about one unit in the last place: the logarithm of the rounded sum u = fl(1 + x), plus what
    /// the rounding lost, (x − (u − 1))/u, which is the first-order term of ln(1 + (1 + x − u)/u).
    /// (<see cref="double.LogP1"/> rounds 1 + x first and returns 0 below 1e−16.)
    /// </summary>
    public static double Log1p(double x)
    {
        var u = 1 + x;
        return u is 0 or double.PositiveInfinity ? Math.Log(u) : Math.Log(u) + (x - (u - 1)) / u;
    }
}
