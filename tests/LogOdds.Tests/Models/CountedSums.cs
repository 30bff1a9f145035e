using LogOdds.Objectives;

namespace LogOdds.Tests.Models;

/// <summary>Rows of three columns that count how often they are asked, and whose loss is the first coefficient.</summary>
internal sealed class CountedSums : IRowSums
{
    public int Passes { get; private set; }

    public int Columns => 3;

    public long Rows => 100;

    public double TotalWeight => Rows;

    public double NumbersPerPass => Rows * Columns;

    public double ProductsPerHessian => NumbersPerPass;

    public bool HasSamples => false;

    public int CurvatureLength => 0;

    public IRowSums Sample(long rows) => throw new NotSupportedException();

    public double Sum(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> packedHessian)
    {
        Passes++;
        gradient.Span.Fill(1);
        packedHessian.Span.Fill(2);
        return coefficients.Span[0];
    }

    public void SumMany(int count, ReadOnlyMemory<double> coefficients, Span<double> losses, Span<double> gradients) => throw new NotSupportedException();

    public double SumWithCurvature(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> curvature) => throw new NotSupportedException();

    public void SumHessianProduct(ReadOnlyMemory<double> curvature, ReadOnlyMemory<double> direction, Memory<double> product) => throw new NotSupportedException();

    public double TotalCurvature(ReadOnlySpan<double> curvature) => throw new NotSupportedException();
}
