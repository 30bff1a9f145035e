namespace LogOdds.Numerics;

/// <summary>A symmetric positive definite matrix A that can be solved with.</summary>
internal interface ICurvature
{
    /// <summary>Overwrites <paramref name="vector"/> with A⁻¹ times it.</summary>
    void Solve(Span<double> vector);
}
