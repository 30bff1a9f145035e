using LogOdds.Numerics;

namespace LogOdds.Tests;

/// <summary>Processes that share the rows of a fit out, as threads of this one.</summary>
internal sealed class ThreadRanks : ICommunicator
{
    private readonly Meeting _meeting;

    private ThreadRanks(int rank, Meeting meeting) => (Rank, _meeting) = (rank, meeting);

    public int Rank { get; }

    public int Size => _meeting.Bytes.Length;

    /// <summary>What each rank gives. Where all fail, the failure of the first; where some fail and others wait for them, their failure.</summary>
    public static T[] Run<T>(int size, Func<ICommunicator, T> run)
    {
        var meeting = new Meeting(size);
        var answers = new T[size];
        var failures = new Exception?[size];
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                answers[rank] = run(new ThreadRanks(rank, meeting));
            }
            catch (Exception e)
            {
                failures[rank] = e;
            }
            meeting.Leave();
        }, 16 << 20)).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        // A rank that was left alone failed because of another.
        if ((Array.Find(failures, e => e is not null and not TimeoutException) ?? Array.Find(failures, e => e is not null)) is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return answers;
    }

    public void Sum(Span<double> values) => Fold(values, (a, b) => a + b);

    public void Maximum(Span<double> values) => Fold(values, Math.Max);

    public byte[][] Gather(ReadOnlySpan<byte> own)
    {
        _meeting.Bytes[Rank] = own.ToArray();
        _meeting.Meet();
        var all = _meeting.Bytes.ToArray();
        _meeting.Meet();
        return all;
    }

    public byte[][] Exchange(byte[][] own)
    {
        _meeting.Parts[Rank] = own;
        _meeting.Meet();
        var mine = Array.ConvertAll(_meeting.Parts, parts => parts[Rank]);
        _meeting.Meet();
        return mine;
    }

    private void Fold(Span<double> values, Func<double, double, double> fold)
    {
        var all = Array.ConvertAll(Gather(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values)), bytes => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(bytes).ToArray());
        Assert.All(all, own => Assert.Equal(all[0].Length, own.Length));
        for (var i = 0; i < values.Length; i++) values[i] = all.Select(own => own[i]).Aggregate(fold);
    }

    /// <summary>Where ranks wait for each other. One that leaves while others wait breaks the meeting.</summary>
    private sealed class Meeting(int size)
    {
        private int _waiting;
        private int _round;
        private int _left;

        public byte[][] Bytes { get; } = new byte[size][];

        public byte[][][] Parts { get; } = new byte[size][][];

        public void Meet()
        {
            lock (this)
            {
                var round = _round;
                if (++_waiting == size) (_waiting, _round) = (0, _round + 1);
                Monitor.PulseAll(this);
                while (round == _round && _left == 0) Monitor.Wait(this);
                if (round == _round) throw new TimeoutException("Another rank has ended.");
            }
        }

        public void Leave()
        {
            lock (this)
            {
                _left++;
                Monitor.PulseAll(this);
            }
        }
    }
}
