namespace LogOdds.Models;

/// <summary>A condition of the data or the fit that its user should know of.</summary>
/// <param name="Code">A word for scripts: <c>separation</c>, <c>aliased</c>, <c>constant</c>, <c>convergence</c>, <c>singular</c>, <c>class-weight</c>.</param>
/// <param name="Message">What it is and what to do.</param>
/// <param name="Terms">The terms or columns it is about.</param>
public sealed record FitWarning(string Code, string Message, IReadOnlyList<string> Terms);
