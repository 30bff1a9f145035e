namespace LogOdds.Selection;

/// <summary>A slope of a path.</summary>
/// <param name="Column">Its place among the terms of the encoding, from 0.</param>
/// <param name="Term">Its name.</param>
/// <param name="Estimate">The change of the log-odds for one more unit of the column, in the data's own units.</param>
public readonly record struct PathCoefficient(int Column, string Term, double Estimate);
