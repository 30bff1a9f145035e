namespace LogOdds.Selection;

/// <summary>A slope of a path.</summary>
/// <param name="Column">Its place among the terms of the encoding, from 0.</param>
/// <param name="Term">Its name.</param>
/// <param name="Estimate">The change of the log-odds, or of the predictor of the class, for one more unit of the column, in the data's own units.</param>
/// <param name="Class">The class it belongs to, where each has slopes of its own; null in a model of the log-odds of two.</param>
public readonly record struct PathCoefficient(int Column, string Term, double Estimate, string? Class = null);
