using System.Diagnostics;
using System.Text;

namespace LogOdds.Tests;

/// <summary>A server that ends with the tests.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _messages = new();

    public ServerProcess(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Note;
        _process.ErrorDataReceived += Note;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        AppDomain.CurrentDomain.ProcessExit += End;
    }

    /// <summary>Waits until it answers.</summary>
    public void Await(Func<bool> answers, string name)
    {
        var until = Stopwatch.StartNew();
        while (!answers())
        {
            if (_process.HasExited || until.Elapsed > TimeSpan.FromSeconds(60))
            {
                Dispose();
                throw new InvalidOperationException($"{name} did not start: {_messages}");
            }
            Thread.Sleep(50);
        }
    }

    /// <summary>Ends it without a warning.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        if (!_process.HasExited)
        {
            // Asked to end, a server takes its own processes and shared memory with it.
            using var ask = Process.Start("kill", ["-INT", $"{_process.Id}"]);
            ask.WaitForExit();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(15))) Kill();
        }
        _process.Dispose();
    }

    private void End(object? sender, EventArgs e) => Dispose();

    private void Note(object sender, DataReceivedEventArgs e)
    {
        lock (_messages) _messages.AppendLine(e.Data);
    }
}
