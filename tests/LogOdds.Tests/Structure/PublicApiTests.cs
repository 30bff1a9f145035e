using System.Reflection;
using System.Text;

namespace LogOdds.Tests.Structure;

/// <summary>
/// The public API as a list in the repository: a change to it is a change to that list, made on purpose. When a test here
/// fails, the list as it is now stands beside the old one with the ending .new.
/// </summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("LogOdds")]
    [InlineData("LogOdds.IO")]
    [InlineData("LogOdds.Mpi")]
    [InlineData("LogOdds.Sql")]
    public void The_public_api_is_the_one_that_was_agreed_on(string assembly)
    {
        var path = Repository.PathOf("tests", "LogOdds.Tests", "Structure", $"PublicApi.{assembly}.txt");
        var now = Describe(Assembly.Load(assembly));
        if (!File.Exists(path) || File.ReadAllText(path) != now) File.WriteAllText(path + ".new", now);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", now);
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        // A delegate is its Invoke; the rest of it is the runtime's.
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append($"{type.Namespace}.{Name(type)}\n");
            var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(m => m is not Type && !IsGenerated(m)).Select(Signature).Order(StringComparer.Ordinal);
            foreach (var member in members) text.Append($"    {member}\n");
        }
        return text.ToString();
    }

    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<') || member.Name is "Equals" or "GetHashCode" or "ToString" or "Deconstruct" or "op_Equality" or "op_Inequality" or "value__"
        || member is MethodInfo { IsSpecialName: true }
        || (typeof(Delegate).IsAssignableFrom(member.DeclaringType) && member.Name != "Invoke");

    private static string Signature(MemberInfo member) => member switch
    {
        MethodInfo m => $"{Name(m.ReturnType)} {m.Name}({Parameters(m)})",
        ConstructorInfo c => $"new({Parameters(c)})",
        PropertyInfo p => $"{Name(p.PropertyType)} {p.Name} {{ {(p.GetMethod is { IsPublic: true } ? "get; " : "")}{(p.SetMethod is { IsPublic: true } ? "init; " : "")}}}",
        FieldInfo f => $"{(f.IsLiteral ? "const " : "")}{Name(f.FieldType)} {f.Name}",
        _ => member.ToString()!,
    };

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.IsOptional ? " = …" : "")}"));

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.DeclaringType is { } outer && !type.IsGenericParameter ? $"{Name(outer)}.{type.Name}" : type.Name;
}
