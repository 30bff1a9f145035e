using System.Diagnostics;
using System.Globalization;

namespace LogOdds.Tests;

/// <summary>Processes that mpirun starts, and what they do together.</summary>
public class CommunicatorTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Sums_are_those_of_the_library_and_the_same_bits_on_all_ranks_and_in_all_runs(int size)
    {
        var run = Job.Host(size, "sums");
        Assert.True(run.Code == 0, run.Errors);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(7, lines.Length);
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            Assert.Equal("True", parts[1]);
            Assert.InRange(double.Parse(parts[2], CultureInfo.InvariantCulture), 0, 1e-15);
        }
        Assert.Equal(run.Output, Job.Host(size, "sums").Output);
    }

    [Theory]
    [InlineData(1, "0:  0 1000000")]
    [InlineData(3, ",<1>,<2><2> 0 6000000")]
    [InlineData(4, ",<1>,<2><2>,<3><3><3> 0 10000000")]
    public void Bytes_of_any_length_come_to_all(int size, string expected)
    {
        var run = Job.Host(size, "gather");
        Assert.True(run.Code == 0, run.Errors);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(size, lines.Length);
        Assert.All(lines, line => Assert.EndsWith(expected, line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_process_that_dies_ends_the_job_with_what_to_do()
    {
        using var job = new Job("LogOdds.Mpi.Host.dll", 3, "hang");
        var pid = 0;
        for (var k = 0; k < 3; k++)
            if (job.Output.ReadLine()!.Split(' ') is ["rank", "1", var text]) pid = int.Parse(text, CultureInfo.InvariantCulture);
        Process.GetProcessById(pid).Kill();
        var run = job.End();
        Assert.NotEqual(0, run.Code);
        Assert.Contains("process rank 1", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("a process of it died. Start the job again.", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_stops_answering_is_named()
    {
        using var job = new Job("LogOdds.Mpi.Host.dll", 3, "hang");
        var pid = 0;
        for (var k = 0; k < 3; k++)
            if (job.Output.ReadLine()!.Split(' ') is ["rank", "1", var text]) pid = int.Parse(text, CultureInfo.InvariantCulture);
        // What a cut link looks like from the other side: there is the process, and it says nothing.
        using (var stop = Process.Start("kill", ["-STOP", $"{pid}"])) stop.WaitForExit();
        var run = job.End();
        Assert.NotEqual(0, run.Code);
        Assert.Matches(@"rank 1 \(.+\) is lost: it has not answered for 7 seconds\. Start the job again\.", run.Output + run.Errors);
    }

    [Fact]
    public void A_process_may_compute_for_longer_than_silence_may_last() => Assert.Equal("done", Job.Host(3, "compute").Output.Trim());

    [Fact]
    public void A_process_that_fails_alone_ends_the_job_with_its_error()
    {
        var run = Job.Host(3, "fail-alone");
        Assert.NotEqual(0, run.Code);
        Assert.Matches(@"rank 1 \(.+\) is lost: its rows are not usable\. Start the job again\.", run.Output + run.Errors);
    }

    [Fact]
    public void Processes_that_all_fail_end_by_themselves()
    {
        var run = Job.Host(3, "fail");
        Assert.Equal(1, run.Code);
        Assert.DoesNotContain("is lost", run.Output + run.Errors, StringComparison.Ordinal);
    }
}
