using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>What the rows answer to: responses, and weights and offsets where there are any.</summary>
/// <param name="Values">yᵢ in [0, 1], one a row; of several classes, the number of the row's class from 0.</param>
/// <param name="Weights">wᵢ ≥ 0, one a row; empty means every weight is 1.</param>
/// <param name="Offsets">Known parts of ηᵢ, one a row; empty means 0.</param>
public sealed record Response(ReadOnlyMemory<double> Values, ReadOnlyMemory<double> Weights = default, ReadOnlyMemory<double> Offsets = default)
{
    /// <summary>wᵢ ≥ 0, one a row; empty means every weight is 1.</summary>
    public ReadOnlyMemory<double> Weights
    {
        get;
        // A copy with other weights has their total.
        init => (field, TotalWeight) = (value, TotalOf(Values, value));
    } = Weights;

    /// <summary>Σ wᵢ.</summary>
    public double TotalWeight { get; private init; } = TotalOf(Values, Weights);

    /// <summary>The weight of a row.</summary>
    public double WeightOf(int row) => Weights.IsEmpty ? 1 : Weights.Span[row];

    /// <summary>The offset of a row.</summary>
    public double OffsetOf(int row) => Offsets.IsEmpty ? 0 : Offsets.Span[row];

    /// <summary>Σ wᵢ over the rows of each class, where the values are numbers of classes.</summary>
    internal double[] WeightByClass(int classes)
    {
        var totals = new double[classes];
        for (var i = 0; i < Values.Length; i++) totals[(int)Values.Span[i]] += WeightOf(i);
        return totals;
    }

    /// <summary>Σ wᵢ over a block.</summary>
    internal double WeightOf(RowBlock rows) => Weights.IsEmpty ? rows.Count : VectorKernels.Sum(WeightsOf(rows));

    /// <summary>The weights of a block; empty when every weight is 1.</summary>
    internal ReadOnlySpan<double> WeightsOf(RowBlock rows) => Weights.IsEmpty ? default : Weights.Span.Slice(rows.Start, rows.Count);

    /// <summary>The response of some rows, copied one behind the other.</summary>
    internal Response Gather(IReadOnlyList<RowBlock> blocks) => new(Gathering.Of(Values, blocks),
        Weights.IsEmpty ? default : Gathering.Of(Weights, blocks), Offsets.IsEmpty ? default : Gathering.Of(Offsets, blocks));

    /// <summary>η ← η + intercept + offset over a block.</summary>
    internal void AddOffsets(RowBlock rows, double intercept, Span<double> eta)
    {
        VectorKernels.AddConstant(eta, intercept);
        if (!Offsets.IsEmpty) VectorKernels.Add(eta, Offsets.Span.Slice(rows.Start, rows.Count));
    }

    private static double TotalOf(ReadOnlyMemory<double> values, ReadOnlyMemory<double> weights) => weights.IsEmpty ? values.Length : VectorKernels.Sum(weights.Span);
}
