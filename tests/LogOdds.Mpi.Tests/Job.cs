using System.Diagnostics;
using System.Text.Json;

// A job takes all cores, and waits by asking again and again: two at a time slow each other down manifold.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace LogOdds.Tests;

/// <summary>What a job of several processes gave.</summary>
internal sealed record JobRun(int Code, string Output, string Errors)
{
    /// <summary>The coefficients of a fit, as they were printed.</summary>
    public string Coefficients
    {
        get
        {
            Assert.True(Code == 0, Output + Errors);
            using var json = JsonDocument.Parse(Output);
            return json.RootElement.GetProperty("coefficients").GetRawText();
        }
    }
}

/// <summary>A job of several processes that mpirun of Open MPI starts on this machine, or mpiexec of MPICH.</summary>
internal sealed class Job : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Process _mpirun;
    private readonly Task<string> _errors;

    /// <summary>Starts a program of the tests' folder.</summary>
    public Job(string program, int size, params string[] args) : this(Repository.PathOf("samples", "data"), isMpich: false, program, size, args)
    {
    }

    private Job(string folder, bool isMpich, string program, int size, string[] args)
    {
        if (isMpich) Requires.Mpich();
        else Requires.Mpi();
        string[] launcher = isMpich ? ["mpiexec.hydra"] : ["mpirun", "--oversubscribe"];
        var start = new ProcessStartInfo(launcher[0], [.. launcher[1..], "-n", $"{size}", "dotnet", Path.Combine(AppContext.BaseDirectory, program), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        // In a container all is done by root, which mpirun takes for a mistake.
        (start.Environment["OMPI_ALLOW_RUN_AS_ROOT"], start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"]) = ("1", "1");
        _mpirun = Process.Start(start)!;
        _mpirun.StandardInput.Close();
        _errors = _mpirun.StandardError.ReadToEndAsync();
    }

    /// <summary>The processes that run, in no order.</summary>
    public int[] Processes =>
    [
        .. from folder in Directory.GetDirectories("/proc")
           where int.TryParse(Path.GetFileName(folder), out _) && IsOwn(folder)
           select int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture),
    ];

    /// <summary>What the processes print.</summary>
    public StreamReader Output => _mpirun.StandardOutput;

    public static JobRun Host(int size, params string[] args) => Run(Repository.PathOf("samples", "data"), isMpich: false, "LogOdds.Mpi.Host.dll", size, args);

    /// <summary>Runs the tests' program in a folder.</summary>
    public static JobRun HostIn(string folder, int size, params string[] args) => Run(folder, isMpich: false, "LogOdds.Mpi.Host.dll", size, args);

    public static JobRun Command(int size, params string[] args) => Run(Repository.PathOf("samples", "data"), isMpich: false, "LogOdds.Cli.dll", size, args);

    /// <summary>Runs the tests' program, or the command, by MPICH.</summary>
    public static JobRun Mpich(string program, int size, params string[] args) => Run(Repository.PathOf("samples", "data"), isMpich: true, program, size, args);

    /// <summary>Waits for the job.</summary>
    public JobRun End()
    {
        var output = Output.ReadToEndAsync();
        Assert.True(_mpirun.WaitForExit(Longest), $"The job does not end: {States()}");
        return new JobRun(_mpirun.ExitCode, output.Result, _errors.Result);
    }

    public void Dispose()
    {
        if (!_mpirun.HasExited) _mpirun.Kill(entireProcessTree: true);
        _mpirun.Dispose();
    }

    // What mpirun and the processes wait for; a process that waits for a disk cannot even be killed.
    private string States() => string.Join(", ", Processes.Prepend(_mpirun.Id).Select(id =>
    {
        try
        {
            var threads = Directory.GetDirectories($"/proc/{id}/task").Select(thread => $"{State(thread)} in {File.ReadAllText(Path.Combine(thread, "wchan"))}");
            return $"{id} ({string.Join(", ", threads)})";
        }
        catch (IOException)
        {
            return $"{id} (ended)";
        }
    }));

    private static char State(string folder)
    {
        var stat = File.ReadAllText(Path.Combine(folder, "stat"));
        return stat[stat.LastIndexOf(')') + 2];
    }

    // The parent is the second field after the name, which stands in brackets.
    private bool IsOwn(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 1)..].Split(' ')[2] == $"{_mpirun.Id}";
        }
        catch (IOException)
        {
            // It ended while it was looked at.
            return false;
        }
    }

    private static JobRun Run(string folder, bool isMpich, string program, int size, string[] args)
    {
        using var job = new Job(folder, isMpich, program, size, args);
        return job.End();
    }
}
