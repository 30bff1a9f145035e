using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// A dense design in tiles of 64 rows, each tile stored column after column, so that one vector lane is one row and a tile
/// is walked in the order it lies in memory. The last tile is filled up with zeros.
/// </summary>
public sealed class DenseDesign : IDesign
{
    internal const int TileRows = 64;
    private readonly double[] _tiles;

    private DenseDesign(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        _tiles = new double[checked((rows + TileRows - 1) / TileRows * TileRows * columns)];
    }

    /// <summary>A design of the columns that <paramref name="read"/> writes, each mapped by <paramref name="standardization"/>.</summary>
    public static DenseDesign Create(int rows, int columns, ColumnReader read, Standardization standardization)
    {
        var design = new DenseDesign(rows, columns);
        for (var start = 0; start < rows; start += TileRows)
        {
            var count = Math.Min(TileRows, rows - start);
            for (var j = 0; j < columns; j++)
            {
                var values = design.Column(start / TileRows, j)[..count];
                read(j, start, values);
                var (center, scale) = (standardization.Centers[j], standardization.Scales[j]);
                for (var i = 0; i < values.Length; i++) values[i] = (values[i] - center) / scale;
            }
        }
        return design;
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public void Multiply(RowBlock rows, ReadOnlySpan<double> beta, Span<double> eta)
    {
        eta.Clear();
        for (var row = rows.Start; row < rows.End;)
        {
            var part = PartOfTile(row, rows.End);
            var target = eta.Slice(row - rows.Start, part.Count);
            for (var j = 0; j < Columns; j++)
                VectorKernels.AddScaled(target, beta[j], Column(part.Tile, j).Slice(part.First, part.Count));
            row += part.Count;
        }
    }

    /// <inheritdoc/>
    public void AddTransposed(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient)
    {
        for (var row = rows.Start; row < rows.End;)
        {
            var part = PartOfTile(row, rows.End);
            var source = residual.Slice(row - rows.Start, part.Count);
            for (var j = 0; j < Columns; j++)
                gradient[j] += VectorKernels.Dot(source, Column(part.Tile, j).Slice(part.First, part.Count));
            row += part.Count;
        }
    }

    /// <inheritdoc/>
    public void AddSandwich(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian)
    {
        Span<double> weighted = stackalloc double[TileRows];
        for (var row = rows.Start; row < rows.End;)
        {
            var part = PartOfTile(row, rows.End);
            var source = curvature.Slice(row - rows.Start, part.Count);
            var target = weighted[..part.Count];
            for (var j = 0; j < Columns; j++)
            {
                VectorKernels.Multiply(source, Column(part.Tile, j).Slice(part.First, part.Count), target);
                var hessianRow = packedHessian.Slice(PackedSymmetric.Row(j), j + 1);
                for (var k = 0; k <= j; k++)
                    hessianRow[k] += VectorKernels.Dot(target, Column(part.Tile, k).Slice(part.First, part.Count));
            }
            row += part.Count;
        }
    }

    private Span<double> Column(int tile, int column) => _tiles.AsSpan((tile * Columns + column) * TileRows, TileRows);

    private static (int Tile, int First, int Count) PartOfTile(int row, int end) =>
        (row / TileRows, row % TileRows, Math.Min(TileRows - row % TileRows, end - row));
}
