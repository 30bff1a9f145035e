namespace LogOdds.Models;

/// <summary>The line a·x + b·y + c = 0 on which the probability equals the threshold; the class counted as 1 lies where it is positive.</summary>
/// <param name="A">Coefficient of the first feature.</param>
/// <param name="B">Coefficient of the second feature.</param>
/// <param name="C">Intercept less the log-odds of the threshold.</param>
public readonly record struct DecisionLine(double A, double B, double C)
{
    /// <summary>dy/dx along the line; infinite for an upright line.</summary>
    public double Slope => -A / B;

    /// <summary>The second feature at which the line stands for <paramref name="x"/> of the first.</summary>
    public double Y(double x) => -(A * x + C) / B;
}
