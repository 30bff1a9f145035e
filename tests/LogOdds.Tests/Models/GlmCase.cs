using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;

namespace LogOdds.Tests.Models;

/// <summary>A reference fit of R's glm: its values, its data and its formula as LogOdds writes it.</summary>
internal sealed class GlmCase
{
    // What was done to the data before R saw them is said in the formula here.
    private static readonly Dictionary<string, string> Prepared = new()
    {
        ["glm_birthwt_helmert_contrasts"] = "low ~ C(race, helmert) * smoke",
        ["glm_birthwt_sum_contrasts"] = "low ~ age + lwt + C(race, sum) + smoke",
        ["glm_birthwt_reference"] = "low ~ age + C(race, ref = \"white\") + smoke",
        ["glm_esoph_ordered"] = "cbind(ncases, ncontrols) ~ C(agegp, poly) + C(alcgp, poly) * C(tobgp, poly)",
    };

    private GlmCase(string file)
    {
        Golden = Golden.Load(file);
        Name = Path.GetFileNameWithoutExtension(file);
        Formula = Prepared.GetValueOrDefault(Name, Golden["formula"].Text);
        var own = Path.Combine(Golden.Folder, file.StartsWith("more/", StringComparison.Ordinal) ? "more/data" : "data", Golden["data"].Text);
        Table = TableReader.Read(File.Exists(own) ? own : Repository.Sample(Golden["data"].Text));
        if (Golden.Has("rows")) Table = Table.Where(Golden["rows"].Text.Split('=')[0], Golden["rows"].Text.Split('=')[1]);
        Options = new FitOptions { Weights = Text("weights"), Offset = Text("offset") };
    }

    /// <summary>All fits of R's glm that have a maximum.</summary>
    public static IEnumerable<string> Files => new[] { "golden", "more/golden" }.SelectMany(folder =>
        Directory.GetFiles(Path.Combine(Golden.Folder, folder), "glm_*.json").Select(path => $"{folder}/{Path.GetFileName(path)}")).Where(file => !file.Contains("exam_marks_interaction")).Order();

    public string Name { get; }

    public Golden Golden { get; }

    public string Formula { get; }

    public Table Table { get; }

    public FitOptions Options { get; }

    public bool HasTrials => Name.Contains("esoph") || Name.Contains("menarche");

    /// <summary>Whether weights are fractions, of which R's log-likelihood takes the nearest whole numbers.</summary>
    public bool HasFractionalWeights => Name.Contains("weights_offset");

    public static GlmCase Load(string file) => new(file);

    public LogisticModel Fit() => LogisticRegression.Fit(Table, Formula, Options);

    /// <summary>The rows that R lists first: those that are used, of weight above 0.</summary>
    public int[] FirstRows(Analysis analysis, int count)
    {
        var rows = analysis.Rows();
        var weights = Options.Weights is { } name ? ((NumericColumn)Table[name]).Values.ToArray() : null;
        return [.. Enumerable.Range(0, rows.Rows.Count).Where(i => weights is null || weights[rows.Rows[i]] > 0).Take(count)];
    }

    private string? Text(string name) => Golden.Has(name) ? Golden[name].Text : null;
}
