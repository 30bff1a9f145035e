using LogOdds.Numerics;

namespace LogOdds.IO;

/// <summary>Columns that each have a memory of their own.</summary>
internal sealed class ColumnsInMemory : IColumnPlaces
{
    private Memory<double>[] _numbers = [];
    private Memory<int>[] _codes = [];
    private int _rows;

    public void Reserve(int columns, int rows) => (_numbers, _codes, _rows) = (new Memory<double>[columns], new Memory<int>[columns], rows);

    public Memory<double> Numbers(int column) => _numbers[column] = ColumnMemory.Allocate<double>(_rows);

    public Memory<int> Codes(int column)
    {
        _numbers[column] = default;
        return _codes[column] = ColumnMemory.Allocate<int>(_rows);
    }

    public void Put(int column, int row, ReadOnlySpan<double> values) => values.CopyTo(_numbers[column].Span[row..]);

    public void Put(int column, int row, ReadOnlySpan<int> values) => values.CopyTo(_codes[column].Span[row..]);

    public void Flush()
    {
    }
}
