using System.Text.Json;
using LogOdds.Data;

namespace LogOdds.Models;

/// <summary>A place in a JSON document that is read strictly: what is absent or of the wrong kind is named by its path.</summary>
internal readonly struct JsonPath(JsonElement element, string path)
{
    public JsonPath this[string name] => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
        ? new JsonPath(value, path.Length == 0 ? name : $"{path}.{name}")
        : throw Problem($"there is no '{(path.Length == 0 ? name : $"{path}.{name}")}'");

    /// <summary>A field that files of earlier releases lack; null where it is absent.</summary>
    public JsonPath? Later(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _) ? this[name] : null;

    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    public string Text => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Problem($"'{path}' is not a text");

    public string? OptionalText => IsNull ? null : Text;

    public double Number => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : throw Problem($"'{path}' is not a number");

    public double? OptionalNumber => IsNull ? null : Number;

    /// <summary>A figure that may not exist: null is NaN.</summary>
    public double Figure => IsNull ? double.NaN : Number;

    public int Integer => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) ? value : throw Problem($"'{path}' is not a whole number");

    public long Long => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value) ? value : throw Problem($"'{path}' is not a whole number");

    public bool Flag => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Problem($"'{path}' is neither true nor false");

    public IEnumerable<JsonPath> Items
    {
        get
        {
            if (element.ValueKind != JsonValueKind.Array) throw Problem($"'{path}' is not a list");
            var here = path;
            return element.EnumerateArray().Select((item, i) => new JsonPath(item, $"{here}[{i}]"));
        }
    }

    public IEnumerable<(string Name, JsonPath Value)> Properties
    {
        get
        {
            if (element.ValueKind != JsonValueKind.Object) throw Problem($"'{path}' is not an object");
            var here = path;
            return element.EnumerateObject().Select(property => (property.Name, new JsonPath(property.Value, $"{here}.{property.Name}")));
        }
    }

    public T OneOf<T>(params (string Name, T Value)[] known)
    {
        var text = Text;
        foreach (var (name, value) in known)
            if (name == text) return value;
        throw Problem($"'{path}' is '{text}'; known are {string.Join(", ", known.Select(k => k.Name))}");
    }

    public UnusableDataException Problem(string what) => new($"the model file is damaged: {what}", remedy: "Fit and save the model again.");
}
