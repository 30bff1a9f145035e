using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Mpi;

/// <summary>
/// The processes that mpirun, mpiexec or srun started. Open MPI and MPICH are found at run time; nothing of them is needed to build.
/// </summary>
/// <remarks>
/// A process that dies, ends with an error of its own or does not answer ends the job on all of them within ten seconds.
/// </remarks>
public sealed class MpiCommunicator : ICommunicator, IDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);

    private readonly MpiLibrary _library;
    private readonly Action<string> _onLost;
    private readonly Heartbeat _heartbeat;
    private readonly Hypercube _hypercube;
    private readonly string[][] _places;
    private string? _failure;
    private readonly PosixSignalRegistration _ended;
    private bool _isDisposed;

    private MpiCommunicator(MpiLibrary library, Action<string> onLost)
    {
        (_library, _onLost, _places) = (library, onLost, []);
        (Rank, Size) = library.Start();
        _heartbeat = new Heartbeat(library, Hypercube.Partners(Rank, Size), Lose);
        _hypercube = new Hypercube(Rank, Size, new MpiLink(library, _heartbeat));
        // mpirun knows which process died, but not what to do about it: the first process says that, or the second where it is the first that died.
        _ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => TellEnd());
        _places = this.GatherTexts([Environment.MachineName, $"{Environment.ProcessId}"]);
        RequireLikeProcessors();
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>What a message about a lost process says to do, a sentence.</summary>
    public string Remedy { get; set; } = "Start the job again.";

    /// <summary>Whether mpirun, mpiexec or srun started this process, as the environment says.</summary>
    public static bool IsLaunched => MpiLibrary.Launch() != Launch.None;

    /// <summary>
    /// Whether a job of which a process dies is ended with a word before, so that the last one can be said then: mpirun of Open MPI gives it a second.
    /// srun and mpiexec of MPICH end all processes at once; what is to be said has to be said before.
    /// </summary>
    public static bool HasLastWord => MpiLibrary.Launch() == Launch.OpenMpi;

    /// <summary>Starts MPI in a process that is one of a job. To be called once.</summary>
    /// <param name="onLost">Told which process was lost and what to do, right before all are ended.</param>
    /// <exception cref="UnusableDataException">The MPI library is not on this machine, or the machines are not alike.</exception>
    /// <exception cref="InvalidOperationException">The process is none of a job (<see cref="IsLaunched"/>).</exception>
    public static MpiCommunicator Start(Action<string> onLost) => IsLaunched
        ? new MpiCommunicator(MpiLibrary.Load(MpiLibrary.Launch()), onLost)
        : throw new InvalidOperationException("This process was not started by mpirun, mpiexec or srun.");

    /// <inheritdoc/>
    public void Sum(Span<double> values) => _hypercube.Fold<SumFold>(values);

    /// <inheritdoc/>
    public void Maximum(Span<double> values) => _hypercube.Fold<MaximumFold>(values);

    /// <inheritdoc/>
    public byte[][] Gather(ReadOnlySpan<byte> own) => _hypercube.Gather(own);

    /// <inheritdoc/>
    public byte[][] Exchange(byte[][] own) => _hypercube.Exchange(own);

    /// <summary>Says, before <see cref="Dispose"/>, that this process ends with an error. Where others do not, that ends the job.</summary>
    /// <param name="message">The error.</param>
    public void Fail(string message) => _failure = message.Length > 0 ? message : "it failed";

    /// <summary>Ends MPI, when all processes have come here.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _heartbeat.End(_failure);
        _ended.Dispose();
        _library.End();
    }

    // Each process takes the steps of the solver by itself, and all must be the same to the last bit.
    private void RequireLikeProcessors()
    {
        var all = this.GatherTexts([$"{RuntimeInformation.ProcessArchitecture} with vectors of {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits and .NET {Environment.Version}"]);
        if (Array.FindIndex(all, other => other[0] != all[0][0]) is var rank and > 0)
            throw new UnusableDataException($"the machines compute otherwise: {Describe(0)} is {all[0][0]}, {Describe(rank)} is {all[rank][0]}", remedy: "Start the job on machines that are alike.");
    }

    private void Lose(int rank, string what)
    {
        _onLost($"{Describe(rank)} is lost: {what.TrimEnd('.')}. {Remedy}");
        // To end the others takes a network, which may be what is missing.
        _ = Task.Delay(LongestEnd).ContinueWith(_ => Environment.Exit(1), TaskScheduler.Default);
        lock (_library.Gate) _library.Abort(1);
    }

    private void TellEnd()
    {
        if (Rank == 0 || (Rank == 1 && IsFirstGone())) _onLost($"the job was ended from outside, or because a process of it died. {Remedy}");
        // mpirun gives its processes a second, but kills them as soon as one has ended: the others leave that time to the one that speaks.
        else Thread.Sleep(LongestEnd);
    }

    // On another machine it cannot be seen, and to be told twice is better than not at all.
    private bool IsFirstGone()
    {
        // Before places are known there is nothing to resume.
        if (_places is not [var first, ..]) return false;
        if (first[0] != Environment.MachineName) return true;
        try
        {
            using var process = Process.GetProcessById(int.Parse(first[1], CultureInfo.InvariantCulture));
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private string Describe(int rank) => rank < _places.Length ? $"rank {rank} ({_places[rank][0]})" : $"rank {rank}";
}
