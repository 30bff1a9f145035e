using System.CommandLine;
using System.Diagnostics;
using LogOdds.Lab;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds lab</c>: the page, served on this machine until it is stopped.</summary>
internal static class LabCommand
{
    public static Command Create()
    {
        var data = new Argument<string?>("DATA") { Description = "A file to open in the workbench.", Arity = ArgumentArity.ZeroOrOne };
        var port = NumericOption.Whole<int>("--port", "The port to listen on. Default: any that is free.");
        var stay = new Option<bool>("--no-open") { Description = "Do not open the browser." };
        var command = new Command("lab", "Open the Lab in the browser: a course to touch, and a workbench for your own data.") { data, port, stay };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(port) is < 0 or > 65535) throw new UsageException("--port is a number up to 65535");
            await using var lab = await LabServer.StartAsync(new LabOptions { Port = parsed.GetValue(port) ?? 0, Data = parsed.GetValue(data) }, cancellation);
            Console.Out.WriteLine($"The Lab is at {lab.Address}");
            Console.Out.WriteLine("It answers this machine only, and forgets all data when it ends: Ctrl+C.");
            Console.Out.Flush();
            if (!parsed.GetValue(stay)) Open(lab.Address);
            await lab.WaitAsync(cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Open(Uri address)
    {
        try
        {
            Process.Start(new ProcessStartInfo(address.ToString()) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            Console.Error.WriteLine("logodds: no browser could be opened; open the address yourself.");
        }
    }
}
