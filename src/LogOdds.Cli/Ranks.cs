using LogOdds.Data;
using LogOdds.Mpi;
using LogOdds.Numerics;

namespace LogOdds.Cli;

/// <summary>The processes that share a fit out, where mpirun started several. The first of them speaks.</summary>
internal static class Ranks
{
    private static MpiCommunicator? _started;

    /// <summary>The processes; this one where it is alone.</summary>
    public static ICommunicator Communicator => _started is null ? Alone.Instance : _started;

    /// <summary>Whether mpirun started this process.</summary>
    public static bool AreStarted => _started is not null;

    /// <summary>Whether this process prints and writes files.</summary>
    public static bool Speaks => Communicator.Rank == 0;

    /// <summary>Starts them. The others fall silent.</summary>
    /// <exception cref="UnusableDataException">The MPI library is not on this machine.</exception>
    public static void Start()
    {
        if (!MpiCommunicator.IsLaunched)
        {
            WarnOfTasks();
            return;
        }
        // mpirun gives its processes a terminal of its own making; what is meant for one would end up in the user's file.
        Environment.SetEnvironmentVariable("TERM", "dumb");
        var errors = Console.Error;
        _started = MpiCommunicator.Start(message => errors.WriteLine($"logodds: {message}"));
        if (Speaks) return;
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }

    /// <summary>Says what to do where a process is lost.</summary>
    public static void SetRemedy(string remedy)
    {
        if (_started is null) return;
        _started.Remedy = remedy;
        if (!MpiCommunicator.HasLastWord) Console.Error.WriteLine($"logodds: where a process dies, this job may end without another word. {remedy}");
    }

    /// <summary>Refuses a command that several processes would do over again.</summary>
    /// <exception cref="UsageException">There are several.</exception>
    public static void RequireAlone(string command)
    {
        if (Communicator.Size > 1) throw new UsageException($"{command} is not shared out over several processes: start it by itself");
    }

    /// <summary>Ends them: with the error that this process ended with, if it did.</summary>
    public static void End(string? failure)
    {
        if (failure is not null) _started?.Fail(failure);
        _started?.Dispose();
    }

    // Without --mpi, srun starts processes that do not know of each other: each would do all, and write the same files.
    private static void WarnOfTasks()
    {
        if (Environment.GetEnvironmentVariable("SLURM_STEP_NUM_TASKS") is { } tasks and not "1" && Environment.GetEnvironmentVariable("SLURM_PROCID") == "0")
            Console.Error.WriteLine($"logodds: srun started {tasks} tasks that do not know of each other. To share one fit out, start it by srun --mpi=pmix, or --mpi=pmi2 with MPICH.");
    }
}
