namespace LogOdds.Mpi;

/// <summary>Two values as their sum.</summary>
internal readonly struct SumFold : IFold
{
    public static double Of(double low, double high) => low + high;
}
