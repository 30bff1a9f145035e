using System.Text.RegularExpressions;

namespace LogOdds.Tests.Structure;

/// <summary>Each floor of the library knows the floors below it and no other; see docs/architecture.md.</summary>
public partial class FloorTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Numerics"] = [],
        ["Data"] = ["Numerics"],
        ["Formulas"] = ["Numerics", "Data"],
        ["Datafits"] = ["Numerics"],
        ["Penalties"] = ["Numerics"],
        ["Metrics"] = ["Numerics"],
        ["Design"] = ["Numerics", "Data", "Formulas"],
        ["Objectives"] = ["Numerics", "Design", "Datafits"],
        ["Solvers"] = ["Numerics", "Objectives", "Penalties"],
        ["Models"] = ["Numerics", "Data", "Formulas", "Datafits", "Metrics", "Design", "Solvers"],
        ["Inference"] = ["Numerics", "Data", "Formulas", "Datafits", "Penalties", "Metrics", "Design", "Objectives", "Solvers", "Models"],
        ["Selection"] = ["Numerics", "Data", "Formulas", "Datafits", "Penalties", "Metrics", "Design", "Objectives", "Solvers", "Models", "Inference"],
        ["."] = ["Numerics", "Data", "Formulas", "Datafits", "Penalties", "Metrics", "Design", "Objectives", "Solvers", "Models", "Inference", "Selection"],
    };

    [Fact]
    public void Every_folder_is_a_floor() =>
        Assert.Equal(MayKnow.Keys.Where(k => k != ".").Order(), Directory.GetDirectories(Source).Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj")).Order());

    [Fact]
    public void No_floor_names_a_type_of_a_floor_it_does_not_stand_on()
    {
        // A type of the same assembly can be named without a using, so it is the names themselves that are looked for.
        var types = Files().SelectMany(f => Declaration().Matches(f.Code).Select(m => (Type: m.Groups[1].Value, f.Floor)))
            .DistinctBy(t => t.Type).Where(t => t.Type is not ("Response" or "Separation" or "Names")).ToArray();
        Assert.True(types.Length > 60);
        var breaches = new List<string>();
        foreach (var (floor, path, code) in Files())
            foreach (var (type, home) in types)
                if (home != floor && !MayKnow[floor].Contains(home) && Regex.IsMatch(code, $@"\b{type}\b") && !Regex.IsMatch(code, $@"[.""]{type}\b"))
                    breaches.Add($"{path} names {home}.{type}");
        Assert.Empty(breaches);
    }

    [Fact]
    public void No_floor_opens_a_namespace_it_does_not_stand_on() =>
        Assert.Empty(Files().SelectMany(f => Using().Matches(f.Code).Select(m => m.Groups[1].Value)
            .Where(used => used != f.Floor && !MayKnow[f.Floor].Contains(used)).Select(used => $"{f.Path} uses {used}")));

    [Fact]
    public void Nothing_in_the_library_writes_to_a_console() => Assert.Empty(Files().Where(f => f.Code.Contains("Console.")).Select(f => f.Path));

    private static string Source => Repository.PathOf("src", "LogOdds");

    private static IEnumerable<(string Floor, string Path, string Code)> Files() =>
        from path in Directory.GetFiles(Source, "*.cs", SearchOption.AllDirectories)
        let relative = Path.GetRelativePath(Source, path)
        where !relative.StartsWith("obj", StringComparison.Ordinal) && !relative.StartsWith("bin", StringComparison.Ordinal)
        select (Path.GetDirectoryName(relative) is { Length: > 0 } folder ? folder : ".", relative, Comment().Replace(File.ReadAllText(path), ""));

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?:public|internal)\s+(?:(?:static|sealed|abstract|readonly|partial)\s+)*(?:class|interface|record|enum|delegate void)\s+(?:struct\s+|class\s+)?(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"using LogOdds\.(\w+);")]
    private static partial Regex Using();
}
