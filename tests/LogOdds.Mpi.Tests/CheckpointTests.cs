using System.Diagnostics;

namespace LogOdds.Tests;

/// <summary>Jobs of which a process is killed, and which are resumed.</summary>
public class CheckpointTests
{
    private const int Kills = 20;

    [Fact]
    public void A_job_that_is_killed_again_and_again_comes_to_the_same_bits()
    {
        using var folder = new TemporaryFolder(isInMemory: true);
        string[] command =
        [
            "fit", "birthwt.csv", "--formula", "low ~ age + lwt + smoke", "--solver", "gradient-descent", "--standardize", "population", "--learning-rate", "0.5",
            "--max-iterations", "3000", "--tolerance", "0", "--json", "--checkpoint", folder.PathOf("fit.checkpoint"), "--resume",
        ];
        var expected = Job.Command(2, command[..^3]).Coefficients;
        var random = new Random(2);
        for (var kills = 0; kills < Kills;)
        {
            using var job = new Job("LogOdds.Cli.dll", 2, command);
            Thread.Sleep(random.Next(300, 1400));
            if (job.Processes is { Length: > 0 } processes && Kill(processes[random.Next(processes.Length)]))
            {
                kills++;
                // It may have been done before it was killed.
                if (job.End().Code != 0) continue;
            }
            else Assert.Equal(expected, job.End().Coefficients);
            File.Delete(folder.PathOf("fit.checkpoint"));
        }
        Assert.Equal(expected, Job.Command(2, command).Coefficients);
    }

    // Whichever it is: the first speaks for the job, but cannot where it is the lost one.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_lost_process_says_how_to_resume(int place)
    {
        using var folder = new TemporaryFolder();
        using var job = new Job("LogOdds.Cli.dll", 2, "fit", "birthwt.csv", "--formula", "low ~ age + lwt + smoke", "--solver", "gradient-descent", "--learning-rate", "1e-9",
            "--max-iterations", "100000000", "--checkpoint", folder.PathOf("fit.checkpoint"));
        while (!File.Exists(folder.PathOf("fit.checkpoint"))) Thread.Sleep(10);
        Thread.Sleep(200);
        Assert.True(Kill(job.Processes.Order().ElementAt(place)));
        var run = job.End();
        Assert.Contains("Start it again with --resume.", run.Output + run.Errors, StringComparison.Ordinal);
    }

    private static bool Kill(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            found.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
