using System.Diagnostics;

namespace LogOdds.Mpi;

/// <summary>
/// Notices when a partner is no longer there. mpirun ends a job of which a process dies; but behind a cut link, or on a machine without power,
/// nothing dies that it could see, and MPI waits for ever. So partners send each other a word a second, from a thread of its own, for a
/// process may compute for minutes between two sums.
/// </summary>
internal sealed class Heartbeat
{
    /// <summary>A partner that has said nothing for so long is not there.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(7);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // What a partner sent before it ended comes before the word that it ended, but its memory may still be on the way.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly MpiLibrary _library;
    private readonly Partner[] _partners;
    private readonly Action<int, string> _lose;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _end = new();
    private string? _failure;

    /// <summary>Starts the thread.</summary>
    /// <param name="library">The MPI library.</param>
    /// <param name="partners">The processes that this one waits for.</param>
    /// <param name="lose">Ends the job, told which process is lost and what happened to it.</param>
    public Heartbeat(MpiLibrary library, IEnumerable<int> partners, Action<int, string> lose)
    {
        (_library, _lose) = (library, lose);
        _partners = [.. partners.Select(rank => new Partner(library, rank))];
        _thread = new Thread(Beat) { IsBackground = true, Name = "heartbeat" };
        _thread.Start();
    }

    /// <summary>Ends the job where a partner that is waited for has ended.</summary>
    public void RequireUnended(int rank)
    {
        foreach (var partner in _partners)
            if (partner.Rank == rank && partner.HasEnded && Stopwatch.GetElapsedTime(partner.Heard) > Grace) Lose(partner);
    }

    /// <summary>Tells the partners that this process has ended, and waits until they have.</summary>
    /// <param name="failure">Why it ended; null where nothing is wrong.</param>
    public void End(string? failure)
    {
        _failure = failure;
        _end.Set();
        _thread.Join();
        // Where all end with an error it is the same, and told once; the first process speaks for itself.
        if (failure is null && Array.Find(_partners, partner => partner.Failure is not null && partner.Rank > 0) is { } failed) Lose(failed);
    }

    private void Lose(Partner partner) => _lose(partner.Rank, partner.Failure ?? "it ended while others went on");

    private void Beat()
    {
        var last = Stopwatch.GetTimestamp();
        while (!Array.TrueForAll(_partners, partner => partner.IsDone))
        {
            // Who was stopped himself has heard nothing meanwhile.
            if (Stopwatch.GetElapsedTime(last) > Silence / 2)
                foreach (var partner in _partners) partner.Heard = Stopwatch.GetTimestamp();
            last = Stopwatch.GetTimestamp();
            var isEnding = _end.IsSet;
            lock (_library.Gate)
                foreach (var partner in _partners) partner.Exchange(isEnding, _failure);
            foreach (var partner in _partners)
                if (!partner.HasEnded && Stopwatch.GetElapsedTime(partner.Heard) > Silence) _lose(partner.Rank, $"it has not answered for {Silence.TotalSeconds} seconds");
            if (isEnding) Thread.Sleep(1);
            else _end.Wait(Pause);
        }
    }
}
