using System.ComponentModel;
using System.Diagnostics;

namespace LogOdds.Bench.Contestants;

/// <summary>The first of several commands that can load what a script needs.</summary>
internal sealed class Interpreter
{
    private readonly Lazy<string?> _command;
    private readonly string[] _options;

    private Interpreter(string[] candidates, string[] options, string[] probe)
    {
        _options = options;
        _command = new Lazy<string?>(() => candidates.FirstOrDefault(command => Succeeds(command, probe)));
    }

    /// <summary>Python; a machine may have several, of which only the system's has the packages.</summary>
    public static Interpreter Python(string probe) => new(["python3", "/usr/bin/python3"], [], ["-c", probe]);

    public static Interpreter R(string probe) => new(["Rscript"], ["--vanilla"], ["--vanilla", "-e", probe]);

    /// <summary>How to start a script; null when no candidate can run it.</summary>
    public ProcessStartInfo? Start(string script, IEnumerable<string> arguments) =>
        _command.Value is { } command ? new ProcessStartInfo(command, [.. _options, script, .. arguments]) : null;

    private static bool Succeeds(string command, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.WaitForExit();
            Task.WaitAll(output, error);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
