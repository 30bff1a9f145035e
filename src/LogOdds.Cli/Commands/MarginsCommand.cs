using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Inference;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds margins</c>: what changes of the columns do to the probability.</summary>
internal static class MarginsCommand
{
    public static Command Create()
    {
        var inputs = new Inputs();
        var at = new Option<string>("--at") { Description = "In every row and averaged, or once with numbers at their means and factors at their shares.", HelpName = "overall|means", DefaultValueFactory = _ => "overall" }.AcceptOnlyFromAmong("overall", "means");
        var measure = new Option<string>("--measure") { Description = "dydx: change of the probability for a unit; eyex: elasticity; dyex, eydx: semi-elasticities.", HelpName = "dydx|eyex|dyex|eydx", DefaultValueFactory = _ => "dydx" }.AcceptOnlyFromAmong("dydx", "eyex", "dyex", "eydx");
        var byDesignColumn = new Option<bool>("--by-design-column") { Description = "Move each design column by itself, as statsmodels does, instead of each column of the table through every term." };
        var asNumbers = new Option<bool>("--as-numbers") { Description = "Take 0/1 columns for numbers, with a slope, instead of switches from 0 to 1." };
        var level = NumericOption.Real("--level", "The confidence level of intervals. Default: 0.95.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("margins", "Say what a change of each column does to the probability, with standard errors.") { Inputs.Model };
        inputs.AddTo(command, hasRows: true);
        foreach (var option in new Option[] { at, measure, byDesignColumn, asNumbers, level, json }) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var confidence = parsed.GetValue(level) ?? 0.95;
            if (confidence is not (> 0 and < 1)) throw new UsageException("--level stands above 0 and below 1");
            var model = Inputs.ReadModel(parsed);
            var analysis = new Analysis(model, inputs.Read(parsed));
            var options = new MarginOptions
            {
                At = parsed.GetValue(at) == "means" ? MarginsAt.Means : MarginsAt.Overall,
                Measure = Enum.Parse<MarginMeasure>(parsed.GetValue(measure)!, ignoreCase: true),
                ByDesignColumn = parsed.GetValue(byDesignColumn),
                IsDiscrete = !parsed.GetValue(asNumbers),
                Level = confidence,
            };
            var (effects, average) = (analysis.Margins(options), analysis.AverageProbability(confidence));
            if (parsed.GetValue(json)) MarginsJson.Write(model, options, effects, average);
            else MarginsView.Write(model, options, effects, average);
            return ExitCode.Done;
        });
        return command;
    }
}
