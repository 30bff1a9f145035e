using System.Diagnostics;

namespace LogOdds.Mpi;

/// <summary>Bytes by MPI. Waiting is asking again and again, so that a partner that will never answer holds up nothing for ever.</summary>
internal sealed unsafe class MpiLink(MpiLibrary library, Heartbeat heartbeat) : ILink
{
    private const int Tag = 1;
    private const int PieceBytes = 1 << 26;

    // An answer mostly comes at once. After that others may have the core, and after that it may rest.
    private const int Tries = 200;
    private static readonly TimeSpan Wakeful = TimeSpan.FromMilliseconds(20);

    public void Swap(int partner, ReadOnlySpan<byte> send, Span<byte> receive)
    {
        do
        {
            var (outgoing, incoming) = (Math.Min(send.Length, PieceBytes), Math.Min(receive.Length, PieceBytes));
            fixed (byte* from = send, to = receive)
            {
                nint sending = 0, receiving = 0;
                lock (library.Gate)
                {
                    if (incoming > 0) library.Receive(to, incoming, partner, Tag, &receiving);
                    if (outgoing > 0) library.Send(from, outgoing, partner, Tag, &sending);
                }
                if (incoming > 0) Wait(&receiving, partner);
                if (outgoing > 0) Wait(&sending, partner);
            }
            send = send[outgoing..];
            receive = receive[incoming..];
        }
        while (send.Length + receive.Length > 0);
    }

    private void Wait(nint* request, int partner)
    {
        for (var tries = 0; tries < Tries; tries++)
            if (IsDone(request)) return;
        for (var started = Stopwatch.GetTimestamp(); !IsDone(request);)
        {
            heartbeat.RequireUnended(partner);
            if (Stopwatch.GetElapsedTime(started) < Wakeful) Thread.Yield();
            else Thread.Sleep(1);
        }
    }

    private bool IsDone(nint* request)
    {
        lock (library.Gate) return library.IsDone(request);
    }
}
