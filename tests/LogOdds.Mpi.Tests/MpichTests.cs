namespace LogOdds.Tests;

/// <summary>The other MPI library, by the same binding.</summary>
public class MpichTests
{
    [Fact]
    public void Bytes_come_from_every_process()
    {
        var run = Job.Mpich("LogOdds.Mpi.Host.dll", 3, "gather");
        Assert.Equal(0, run.Code);
        Assert.Equal(Lines(Job.Host(3, "gather").Output), Lines(run.Output));

        static string[] Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_fit_has_the_bits_it_has_with_open_mpi(int size)
    {
        string[] command = ["fit", "birthwt.csv", "--formula", "low ~ age + lwt + smoke + race", "--json"];
        var run = Job.Mpich("LogOdds.Cli.dll", size, command);
        Assert.Equal(Job.Command(size, command).Coefficients, run.Coefficients);
        // It kills a job's processes without a word, so what to do then is said before.
        Assert.Contains("where a process dies, this job may end without another word. Start it again; with --checkpoint FILE a fit can be resumed.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_ends_alone_is_named()
    {
        var run = Job.Mpich("LogOdds.Mpi.Host.dll", 3, "fail-alone");
        Assert.NotEqual(0, run.Code);
        Assert.Matches(@"rank 1 \(.+\) is lost: its rows are not usable\. Start the job again\.", run.Output + run.Errors);
    }
}
