using System.Diagnostics;
using System.Globalization;

namespace LogOdds.Tests;

/// <summary>Processes killed in mid-work: what stands under a final name is whole, the old or the new.</summary>
public class KillTests
{
    private const int Kills = 25;

    [Fact]
    public void A_killed_fit_leaves_no_damaged_model()
    {
        // So many coefficients that writing them is a good part of the work.
        const int rows = 1000, columns = 200_000;
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        using (var data = new StreamWriter(folder.PathOf("wide.svm")))
            for (var row = 0; row < rows; row++)
            {
                data.Write(row % 2);
                foreach (var column in Enumerable.Range(0, columns / rows * 2).Select(_ => random.Next(1, columns + 1)).Distinct().Order())
                    data.Write(string.Create(CultureInfo.InvariantCulture, $" {column}:{random.NextDouble():F3}"));
                data.Write('\n');
            }
        ShowWhole(folder, "model.json", ["fit", folder.PathOf("wide.svm"), "--penalty", "l2", "--lambda", "0.1", "--quiet", "--out"]);
    }

    [Fact]
    public void A_killed_fit_leaves_no_damaged_report()
    {
        Requires.Charts();
        using var folder = new TemporaryFolder();
        ShowWhole(folder, "report.html", ["fit", Repository.Sample("birthwt.csv"), "--formula", "low ~ age + lwt + race + smoke", "--quiet", "--report"]);
    }

    /// <summary>Kills a command at random moments of its second half, in which it writes a file.</summary>
    private static void ShowWhole(TemporaryFolder folder, string name, string[] command)
    {
        var path = folder.PathOf(name);
        command = [.. command, path];
        var started = Stopwatch.GetTimestamp();
        Cli.Done(command);
        var whole = Stopwatch.GetElapsedTime(started);
        var written = File.ReadAllBytes(path);
        byte[] before = [1, 2, 3];
        var random = new Random(2);
        for (var kill = 0; kill < Kills; kill++)
        {
            File.WriteAllBytes(path, before);
            Cli.Killed(whole * (0.5 + 0.6 * random.NextDouble()), command);
            var found = File.ReadAllBytes(path);
            Assert.True(found.AsSpan().SequenceEqual(before) || found.AsSpan().SequenceEqual(written), $"kill {kill} left {found.Length} bytes; the file has {written.Length}");
        }
    }
}
