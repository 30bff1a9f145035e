using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace LogOdds.Tests;

/// <summary>Tile files by the command: packed, checked, used as data everywhere, and temporary ones under a memory limit.</summary>
public sealed class TileCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_packed_file_is_data_for_every_command_and_gives_the_same_answers()
    {
        var (tiles, model) = (Packed("birthwt.csv"), _folder.PathOf("model.json"));
        Assert.Equal(Fit("birthwt.csv"), Fit(tiles));
        Cli.Done("fit", "birthwt.csv", "--formula", "low ~ age + log(lwt) + race * smoke", "--out", model, "--quiet");
        foreach (var command in new[] { "evaluate", "anova", "margins", "diagnose", "threshold" })
            Assert.Equal(Cli.Done(command, model, "birthwt.csv", "--json").Output, Cli.Done(command, model, tiles, "--json").Output);
        foreach (var command in new[] { "path", "cv" })
            Assert.Equal(WithoutSeconds(Cli.Done(command, "birthwt.csv", "--target", "low", "--json").Output), WithoutSeconds(Cli.Done(command, tiles, "--target", "low", "--json").Output));
        string[] Last(string data) => [.. Cli.Done("predict", model, data).Output.Split('\n').Select(line => string.Join(',', line.Split(',').TakeLast(2)))];
        Assert.Equal(Last("birthwt.csv"), Last(tiles));
    }

    [Fact]
    public void Pack_says_what_it_wrote_and_check_that_it_is_whole_or_where_it_is_not()
    {
        var tiles = _folder.PathOf("b.tiles");
        Assert.Matches(@"b\.tiles: 189 rows, 2 columns, [0-9.]+ kB, [0-9.]+ s\n", Cli.Done("pack", "birthwt.csv", "--out", tiles, "--columns", "low,race").Output);
        Assert.Matches(@"b\.tiles: whole, 189 rows, 2 columns", Cli.Done("pack", "--check", tiles).Output);
        var bytes = File.ReadAllBytes(tiles);
        bytes[2 * 4096 + 10] ^= 1;
        File.WriteAllBytes(tiles, bytes);
        var run = Cli.Run("pack", "--check", tiles);
        Assert.Equal(1, run.Code);
        Assert.Contains("rows 1 to 189 of column 'race' are damaged", run.Errors);
        Assert.DoesNotContain("   at ", run.Errors);
    }

    [Fact]
    public void Bad_lines_of_the_command_end_with_2()
    {
        foreach (var (args, message) in new (string[], string)[]
        {
            (["pack", "birthwt.csv"], "say where to write with --out"),
            (["fit", "birthwt.csv", "--target", "low", "--memory", "much"], "--memory 'much' is not a size"),
            (["fit", "birthwt.csv", "--target", "low", "--memory", "2"], "--memory '2' is not a size"),
            (["fit", "birthwt.csv", "--target", "low", "--memory", "1MB"], "--memory is 200MB or more"),
        })
        {
            var run = Cli.Run(args);
            Assert.Equal(2, run.Code);
            Assert.Contains(message, run.Errors);
        }
        Assert.Equal(1, Cli.Run("fit", "birthwt.csv", "--target", "low", "--temp", "/no/such/folder").Code);
    }

    [Fact]
    public void Beyond_the_limit_the_table_goes_to_a_temporary_file_that_is_gone_afterwards()
    {
        // 200 MB of memory, of which columns take 50; these columns take 130 MB.
        var (rows, columns) = (325_000, 50);
        var source = _folder.PathOf("wide.csv");
        using (var text = new StreamWriter(source))
        {
            text.Write("y");
            for (var j = 1; j < columns; j++) text.Write($",x{j}");
            var random = new Random(4);
            var lines = Enumerable.Range(0, 997).Select(_ => string.Create(CultureInfo.InvariantCulture, $"\n{random.Next(2)}") + string.Concat(Enumerable.Range(1, columns - 1).Select(_ => $",{random.Next(1000)}"))).ToArray();
            for (var i = 0; i < rows; i++) text.Write(lines[(i * 31L + i / 997) % 997]);
        }
        var temporary = Directory.CreateDirectory(_folder.PathOf("temporary")).FullName;
        string[] fit = ["fit", source, "--formula", "y ~ x1 + x2 + x3 + log(x4 + 1)", "--json"];
        var free = Cli.Done(fit).Output;
        var limited = Cli.Done([.. fit, "--memory", "200MB", "--temp", temporary]).Output;
        Assert.Equal(WithoutSeconds(free), WithoutSeconds(limited));
        Assert.Empty(Directory.GetFiles(temporary));
        var full = Cli.Run([.. fit, "--memory", "200MB", "--temp", "/proc"]);
        Assert.Equal(1, full.Code);
        Assert.DoesNotContain("   at ", full.Errors);
    }

    [Fact]
    public void Whenever_a_packing_is_killed_no_damaged_file_has_the_final_name()
    {
        var source = _folder.PathOf("long.csv");
        File.WriteAllText(source, "a,b,c\n" + string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i},{i % 13}.25,{(i % 3 == 0 ? "u" : "v")}\n")));
        var (whole, target) = (_folder.PathOf("whole.tiles"), _folder.PathOf("t.tiles"));
        Cli.Done("pack", source, "--out", whole);
        var random = new Random(2);
        for (var trial = 0; trial < 8; trial++)
        {
            using (var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LogOdds.Cli.dll"), "pack", source, "--out", target]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
            {
                Thread.Sleep(random.Next(80, 500));
                process.Kill();
                process.WaitForExit();
            }
            if (File.Exists(target)) Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(target));
            File.Delete(target);
        }
        Cli.Done("pack", source, "--out", target);
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(target));
    }

    private string Packed(string data)
    {
        Cli.Done("pack", data, "--out", _folder.PathOf("packed.tiles"));
        return _folder.PathOf("packed.tiles");
    }

    private static string Fit(string data) => WithoutSeconds(Cli.Done("fit", data, "--formula", "low ~ age + log(lwt) + race * smoke", "--intervals", "profile", "--json").Output);

    private static string WithoutSeconds(string output)
    {
        var json = JsonNode.Parse(output)!.AsObject();
        json.Remove("seconds");
        return json.ToJsonString();
    }
}
