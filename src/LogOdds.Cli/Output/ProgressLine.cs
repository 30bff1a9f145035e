using System.Diagnostics;
using System.Globalization;
using LogOdds.Solvers;

namespace LogOdds.Cli.Output;

/// <summary>
/// One line of progress on standard error: only on a terminal, and only once the work has lasted half a second.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.1);
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private TimeSpan _last;
    private int _width;

    /// <summary>Whether there is a terminal to show it on.</summary>
    public bool IsVisible { get; } = Terminal.HasErrors;

    /// <summary>Shows how far reading has come, from 0 to 1; null when nobody would see it.</summary>
    public IProgress<double>? Reading => IsVisible ? new Share(this, "reading") : null;

    /// <summary>Shows how far a bootstrap has come, from 0 to 1; null when nobody would see it.</summary>
    public IProgress<double>? Resampling => IsVisible ? new Share(this, "resampling") : null;

    /// <summary>Shows how far the fits of folds have come, from 0 to 1; null when nobody would see it.</summary>
    public IProgress<double>? Folding => IsVisible ? new Share(this, "cross-validating") : null;

    /// <summary>Shows how far the paths of halves have come, from 0 to 1; null when nobody would see it.</summary>
    public IProgress<double>? Selecting => IsVisible ? new Share(this, "selecting") : null;

    /// <summary>Shows an iteration of a solver.</summary>
    public void Fitting(IterationRecord record) => Show(() => string.Create(CultureInfo.InvariantCulture,
        $"fitting: iteration {record.Iteration}, objective {record.Objective:G8}, largest gradient entry {record.GradientNorm:0.#e-0}"));

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_width > 0) Console.Error.Write($"\r{new string(' ', _width)}\r");
            _width = 0;
        }
    }

    private void Show(Func<string> text)
    {
        if (!IsVisible) return;
        lock (_lock)
        {
            var elapsed = Stopwatch.GetElapsedTime(_started);
            if (elapsed < Patience || elapsed - _last < Interval) return;
            _last = elapsed;
            var line = text();
            Console.Error.Write($"\r{line.PadRight(_width)}");
            _width = line.Length;
        }
    }

    private sealed class Share(ProgressLine line, string work) : IProgress<double>
    {
        public void Report(double value) => line.Show(() => string.Create(CultureInfo.InvariantCulture, $"{work}: {value:P0}"));
    }
}
