using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// The design matrix X (n rows, p columns, no column of ones), asked for a block of rows at a time.
/// Safe to be asked from several threads.
/// </summary>
public interface IDesign
{
    /// <summary>n.</summary>
    int Rows { get; }

    /// <summary>p.</summary>
    int Columns { get; }

    /// <summary>How many stored numbers a row takes: what a pass reads, and what a block of rows needs of the cache.</summary>
    int NumbersPerRow { get; }

    /// <summary>How many multiply-adds a row costs in <see cref="AddSandwich"/>.</summary>
    double ProductsPerRow { get; }

    /// <summary>η ← X β over the block: <paramref name="beta"/> has p entries, <paramref name="eta"/> one a row of the block.</summary>
    void Multiply(RowBlock rows, ReadOnlySpan<double> beta, Span<double> eta);

    /// <summary>g ← g + Xᵀ r over the block: <paramref name="residual"/> has one entry a row of the block, <paramref name="gradient"/> p.</summary>
    void AddTransposed(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient);

    /// <summary>
    /// H ← H + Xᵀ diag(d) X over the block: <paramref name="curvature"/> has one entry a row of the block;
    /// <paramref name="packedHessian"/> is the lower triangle, row after row, p(p+1)/2 entries.
    /// </summary>
    void AddSandwich(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian);

    /// <summary>
    /// η ← X β for several β at a time over the block: <paramref name="betas"/> are <paramref name="count"/> vectors of p entries one behind the
    /// other, <paramref name="etas"/> as many of one entry a row of the block.
    /// </summary>
    void MultiplyMany(RowBlock rows, int count, ReadOnlySpan<double> betas, Span<double> etas)
    {
        for (var k = 0; k < count; k++) Multiply(rows, betas.Slice(k * Columns, Columns), etas.Slice(k * rows.Count, rows.Count));
    }

    /// <summary>
    /// g ← g + Xᵀ r for several r at a time over the block: <paramref name="residuals"/> are <paramref name="count"/> vectors of one entry a row of
    /// the block one behind the other, <paramref name="gradients"/> as many of p entries.
    /// </summary>
    void AddTransposedMany(RowBlock rows, int count, ReadOnlySpan<double> residuals, Span<double> gradients)
    {
        for (var k = 0; k < count; k++) AddTransposed(rows, residuals.Slice(k * rows.Count, rows.Count), gradients.Slice(k * Columns, Columns));
    }

    /// <summary>
    /// There and back for several β at a time over the block, a few rows after the other that are read once: η ← X β, what is answered to it, and
    /// g ← g + Xᵀ r.
    /// </summary>
    /// <param name="rows">The block.</param>
    /// <param name="count">How many β.</param>
    /// <param name="betas">The β, vectors of p entries one behind the other.</param>
    /// <param name="answer">Makes residuals of linear predictors.</param>
    /// <param name="gradients">As many vectors of p entries.</param>
    void ThereAndBack(RowBlock rows, int count, ReadOnlyMemory<double> betas, ResidualsOf answer, Memory<double> gradients)
    {
        var most = Math.Min(rows.Count, Panel.RowsAtATime(NumbersPerRow));
        var (etas, residuals) = (new double[count * most], new double[count * most]);
        for (var start = rows.Start; start < rows.End; start += most)
        {
            var part = new RowBlock(start, Math.Min(most, rows.End - start));
            var length = count * part.Count;
            MultiplyMany(part, count, betas.Span, etas.AsSpan(0, length));
            answer(part, etas.AsSpan(0, length), residuals.AsSpan(0, length));
            AddTransposedMany(part, count, residuals.AsSpan(0, length), gradients.Span);
        }
    }
}
