namespace LogOdds.Mpi;

/// <summary>Bytes between this process and another.</summary>
internal interface ILink
{
    /// <summary>Sends to a partner and receives from it at the same time; the partner does the like. Either part may be empty.</summary>
    void Swap(int partner, ReadOnlySpan<byte> send, Span<byte> receive);
}
