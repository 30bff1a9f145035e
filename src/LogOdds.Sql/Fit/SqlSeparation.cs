namespace LogOdds.Sql;

/// <summary>Proof that the classes are separated: a direction along which rows gain and none loses.</summary>
/// <param name="IsComplete">Whether every row gains.</param>
/// <param name="Direction">The direction, for the design's own columns, the intercept last.</param>
/// <param name="RowsGaining">How many rows gain.</param>
/// <param name="RowsResting">How many rows of weight above 0 stay where they are.</param>
/// <param name="LeastGain">The least that a row gains that does.</param>
/// <param name="Largest">The most that a row is moved.</param>
internal sealed record SqlSeparation(bool IsComplete, double[] Direction, double RowsGaining, double RowsResting, double LeastGain, double Largest);
