namespace LogOdds.Formulas;

/// <summary>Many design columns under one name, of which a row has few that are not 0. It stands by itself in a formula, in no product.</summary>
public abstract class BlockVariable : Variable
{
    private protected const int MaxBuckets = 1 << 24;

    private protected BlockVariable(string text, IEnumerable<string> columns) : base(text, columns)
    {
    }

    private protected static int Whole(Formula formula, Node node, int most) =>
        node is NumberNode { Value: var value } && value >= 1 && value <= most && value == Math.Floor(value) ? (int)value : throw formula.Fault(node, $"A whole number from 1 to {most} is expected here");
}
