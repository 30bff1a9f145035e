using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>The rows of one class by ascending score.</summary>
internal sealed class ScoredClass : IDisposable
{
    private readonly double[] _scores;
    private readonly double[]? _weights;

    /// <summary>Takes the rows of a class and of weight above 0, without a jump on what each row is, which no processor can foresee.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ScoredClass(ScoredRows scored, double of)
    {
        if (scored.IsWeighted)
            for (var i = 0; i < scored.Count; i++) Count += Belongs(scored, i, of);
        else
        {
            // Classes are 0 or 1: the sum is the number of ones.
            var ones = (int)VectorKernels.Sum(scored.Y);
            Count = of == 1 ? ones : scored.Count - ones;
        }
        // One place more: every row is written, and stays where the next one does not take its place.
        _scores = ArrayPool<double>.Shared.Rent(Count + 1);
        _weights = scored.IsWeighted ? ArrayPool<double>.Shared.Rent(Count + 1) : null;
        var next = 0;
        for (var i = 0; i < scored.Count; i++)
        {
            _scores[next] = scored.Score[i];
            if (_weights is not null) _weights[next] = scored.Weight(i);
            next += Belongs(scored, i, of);
        }
    }

    /// <summary>Takes rows of one class and of weight above 0 that come in parts: scores, then weights if there are any.</summary>
    public ScoredClass(byte[][] parts, bool isWeighted)
    {
        Count = parts.Sum(part => part.Length / sizeof(double)) / (isWeighted ? 2 : 1);
        _scores = ArrayPool<double>.Shared.Rent(Count);
        _weights = isWeighted ? ArrayPool<double>.Shared.Rent(Count) : null;
        var next = 0;
        foreach (var part in parts)
        {
            var numbers = MemoryMarshal.Cast<byte, double>(part);
            var count = numbers.Length / (isWeighted ? 2 : 1);
            numbers[..count].CopyTo(_scores.AsSpan(next));
            if (_weights is not null) numbers[count..].CopyTo(_weights.AsSpan(next));
            next += count;
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The scores of all rows, in ascending order once they are sorted.</summary>
    public ReadOnlySpan<double> Scores => _scores.AsSpan(0, Count);

    /// <summary>The weights of the same rows; nothing where each counts once.</summary>
    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, _weights is null ? 0 : Count);

    /// <summary>The score of a row, in ascending order once they are sorted; NaN for the row before the first, which no score equals.</summary>
    public double Score(int row) => row < 0 ? double.NaN : _scores[row];

    /// <summary>The weight of the same row.</summary>
    public double Weight(int row) => _weights is null ? 1 : _weights[row];

    /// <summary>Puts the rows into the order of their scores.</summary>
    public void Sort()
    {
        if (_weights is null) RadixSort.Sort(_scores.AsSpan(0, Count));
        // Rows that were sorted once and are weighted anew again and again, as a bootstrap does, are left as they are.
        else if (!IsAscending()) Array.Sort(_scores, _weights, 0, Count);
    }

    /// <summary>Gives the memory back: pages of a fresh array cost more than the sorting of what is in them.</summary>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_scores);
        if (_weights is not null) ArrayPool<double>.Shared.Return(_weights);
    }

    private bool IsAscending()
    {
        for (var i = 1; i < Count; i++)
            if (_scores[i] < _scores[i - 1]) return false;
        return true;
    }

    private static int Belongs(ScoredRows scored, int row, double of) => (scored.Y[row] == of ? 1 : 0) & (scored.Weight(row) > 0 ? 1 : 0);
}
