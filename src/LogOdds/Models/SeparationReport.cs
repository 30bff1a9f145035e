namespace LogOdds.Models;

/// <summary>
/// The proof that the classes are separated: along a direction of the coefficients no row's likelihood falls, and that of some rows
/// rises without end (Albert and Anderson, Biometrika 71, 1984).
/// </summary>
/// <param name="InWords">What is separated by what, in a sentence.</param>
/// <param name="Terms">The terms that it names, the strongest first.</param>
/// <param name="IsComplete">Whether every row gains; otherwise some rows stay as they are (quasi-complete separation).</param>
/// <param name="Direction">What each coefficient gains along the direction, in the data's own units, the largest change of the log-odds of a row being 1. Coefficients that do not move are left out.</param>
/// <param name="RowsGaining">How many rows gain.</param>
/// <param name="FirstRows">The first of them, counted from 0 among the rows that were used.</param>
public sealed record SeparationReport(string InWords, IReadOnlyList<string> Terms, bool IsComplete, IReadOnlyList<(string Term, double Change)> Direction, long RowsGaining, IReadOnlyList<int> FirstRows)
{
    /// <summary>How many of the rows that gain are listed at most.</summary>
    public const int MaxFirstRows = 20;
}
