using System.Collections;
using System.Globalization;
using System.Reflection;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds.Lab.Figures;

/// <summary>A fit as C#, with the options that differ from their defaults.</summary>
internal static class CodeText
{
    private static readonly string[] Usings = ["LogOdds", "LogOdds.Data", "LogOdds.IO", "LogOdds.Models", "LogOdds.Penalties", "LogOdds.Selection", "LogOdds.Solvers"];

    /// <summary>A program that fits and prints the summary.</summary>
    /// <param name="files">The files of the table.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="options">How it was fitted.</param>
    /// <param name="rows">The column and the value that rows were chosen by; null for all rows.</param>
    /// <param name="split">How rows were shared out, as an expression; null where all were fitted to.</param>
    public static string Fit(IReadOnlyList<string> files, string formula, FitOptions options, (string Column, string Value)? rows = null, string? split = null)
    {
        var read = $"TableReader.Read({(files is [var only] ? Literal(only) : $"[{string.Join(", ", files.Select(Literal))}]")})";
        if (rows is var (column, value)) read += $".Where({Literal(column)}, {Literal(value)})";
        var table = split is null ? "table" : "split.Train";
        var settings = Settings(options with { Trace = null, Cancellation = default, Threads = 0 });
        return string.Concat(Usings.Select(name => $"using {name};\n")) + $"\nvar table = {read};\n"
            + (split is null ? "" : $"var split = {split};\n")
            + $"var model = LogisticRegression.Fit({table}, {Literal(formula)}{(settings.Length > 0 ? $", new FitOptions {{ {settings} }}" : "")});\n"
            + "Console.Write(model.Summary());\n"
            + (split is null ? "" : "Console.WriteLine(model.Evaluate(split.Test));\n");
    }

    /// <summary>A value as C# writes it.</summary>
    public static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{string.Concat(text.Select(Escaped))}\"",
        bool flag => flag ? "true" : "false",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number when value.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
        Enum choice => $"{choice.GetType().Name}.{choice}",
        Ridge ridge => $"new Ridge({Literal(ridge.Lambda)})",
        ElasticNet { L1Ratio: 1 } lasso => $"ElasticNet.Lasso({Literal(lasso.Lambda)})",
        ElasticNet net => $"new ElasticNet({Literal(net.Lambda)}, {Literal(net.L1Ratio)})",
        GroupLasso { L1Ratio: 1 } lasso => $"new GroupLasso({Literal(lasso.Lambda)})",
        GroupLasso group => $"new GroupLasso({Literal(group.Lambda)}, {Literal(group.L1Ratio)})",
        ClassWeight { IsBalanced: true } => "ClassWeight.Balanced",
        ClassWeight { Factors.Count: 0 } => "ClassWeight.None",
        ClassWeight weights => $"ClassWeight.Of({Literal(weights.Factors)})",
        Checkpoint checkpoint => $"new Checkpoint({Literal(checkpoint.Path)}){(checkpoint.IsResumed ? " { IsResumed = true }" : "")}",
        IDictionary entries => $"new Dictionary<string, {(entries is IDictionary<string, double> ? "double" : nameof(TermPenalty))}> {{ {string.Join(", ", entries.Keys.Cast<object>().Select(key => $"[{Literal(key)}] = {Literal(entries[key])}"))} }}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Literal))}]",
        _ => Settings(value) is { Length: > 0 } settings ? $"new {value.GetType().Name} {{ {settings} }}" : $"new {value.GetType().Name}()",
    };

    /// <summary>The properties of an object that differ from those of a new one, as initialisers.</summary>
    public static string Settings(object value)
    {
        var type = value.GetType();
        var usual = Activator.CreateInstance(type);
        return string.Join(", ", type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
            .Select(property => (property.Name, Text: Literal(property.GetValue(value)), Usual: Literal(property.GetValue(usual))))
            .Where(setting => setting.Text != setting.Usual).Select(setting => $"{setting.Name} = {setting.Text}"));
    }

    private static string Escaped(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when char.IsControl(c) => $"\\u{(int)c:x4}",
        _ => c.ToString(),
    };
}
