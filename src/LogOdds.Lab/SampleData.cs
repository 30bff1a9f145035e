using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Lab;

/// <summary>The data sets that come with the command and the Lab, as listed in samples/data/catalogue.csv.</summary>
public static class SampleData
{
    private const string Folder = "data/";
    private const string Catalogue = "catalogue.csv";

    /// <summary>A data set.</summary>
    /// <param name="Name">Its name: the file's, without its ending.</param>
    /// <param name="File">The file's name.</param>
    /// <param name="Rows">How many rows it has.</param>
    /// <param name="Columns">How many columns it has.</param>
    /// <param name="Target">The column that is usually explained.</param>
    /// <param name="About">What it is about.</param>
    public sealed record Entry(string Name, string File, string Rows, string Columns, string Target, string About);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Entry> All { get; } = ReadCatalogue();

    /// <summary>The file of a data set; null when there is none of that name.</summary>
    public static Stream? Open(string name) =>
        All.FirstOrDefault(d => d.Name == name || d.File == name) is { } entry ? Resource(entry.File) : null;

    /// <summary>The table of a data set.</summary>
    /// <exception cref="UnusableDataException">There is none of that name.</exception>
    public static Table Read(string name)
    {
        using var stream = Open(name) ?? throw new UnusableDataException($"there is no built-in data set '{name}'", remedy: Suggest(name));
        return TableReader.Read(stream, name);
    }

    /// <summary>What there is in the place of a name that is none of them.</summary>
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
