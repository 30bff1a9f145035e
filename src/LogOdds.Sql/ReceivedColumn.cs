using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Sql;

/// <summary>What has been received of a column.</summary>
/// <param name="first">Its first rows, for their kind.</param>
internal sealed class ReceivedColumn(Column first)
{
    private readonly GrowingMemory<double> _numbers = new();
    private readonly GrowingMemory<int> _codes = new();
    private readonly GrowingLevels _levels = new();

    /// <summary>Adds rows.</summary>
    /// <exception cref="OverflowException">There are more than a column can have.</exception>
    public void Append(Column block)
    {
        if (block is NumericColumn numbers) numbers.Values.CopyTo(_numbers.Append(block.Rows));
        else _levels.Append((CategoricalColumn)block, _codes.Append(block.Rows));
    }

    /// <summary>The column.</summary>
    public Column ToColumn() => first is NumericColumn ? new NumericColumn(first.Name, _numbers.Memory) : _levels.ToColumn(first.Name, _codes.Memory);
}
