using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds anova</c>: tests of terms, and of a model against a smaller one.</summary>
internal static class AnovaCommand
{
    public static Command Create()
    {
        var inputs = new Inputs();
        var sequential = new Option<bool>("--sequential") { Description = "Add the terms one after the other, in the order of the formula, instead of dropping each from the whole." };
        var against = new Option<string?>("--against") { Description = "Compare with a smaller model, fitted to the same rows.", HelpName = "SMALLER.json" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("anova", "Test the terms of a model: likelihood-ratio, score and Wald tests.") { Inputs.Model };
        inputs.AddTo(command, hasRows: true);
        command.Options.Add(sequential);
        command.Options.Add(against);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(sequential) && parsed.GetValue(against) is not null) throw new UsageException("--sequential is about one model, --against about two: give one of them");
            if (Inputs.ReadClasses(parsed, "--json") is { } classes)
            {
                var answer = ClassTests.Of(new ClassAnalysis(classes, inputs.Read(parsed)));
                if (parsed.GetValue(json)) ClassTestsJson.Write(answer);
                else ClassTestsView.Write(answer);
                return ExitCode.Done;
            }
            var model = Inputs.ReadModel(parsed);
            var smaller = parsed.GetValue(against) is { } path ? ModelFile.Load(path) : null;
            var analysis = new Analysis(model, inputs.Read(parsed));
            var (kind, tests) = smaller is not null ? ("nested", (IReadOnlyList<TermTest>)[analysis.Against(smaller)])
                : parsed.GetValue(sequential) ? ("sequential", analysis.Sequence()) : ("drop", analysis.Drop());
            var global = smaller is null ? analysis.Global() : null;
            if (parsed.GetValue(json)) TestsJson.Write(model, kind, tests, global);
            else TestsView.Write(model, smaller, kind, tests, global);
            return ExitCode.Done;
        });
        return command;
    }
}
