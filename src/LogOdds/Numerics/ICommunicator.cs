namespace LogOdds.Numerics;

/// <summary>
/// The processes that share out the rows of a fit. Each holds its own rows and runs the same program; where sums over rows are made they
/// are added over all of them. So every process sees the same sums, to the last bit, and takes the same steps.
/// </summary>
/// <remarks>Every process calls the same methods in the same order, with as many values, from one thread at a time.</remarks>
public interface ICommunicator
{
    /// <summary>The number of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>How many processes there are.</summary>
    int Size { get; }

    /// <summary>
    /// Replaces each value by its sum over the processes, added in an order that depends on <see cref="Size"/> alone: the same bits on each, and
    /// in each run with as many.
    /// </summary>
    void Sum(Span<double> values);

    /// <summary>Replaces each value by the largest of the processes'; NaN where one is.</summary>
    void Maximum(Span<double> values);

    /// <summary>Everybody's bytes, by rank; they may differ in length.</summary>
    byte[][] Gather(ReadOnlySpan<byte> own);

    /// <summary>What each process has for this one, by rank.</summary>
    /// <param name="own">What this one has for each, by rank; they may differ in length.</param>
    byte[][] Exchange(byte[][] own);
}
