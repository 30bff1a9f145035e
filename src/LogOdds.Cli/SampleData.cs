using LogOdds.IO;

namespace LogOdds.Cli;

/// <summary>The data sets that come with the command, as listed in samples/data/catalogue.csv.</summary>
internal static class SampleData
{
    private const string Folder = "data/";
    private const string Catalogue = "catalogue.csv";

    public sealed record Entry(string Name, string File, string Rows, string Columns, string Target, string About);

    public static IReadOnlyList<Entry> All { get; } = ReadCatalogue();

    public static Stream? Open(string name) =>
        All.FirstOrDefault(d => d.Name == name || d.File == name) is { } entry ? Resource(entry.File) : null;

    public static string Suggest(string name) => $"There are {string.Join(", ", All.Select(d => d.Name))}; '{name}' is none of them.";

    private static Entry[] ReadCatalogue()
    {
        using var stream = Resource(Catalogue);
        var table = TableReader.Read(stream, Catalogue);
        string Text(string column, int row) => table[column].TextAt(row);
        return [.. Enumerable.Range(0, table.Rows).Select(row => new Entry(
            Path.GetFileNameWithoutExtension(Text("file", row)), Text("file", row), Text("rows", row), Text("columns", row), Text("target", row), Text("about", row)))];
    }

    private static Stream Resource(string file) =>
        typeof(SampleData).Assembly.GetManifestResourceStream(Folder + file) ?? throw new InvalidOperationException($"{file} is not among the resources.");
}
