namespace LogOdds.Inference;

/// <summary>
/// Proof that the classes are separated: a direction along which no row's fit gets worse and some rows' fit gets better
/// without end (Albert and Anderson, Biometrika 71, 1984).
/// </summary>
/// <param name="IsComplete">Whether every row gains along the direction; otherwise some rows stay as they are (quasi-complete).</param>
/// <param name="Direction">The direction in the data's units, the intercept last; coefficients that it does not move are 0.</param>
/// <param name="IsGaining">For each row, whether it gains.</param>
/// <param name="RowsGaining">How many rows gain.</param>
internal sealed record Separation(bool IsComplete, double[] Direction, bool[] IsGaining, long RowsGaining);
