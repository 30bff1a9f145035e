using BenchmarkDotNet.Attributes;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Bench.Kernels;

/// <summary>A block of rows times several vectors, and back, beside the same vectors one after the other; the time is that of a multiply-add.</summary>
public class SeveralVectors
{
    private const int Rows = 1024;
    private const int Columns = 100;
    private const int Count = 32;
    private const int Products = Rows * Columns * Count;

    private IDesign? _design;
    private double[] _betas = [];
    private double[] _etas = [];
    private double[] _gradients = [];

    /// <summary>Standard normal columns and coefficients.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new SeededRandom(1);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        _design = new DenseDesign<double>(Rows, [.. Enumerable.Range(0, Columns).Select(_ => (ReadOnlyMemory<double>)Numbers(Rows))]);
        (_betas, _etas, _gradients) = (Numbers(Count * Columns), new double[Count * Rows], new double[Count * Columns]);
    }

    /// <summary>X β for all at a time.</summary>
    [Benchmark(OperationsPerInvoke = Products)]
    public void MultiplyMany() => _design!.MultiplyMany(new RowBlock(0, Rows), Count, _betas, _etas);

    /// <summary>X β for one after the other.</summary>
    [Benchmark(OperationsPerInvoke = Products)]
    public void MultiplyEach()
    {
        for (var k = 0; k < Count; k++) _design!.Multiply(new RowBlock(0, Rows), _betas.AsSpan(k * Columns, Columns), _etas.AsSpan(k * Rows, Rows));
    }

    /// <summary>Xᵀ r for all at a time.</summary>
    [Benchmark(OperationsPerInvoke = Products)]
    public void AddTransposedMany() => _design!.AddTransposedMany(new RowBlock(0, Rows), Count, _etas, _gradients);

    /// <summary>Xᵀ r for one after the other.</summary>
    [Benchmark(OperationsPerInvoke = Products)]
    public void AddTransposedEach()
    {
        for (var k = 0; k < Count; k++) _design!.AddTransposed(new RowBlock(0, Rows), _etas.AsSpan(k * Rows, Rows), _gradients.AsSpan(k * Columns, Columns));
    }
}
