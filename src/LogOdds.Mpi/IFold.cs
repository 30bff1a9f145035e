namespace LogOdds.Mpi;

/// <summary>How two values of two processes become one.</summary>
internal interface IFold
{
    /// <summary>The two as one.</summary>
    /// <param name="low">The value of the lower ranks.</param>
    /// <param name="high">The value of the higher.</param>
    static abstract double Of(double low, double high);
}
