using System.Diagnostics;
using System.Text.Json;

namespace LogOdds.Tests;

/// <summary>What a run of the command gave.</summary>
internal sealed record CliRun(int Code, string Output, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>Runs the command as a process, as a user does.</summary>
internal static class Cli
{
    public static CliRun Run(params string[] args) => RunWith("", args);

    public static CliRun RunWith(string input, params string[] args) => RunUnder([], input, args);

    /// <summary>Runs the command with environment variables set.</summary>
    public static CliRun RunUnder(Dictionary<string, string> variables, string input, params string[] args) =>
        Start(Repository.PathOf("samples", "data"), variables, input, args);

    /// <summary>Runs the command in a folder.</summary>
    public static CliRun RunIn(string folder, params string[] args) => Start(folder, [], "", args);

    /// <summary>Starts the command and kills it after a while, if it has not ended by then.</summary>
    public static void Killed(TimeSpan after, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LogOdds.Cli.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        if (!process.WaitForExit(after)) process.Kill();
        process.WaitForExit();
    }

    private static CliRun Start(string folder, Dictionary<string, string> variables, string input, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LogOdds.Cli.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (variable, value) in variables) start.Environment[variable] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        return new CliRun(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Runs the command and expects it to be done.</summary>
    public static CliRun Done(params string[] args)
    {
        var run = Run(args);
        Assert.True(run.Code == 0, $"logodds {string.Join(' ', args)} ended with {run.Code}: {run.Errors}");
        return run;
    }
}
