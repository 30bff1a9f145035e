using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Numerics;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds pack</c>: delimited text as a tile file, which every command reads without holding it.</summary>
internal static class PackCommand
{
    public static Command Create()
    {
        var inputs = new Inputs();
        var output = new Option<string?>("--out") { Description = "The tile file to write.", HelpName = "FILE.tiles" };
        var columns = new Option<string?>("--columns") { Description = "Keep only these columns.", HelpName = "A,B,…" };
        var storage = Choice.Of("--storage", "How numbers are kept: single takes half the room, and rounds to 7 digits.", "double", "single");
        var check = new Option<bool>("--check") { Description = "Verify every checksum of a tile file." };
        var command = new Command("pack", "Keep a table as a tile file, which may be larger than memory.");
        inputs.AddTo(command, hasRows: false);
        command.Options.Add(output);
        command.Options.Add(columns);
        command.Options.Add(storage);
        command.Options.Add(check);
        command.SetAction(parsed =>
        {
            var files = parsed.GetValue(inputs.Data)!;
            var started = Stopwatch.GetTimestamp();
            if (parsed.GetValue(check))
            {
                foreach (var file in files)
                {
                    using var checkedFile = TileFile.Open(file);
                    checkedFile.Verify();
                    Console.WriteLine($"{file}: whole, {InWords(checkedFile, started)}");
                }
                return ExitCode.Done;
            }
            var target = parsed.GetValue(output) ?? throw new UsageException("say where to write with --out FILE.tiles");
            if (inputs.IsSvmlight(parsed)) throw new UnusableDataException("rows of svmlight are sparse, which a tile file cannot hold", files[0]);
            inputs.LimitMemory(parsed);
            using var progress = new ProgressLine();
            var options = inputs.Options(parsed, progress) with { Columns = parsed.GetValue(columns)?.Split(',', StringSplitOptions.TrimEntries) };
            using var tiles = TileFile.Pack(files, target, options, notice => Console.Error.WriteLine($"logodds: {notice}."),
                parsed.GetValue(storage) == "single" ? NumberStorage.Single : NumberStorage.Double);
            progress.Dispose();
            Console.WriteLine($"{target}: {InWords(tiles, started)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static string InWords(TileFile tiles, long started) => string.Create(CultureInfo.InvariantCulture,
        $"{tiles.Table.Rows} rows, {tiles.Table.Columns.Count} columns, {DiskSpace.InWords(tiles.Length)}, {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s");
}
