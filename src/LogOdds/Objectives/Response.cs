namespace LogOdds.Objectives;

/// <summary>What the rows answer to: responses, and weights and offsets where there are any.</summary>
/// <param name="Values">yᵢ in [0, 1], one a row.</param>
/// <param name="Weights">wᵢ ≥ 0, one a row; empty means every weight is 1.</param>
/// <param name="Offsets">Known parts of ηᵢ, one a row; empty means 0.</param>
public sealed record Response(ReadOnlyMemory<double> Values, ReadOnlyMemory<double> Weights = default, ReadOnlyMemory<double> Offsets = default)
{
    /// <summary>Σ wᵢ.</summary>
    public double TotalWeight { get; } = Weights.IsEmpty ? Values.Length : Numerics.VectorKernels.Sum(Weights.Span);

    /// <summary>The weight of a row.</summary>
    public double WeightOf(int row) => Weights.IsEmpty ? 1 : Weights.Span[row];

    /// <summary>The offset of a row.</summary>
    public double OffsetOf(int row) => Offsets.IsEmpty ? 0 : Offsets.Span[row];
}
