namespace LogOdds.Formulas;

/// <summary>A formula that cannot be read; the message shows the formula with a mark under the place.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="formula">The formula.</param>
/// <param name="position">Where, as an index into the formula.</param>
public sealed class FormulaException(string problem, string formula, int position)
    : FormatException($"{problem}{Environment.NewLine}    {formula}{Environment.NewLine}    {new string(' ', position)}^")
{
    /// <summary>Where the formula stops making sense, as an index into it.</summary>
    public int Position { get; } = position;
}
