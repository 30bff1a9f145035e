namespace LogOdds.Solvers;

/// <summary>A step, how the gradient changed along it, and the reciprocal of their product.</summary>
internal sealed record StepPair(double[] Step, double[] Change, double Rho)
{
    /// <summary>Whether the coefficients that it moved are among those that can move.</summary>
    public bool FitsIn(int?[] kinds)
    {
        for (var k = 0; k < Step.Length; k++)
            if (Step[k] != 0 && kinds[k] is null) return false;
        return true;
    }
}
