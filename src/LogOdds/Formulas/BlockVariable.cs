namespace LogOdds.Formulas;

/// <summary>Many design columns under one name, of which a row has few that are not 0. It stands by itself in a formula, in no product.</summary>
public abstract class BlockVariable : Variable
{
    private protected BlockVariable(string text, IEnumerable<string> columns) : base(text, columns)
    {
    }
}
