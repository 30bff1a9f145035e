using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests.Models;

/// <summary>A reference fit of several classes: its values, its data and how LogOdds is asked for it.</summary>
internal sealed class ClassCase
{
    private ClassCase(string file)
    {
        Golden = Golden.Load(file);
        Name = Path.GetFileNameWithoutExtension(file);
        var data = Golden["data"].Text;
        // The folders hold a file of the same name with and without the rows that miss a value.
        var own = Path.Combine(Golden.Folder, file.StartsWith("more/", StringComparison.Ordinal) ? "more/data" : "data", data);
        var path = File.Exists(own) ? own : Path.Combine(Golden.Folder, "more/data", data);
        Table = TableReader.Read(File.Exists(path) ? path : Repository.Sample(data));
    }

    public string Name { get; }

    public Golden Golden { get; }

    public Table Table { get; private init; }

    public string Formula => Golden["formula"].Text;

    public FitOptions Options => new() { Weights = Text("weights"), Levels = Golden.Has("levels") ? Golden["levels"].Texts : [] };

    public static ClassCase Load(string file) => new(file);

    public static IEnumerable<string> Files(string pattern) => new[] { "golden", "more/golden" }.SelectMany(folder =>
        Directory.GetFiles(Path.Combine(Golden.Folder, folder), pattern).Select(path => $"{folder}/{Path.GetFileName(path)}")).Order();

    /// <summary>R's name of a term, without what only it or only LogOdds writes.</summary>
    public static string Plain(string term) => term.Replace("[", "").Replace("]", "").Replace("`", "");

    private string? Text(string name) => Golden.Has(name) ? Golden[name].Text : null;
}
