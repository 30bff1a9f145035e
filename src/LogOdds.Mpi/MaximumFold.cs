namespace LogOdds.Mpi;

/// <summary>Two values as the larger.</summary>
internal readonly struct MaximumFold : IFold
{
    public static double Of(double low, double high) => Math.Max(low, high);
}
