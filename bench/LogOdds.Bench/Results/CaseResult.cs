using System.Text.Json;
using System.Text.Json.Serialization;
using LogOdds.Bench.Cases;

namespace LogOdds.Bench.Results;

/// <summary>What a run of a case found: one file.</summary>
internal sealed record CaseResult(string Case, string Purpose, CaseKind Kind, string Date, double Scale, long Seed, Machine Machine, DataShape Shape, double Lambda)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public IReadOnlyList<ContestantResult> Contestants { get; init; } = [];

    public IReadOnlyList<SweepPoint> Sweep { get; init; } = [];

    public long? CsvBytes { get; init; }

    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Case + ".json"), JsonSerializer.Serialize(this, Json) + "\n");
    }

    public static CaseResult? Load(string folder, string name)
    {
        var path = Path.Combine(folder, name + ".json");
        return File.Exists(path) ? JsonSerializer.Deserialize<CaseResult>(File.ReadAllText(path), Json) : null;
    }
}
