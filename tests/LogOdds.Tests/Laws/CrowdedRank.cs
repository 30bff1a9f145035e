using LogOdds.Numerics;

namespace LogOdds.Tests.Laws;

/// <summary>
/// One of two processes alike whose sums count as often as is said, as if each row stood there so many times. Rankings, which bring the rows
/// themselves together, mean nothing here.
/// </summary>
internal sealed class CrowdedRank(double times) : ICommunicator
{
    public int Rank => 0;

    public int Size => 2;

    public void Sum(Span<double> values) => VectorKernels.Scale(values, times);

    public void Maximum(Span<double> values)
    {
    }

    public byte[][] Gather(ReadOnlySpan<byte> own) => [own.ToArray(), own.ToArray()];

    public byte[][] Exchange(byte[][] own) => [own[0], own[0]];
}
