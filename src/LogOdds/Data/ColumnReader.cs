namespace LogOdds.Data;

/// <summary>Writes the values of a design column, from a row on, into a span.</summary>
/// <param name="column">The column, from 0.</param>
/// <param name="start">The first row.</param>
/// <param name="values">Receives one value a row.</param>
public delegate void ColumnReader(int column, int start, Span<double> values);
