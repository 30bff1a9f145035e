using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LogOdds.Tests;

/// <summary>The Lab as a command: it says where it is, answers there, and ends when it is told to.</summary>
public class LabCommandTests
{
    [Fact]
    public async Task It_says_where_it_is_and_serves_the_page_and_the_file()
    {
        using var lab = Start("lab", Repository.Sample("birthwt.csv"), "--no-open");
        try
        {
            var line = await lab.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("The Lab is at http://127.0.0.1:", line);
            using var client = new HttpClient { BaseAddress = new Uri(line!.Split(' ')[^1]) };
            Assert.Contains("LogOdds Lab", await client.GetStringAsync("/", TestContext.Current.CancellationToken));
            Assert.Contains("birthwt.csv", await client.GetStringAsync("/api/workbench/", TestContext.Current.CancellationToken));
        }
        finally
        {
            lab.Kill();
            await lab.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task It_ends_when_it_is_told_to()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "signals are sent by kill");
        using var lab = Start("lab", "--no-open");
        _ = await lab.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-TERM", $"{lab.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromSeconds(20));
        await lab.WaitForExitAsync(late.Token);
        Assert.Equal("", await lab.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_port_that_is_taken_a_wrong_port_and_an_absent_file_are_told_of()
    {
        Requires.Charts();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = Cli.Run("lab", "--no-open", "--port", $"{((IPEndPoint)other.LocalEndpoint).Port}");
        Assert.Equal(1, taken.Code);
        Assert.Contains("is taken", taken.Errors);
        Assert.Equal(2, Cli.Run("lab", "--no-open", "--port", "70000").Code);
        var absent = Cli.Run("lab", "--no-open", "nothing.csv");
        Assert.Equal(1, absent.Code);
        Assert.Contains("nothing.csv", absent.Errors);
    }

    private static Process Start(params string[] args)
    {
        Requires.Charts();
        return Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LogOdds.Cli.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
