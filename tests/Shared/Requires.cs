namespace LogOdds.Tests;

/// <summary>What a test needs besides the SDK. Without it the test is skipped with the reason, or fails where everything is required.</summary>
internal static class Requires
{
    /// <summary>Whether the page's charts were restored by the build.</summary>
    public static bool HasCharts { get; } = File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "lib", "d3.min.js"));

    public static void Charts() => That(HasCharts, "The page's charts are missing: install Node (apt-get install nodejs npm) and build again.");

    /// <summary>Open MPI, of which tests start jobs of several processes on this machine.</summary>
    public static void Mpi() => That(IsOnPath("mpirun"), "mpirun is missing: install Open MPI (apt-get install openmpi-bin).");

    /// <summary>MPICH, the other library.</summary>
    public static void Mpich() => That(IsOnPath("mpiexec.hydra"), "mpiexec.hydra is missing: install MPICH (apt-get install mpich).");

    public static void That(bool isThere, string reason)
    {
        if (isThere) return;
        if (Environment.GetEnvironmentVariable("LOGODDS_REQUIRE_ALL") == "1") Assert.Fail(reason);
        Assert.Skip(reason);
    }

    private static bool IsOnPath(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
