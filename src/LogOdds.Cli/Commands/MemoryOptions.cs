using System.CommandLine;
using System.Globalization;
using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Cli.Commands;

/// <summary>How much memory data may take, and where the rest goes.</summary>
internal sealed class MemoryOptions
{
    // What the machine has is not all for us.
    private const double ShareOfMachine = 0.8;

    private const long Least = 200_000_000;

    private readonly Option<long?> _memory = new("--memory")
    {
        Description = "The memory to hold at most, as 500MB, 2GB or 2GiB; what goes beyond is kept in temporary files. Default: what the machine has.",
        HelpName = "SIZE",
        CustomParser = result =>
        {
            if (Parse(result.Tokens[0].Value) is not { } bytes) result.AddError($"--memory '{result.Tokens[0].Value}' is not a size; write it as 500MB, 2GB or 2GiB.");
            else if (bytes < Least) result.AddError("--memory is 200MB or more: the command itself takes about 100MB.");
            else return bytes;
            return null;
        },
    };

    private readonly Option<string?> _temp = new("--temp") { Description = "Where temporary files go. Default: the system's folder for them.", HelpName = "FOLDER" };

    public void AddTo(Command command)
    {
        command.Options.Add(_memory);
        command.Options.Add(_temp);
    }

    /// <summary>Limits the process.</summary>
    public void Apply(ParseResult parsed)
    {
        var folder = parsed.GetValue(_temp) ?? Path.GetTempPath();
        if (!Directory.Exists(folder)) throw new UnusableDataException($"there is no folder '{folder}' for temporary files", remedy: "Make it first, or give another with --temp.");
        var bytes = parsed.GetValue(_memory) ?? (long)(ShareOfMachine * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        MemoryLimit.Set(new MemoryLimit(bytes, folder));
    }

    /// <summary>A size in bytes; null for what is none.</summary>
    internal static long? Parse(string text)
    {
        (string Unit, double Bytes)[] units = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1)];
        foreach (var (unit, bytes) in units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            return double.TryParse(text.AsSpan(0, text.Length - unit.Length).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number * bytes < long.MaxValue
                ? (long)(number * bytes) : null;
        }
        return null;
    }
}
