using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LogOdds.Tests;

/// <summary>C# as a reader would paste it into a program of one file.</summary>
internal static class CSharpProgram
{
    private const string ImplicitUsings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles and runs it in a folder; what it printed.</summary>
    public static string Run(string code, string folder)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create("program", [CSharpSyntaxTree.ParseText(ImplicitUsings, options), CSharpSyntaxTree.ParseText(code, options)], References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        var program = Path.Combine(folder, "program.dll");
        var emitted = compilation.Emit(program);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)) + "\n" + code);
        foreach (var library in (string[])["LogOdds.dll", "LogOdds.IO.dll", "MathNet.Numerics.dll", "CsvHelper.dll"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, library), Path.Combine(folder, library), overwrite: true);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "LogOdds.Cli.runtimeconfig.json"), Path.Combine(folder, "program.runtimeconfig.json"), overwrite: true);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result + "\n" + code);
        return output.Result;
    }
}
