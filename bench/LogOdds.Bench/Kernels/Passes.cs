using System.Numerics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Bench.Kernels;

/// <summary>Passes over a table larger than the caches, beside the plainest walk over the same numbers by the same threads.</summary>
public class Passes
{
    private const int Rows = 1_000_000;

    private double[][] _columns = [];
    private LinearObjective? _objective;
    private double[] _beta = [];
    private double[] _gradient = [];
    private double[] _hessian = [];

    /// <summary>Columns.</summary>
    [Params(30, 100)]
    public int Columns { get; set; }

    /// <summary>Standard normal columns and a fair coin.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new SeededRandom(1);
        _columns = [.. Enumerable.Range(0, Columns).Select(_ => Enumerable.Range(0, Rows).Select(_ => random.NextNormal()).ToArray())];
        var response = Enumerable.Range(0, Rows).Select(_ => random.NextDouble() < 0.5 ? 1.0 : 0).ToArray();
        var design = new DenseDesign<double>(Rows, [.. _columns.Select(column => (ReadOnlyMemory<double>)column)]);
        _objective = new LinearObjective(design, new Response(response), new Logistic());
        _beta = [.. Enumerable.Range(0, Columns + 1).Select(j => 0.1 / (j + 1))];
        (_gradient, _hessian) = (new double[Columns + 1], new double[(Columns + 1) * (Columns + 2) / 2]);
    }

    /// <summary>The sum of every number.</summary>
    [Benchmark(Baseline = true)]
    public double PlainRead()
    {
        var sums = new double[Columns];
        Parallel.For(0, Columns, j =>
        {
            var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
            var vectors = MemoryMarshal.Cast<double, Vector<double>>(_columns[j]);
            for (var i = 0; i + 1 < vectors.Length; i += 2)
            {
                even += vectors[i];
                odd += vectors[i + 1];
            }
            sums[j] = Vector.Sum(even + odd);
        });
        return sums.Sum();
    }

    /// <summary>Loss and gradient.</summary>
    [Benchmark]
    public double GradientPass() => _objective!.Evaluate(_beta, _gradient);

    /// <summary>Loss, gradient and Hessian.</summary>
    [Benchmark]
    public double HessianPass() => _objective!.Evaluate(_beta, _gradient, _hessian);
}
