namespace LogOdds.Objectives;

/// <summary>
/// An objective of many columns of which few count: it can be restricted to some of them, and answers by row where the others' part of
/// the linear predictors is known.
/// </summary>
public interface IColumnObjective : ICurvedObjective
{
    /// <summary>n.</summary>
    int Rows { get; }

    /// <summary>Whether there is an intercept, the last coefficient.</summary>
    bool HasIntercept { get; }

    /// <summary>Whether the columns can be asked for one by one.</summary>
    bool HasColumns { get; }

    /// <summary>The objective of some slopes, in the given order, and the intercept.</summary>
    /// <param name="slopes">Numbers of slopes from 0, each at most once.</param>
    IColumnObjective Select(ReadOnlySpan<int> slopes);

    /// <summary>Overwrites <paramref name="rows"/> with a column of Z, n entries.</summary>
    void WriteColumn(int slope, Span<double> rows);

    /// <summary>Overwrites <paramref name="predictors"/> with Z b for several b in one pass over the columns.</summary>
    /// <param name="count">How many.</param>
    /// <param name="slopes">The b, with an entry a slope each, one behind the other.</param>
    /// <param name="predictors">As many vectors of n entries.</param>
    void Multiply(int count, ReadOnlySpan<double> slopes, Span<double> predictors);

    /// <summary>The mean loss where the columns' part of the linear predictors is known, and its derivatives by row.</summary>
    /// <param name="predictors">Z b, n entries.</param>
    /// <param name="intercept">b₀.</param>
    /// <param name="residual">Overwritten with wᵢ ∂ℓ/∂ηᵢ / Σw.</param>
    /// <param name="curvature">Overwritten with wᵢ ∂²ℓ/∂ηᵢ² / Σw.</param>
    double EvaluateByRow(ReadOnlySpan<double> predictors, double intercept, Span<double> residual, Span<double> curvature);

    /// <summary>Overwrites <paramref name="slopes"/> with Zᵀ u for several u in one pass over the columns.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rows">The u, of n entries each, one behind the other.</param>
    /// <param name="slopes">As many vectors with an entry a slope.</param>
    void MultiplyTransposed(int count, ReadOnlyMemory<double> rows, Memory<double> slopes);

    /// <summary>Overwrites <paramref name="packed"/> with (Z, 1)ᵀ diag(v) (Z, 1), lower triangle row after row, the intercept last.</summary>
    /// <param name="rowWeights">v, n entries.</param>
    /// <param name="packed">(p + 1)(p + 2)/2 entries for p slopes.</param>
    void Sandwich(ReadOnlySpan<double> rowWeights, Span<double> packed);
}
