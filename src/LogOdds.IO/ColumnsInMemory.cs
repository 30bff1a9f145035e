using LogOdds.Numerics;

namespace LogOdds.IO;

/// <summary>Columns that each have a memory of their own.</summary>
internal sealed class ColumnsInMemory : IColumnPlaces
{
    private int _rows;

    public void Reserve(int columns, int rows) => _rows = rows;

    public Memory<double> Numbers(int column) => ColumnMemory.Allocate<double>(_rows);

    public Memory<int> Codes(int column) => ColumnMemory.Allocate<int>(_rows);

    public void Flush()
    {
    }
}
