namespace LogOdds.Bench.Optimality;

/// <summary>ln(1 + x) for 0 ≤ x ≤ 1, to the last digit or two also where 1 + x rounds.</summary>
internal static class Log1p
{
    public static double Of(double x)
    {
        // What 1 + x lost, as a share of the sum, is what its logarithm lacks (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 1.14.1).
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
