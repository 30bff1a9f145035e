using LogOdds.Data;

namespace LogOdds.Lab;

/// <summary>The files of the page, which lie beside the assembly.</summary>
internal static class Page
{
    private static readonly string[] Charts = ["d3.min.js", "plot.umd.min.js"];

    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string TextOf(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The charts are restored from npm by the build; a build without Node has none.</summary>
    public static void RequireCharts()
    {
        var missing = Charts.Where(file => !File.Exists(Path.Combine(Root, "lib", file))).ToArray();
        if (missing.Length > 0)
            throw new UnusableDataException($"this build has no charts ({string.Join(", ", missing)})", remedy: "They come from npm when LogOdds.Lab is built: install Node (apt-get install nodejs npm) and build again.");
    }
}
