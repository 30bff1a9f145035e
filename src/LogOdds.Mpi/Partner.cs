using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace LogOdds.Mpi;

/// <summary>What a process and one of its partners let each other know: that they are there, and in the end how they ended.</summary>
internal sealed unsafe class Partner(MpiLibrary library, int rank)
{
    private const int Tag = 2;
    private const int MessageBytes = 1024;
    private const byte Alive = 1, Farewell = 2;
    private const int Head = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // MPI writes and reads here while the program does other things, so it must not be moved.
    private readonly byte[] _incoming = GC.AllocateArray<byte>(MessageBytes, pinned: true);
    private readonly byte[] _outgoing = GC.AllocateArray<byte>(MessageBytes, pinned: true);
    private readonly nint[] _requests = GC.AllocateArray<nint>(2, pinned: true);
    private bool _isReceiving;
    private bool _isSending;
    private long _sent;
    private bool _saidFarewell;

    public int Rank { get; } = rank;

    /// <summary>When it was heard last.</summary>
    public long Heard { get; set; } = Stopwatch.GetTimestamp();

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Why it ended; null where nothing was wrong.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether both have ended and nothing is under way between them.</summary>
    public bool IsDone => HasEnded && _saidFarewell && !_isSending;

    /// <summary>Takes what has come, and sends what is due. The library's gate is held.</summary>
    /// <param name="isEnding">Whether this process has nothing more to do.</param>
    /// <param name="failure">Why; null where nothing is wrong.</param>
    public void Exchange(bool isEnding, string? failure)
    {
        fixed (byte* incoming = _incoming, outgoing = _outgoing)
        fixed (nint* requests = _requests)
        {
            if (!_isReceiving && !HasEnded)
            {
                library.Receive(incoming, MessageBytes, Rank, Tag, &requests[0]);
                _isReceiving = true;
            }
            if (_isReceiving && library.IsDone(&requests[0]))
            {
                _isReceiving = false;
                Heard = Stopwatch.GetTimestamp();
                if (incoming[0] == Farewell) Take();
            }
            if (_isSending && library.IsDone(&requests[1])) _isSending = false;
            if (_isSending || _saidFarewell || !(isEnding || _sent == 0 || Stopwatch.GetElapsedTime(_sent) >= Interval)) return;
            library.Send(outgoing, Write(isEnding, failure), Rank, Tag, &requests[1]);
            (_isSending, _saidFarewell, _sent) = (true, isEnding, Stopwatch.GetTimestamp());
        }
    }

    private void Take()
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(_incoming.AsSpan(1));
        Failure = length > 0 ? Encoding.UTF8.GetString(_incoming, Head, length) : null;
        HasEnded = true;
    }

    private int Write(bool isEnding, string? failure)
    {
        _outgoing[0] = isEnding ? Farewell : Alive;
        Encoding.UTF8.GetEncoder().Convert(failure ?? "", _outgoing.AsSpan(Head), flush: true, out _, out var length, out _);
        BinaryPrimitives.WriteUInt16LittleEndian(_outgoing.AsSpan(1), (ushort)length);
        return Head + length;
    }
}
