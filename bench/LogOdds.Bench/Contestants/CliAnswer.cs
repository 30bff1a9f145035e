using System.Text.Json;

namespace LogOdds.Bench.Contestants;

/// <summary>The JSON of <c>logodds fit --json</c> as an answer.</summary>
internal static class CliAnswer
{
    public static Answer Parse(string output)
    {
        using var json = JsonDocument.Parse(output);
        var estimates = json.RootElement.GetProperty("coefficients").EnumerateArray()
            .Select(c => c.GetProperty("estimate") is { ValueKind: JsonValueKind.Number } estimate ? estimate.GetDouble() : 0).ToArray();
        var solver = json.RootElement.GetProperty("solver");
        return new Answer
        {
            Coefficients = [.. estimates[1..], estimates[0]],
            Solver = solver.GetProperty("name").GetString(),
            Iterations = solver.GetProperty("iterations").GetInt32(),
            Passes = solver.GetProperty("passes").GetInt32(),
        };
    }
}
