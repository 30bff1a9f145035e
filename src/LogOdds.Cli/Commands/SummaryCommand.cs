using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Inference;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds summary</c>: the summary of a saved model.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var words = WordsOption();
        var tests = new Option<string[]>("--test") { Description = "Test a combination of coefficients, as in \"race[other] - race[white] = 0\"; give several to test them together.", HelpName = "HYPOTHESIS" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("summary", "Print the summary of a saved model.") { Inputs.Model };
        command.Options.Add(words);
        command.Options.Add(tests);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            if (Inputs.ReadClasses(parsed, "--json") is { } classes)
            {
                if (parsed.GetValue(json)) ClassModelJson.Write(classes, seconds: null);
                else SummaryView.Write(classes.Summary());
                return ExitCode.Done;
            }
            var model = Inputs.ReadModel(parsed);
            var test = parsed.GetValue(tests) is { Length: > 0 } hypotheses ? model.Test(hypotheses) : null;
            if (parsed.GetValue(json)) ModelJson.Write(model, seconds: null, parsed.GetValue(words), test);
            else
            {
                SummaryView.Write(model.Summary());
                if (parsed.GetValue(words)) SummaryView.WriteWords(model);
                if (test is not null) ContrastView.Write(test);
            }
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Whether each coefficient is said in a sentence besides.</summary>
    public static Option<bool> WordsOption() => new("--words") { Description = "Say in a sentence what each coefficient means." };
}
