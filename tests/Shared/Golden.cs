using System.Text.Json;

namespace LogOdds.Tests;

/// <summary>A file of reference values.</summary>
internal sealed class Golden
{
    private readonly JsonElement _root;

    private Golden(JsonElement root) => _root = root;

    public static string Folder { get; } = Repository.PathOf("tests", "LogOdds.Tests", "Reference");

    public static Golden Load(string file) => new(JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement);

    public Golden this[string name] => new(_root.GetProperty(name));

    public IEnumerable<Golden> Items => _root.EnumerateArray().Select(item => new Golden(item));

    public IEnumerable<(string Name, Golden Value)> Properties => _root.EnumerateObject().Select(p => (p.Name, new Golden(p.Value)));

    public bool Has(string name) => _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public bool IsObject => _root.ValueKind == JsonValueKind.Object;

    public double Number => _root.ValueKind == JsonValueKind.String ? double.PositiveInfinity : _root.GetDouble();

    public string Text => _root.GetString()!;

    public bool Flag => _root.GetBoolean();

    public double[] Numbers => [.. Items.Select(item => item.Number)];

    /// <summary>Numbers, of which some do not exist.</summary>
    public double?[] Figures => [.. Items.Select(item => item._root.ValueKind == JsonValueKind.Null ? (double?)null : item.Number)];

    /// <summary>A list, of which R writes one of length one as its only entry.</summary>
    public double[] NumbersOrOne => _root.ValueKind == JsonValueKind.Array ? Numbers : [Number];

    public string[] Texts => [.. Items.Select(item => item.Text)];
}
