using BenchmarkDotNet.Attributes;
using LogOdds.Datafits;
using LogOdds.Numerics;

namespace LogOdds.Bench.Kernels;

/// <summary>Loss, gradient and curvature of a block of rows, as every pass asks for them.</summary>
[MemoryDiagnoser]
public class LogisticDatafit
{
    private const int Rows = 1024;

    private readonly Logistic _datafit = new();
    private readonly double[] _response = new double[Rows];
    private readonly double[] _eta = new double[Rows];
    private readonly double[] _residual = new double[Rows];
    private readonly double[] _curvature = new double[Rows];

    /// <summary>Log-odds as a fit meets them: most within a few units of 0.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new SeededRandom(1);
        for (var i = 0; i < Rows; i++)
        {
            _eta[i] = 2 * random.NextNormal();
            _response[i] = random.NextDouble() < 0.5 ? 1 : 0;
        }
    }

    /// <summary>With curvature, for Newton.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public double LossGradientCurvature() => _datafit.Evaluate(_response, default, _eta, _residual, _curvature);

    /// <summary>Without, for L-BFGS.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public double LossGradient() => _datafit.Evaluate(_response, default, _eta, _residual, default);
}
