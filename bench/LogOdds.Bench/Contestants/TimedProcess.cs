using System.Diagnostics;

namespace LogOdds.Bench.Contestants;

/// <summary>How a process ended.</summary>
/// <param name="Seconds">Its wall time.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Failure">Null when it ended well, else why it did not, in words.</param>
internal sealed record ProcessResult(double Seconds, string Output, string? Failure);

/// <summary>Runs a process under a time limit that starts anew with each line "fit" on its standard error.</summary>
internal static class TimedProcess
{
    private const string Mark = "fit";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs it to its end or to its limit.</summary>
    /// <param name="start">What to run.</param>
    /// <param name="beforeFirst">The limit of what comes before the first call.</param>
    /// <param name="limit">The limit of each call.</param>
    public static ProcessResult Run(ProcessStartInfo start, TimeSpan beforeFirst, TimeSpan limit)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var started = Stopwatch.GetTimestamp();
        var lastMark = started;
        var calls = 0;
        var complaint = "";

        using var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data == Mark)
            {
                Interlocked.Increment(ref calls);
                Interlocked.Exchange(ref lastMark, Stopwatch.GetTimestamp());
            }
            else if (!string.IsNullOrWhiteSpace(line.Data)) complaint = line.Data.Trim();
        };
        process.Start();
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEndAsync();

        while (!process.WaitForExit(Glance))
        {
            var allowed = Volatile.Read(ref calls) == 0 ? beforeFirst : limit;
            if (Stopwatch.GetElapsedTime(Interlocked.Read(ref lastMark)) <= allowed) continue;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new ProcessResult(Stopwatch.GetElapsedTime(started).TotalSeconds, "", $"over the limit of {allowed.TotalSeconds:0} s");
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.WaitForExit();
        return new ProcessResult(seconds, output.Result, process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {complaint}");
    }
}
