using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LogOdds.Cli.Commands;

/// <summary>The usual help, and after it real examples of the command.</summary>
internal sealed class HelpWithExamples(SynchronousCommandLineAction help) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> Examples = new()
    {
        ["logodds"] =
        [
            "logodds data exam_marks > marks.csv",
            "logodds fit marks.csv --formula \"admitted ~ exam1 + exam2\" --out model.json",
            "logodds predict model.json marks.csv",
        ],
        ["fit"] =
        [
            "logodds fit marks.csv --formula \"admitted ~ exam1 + exam2\"",
            "logodds fit births.csv --formula \"low ~ age + log(lwt) + race * smoke\" --intervals profile --words",
            "logodds fit births.csv --target low --out model.json --report report.html",
            "logodds fit cells.csv --target benign --penalty l2 --lambda 0.01 --standardize population",
            "logodds fit penguins.csv --formula \"species ~ bill_length_mm + body_mass_g\" --family multinomial --reference Adelie",
            "logodds fit housing.csv --formula \"Sat ~ Infl + Type\" --family ordinal --levels Low,Medium,High --weights Freq",
            "logodds fit marks.csv --target admitted --solver gradient-descent --standardize sample --trace path.csv",
            "zcat part-*.csv.gz | logodds fit - --target churned --json",
            "logodds fit --connection \"Host=localhost;Database=wards\" --query \"select * from births\" --target low --in-database",
        ],
        ["path"] =
        [
            "logodds path cells.csv --target benign",
            "logodds path cells.csv --target benign --penalty elastic-net --l1-ratio 0.5 --out coefficients.csv",
        ],
        ["cv"] =
        [
            "logodds cv cells.csv --target benign --rule 1se --out model.json",
            "logodds cv cells.csv --target benign --penalty elastic-net --l1-ratio 0.2,0.5,1 --repeats 5 --json",
            "logodds cv visits.csv --target readmitted --group patient --measure auc",
        ],
        ["stable"] = ["logodds stable cells.csv --target benign", "logodds stable cells.csv --target benign --threshold 0.9 --false-selections 0.5 --json"],
        ["lab"] =
        [
            "logodds lab",
            "logodds lab births.csv",
        ],
        ["predict"] =
        [
            "logodds predict model.json new.csv",
            "logodds predict model.json new.csv --threshold 0.3 --interval 0.95 --out scored.csv",
            "logodds predict model.json new.csv --prevalence 0.02",
        ],
        ["evaluate"] =
        [
            "logodds evaluate model.json test.csv",
            "logodds evaluate model.json all.csv --rows split=test --json",
            "logodds evaluate model.json test.csv --compare smaller.json",
            "logodds evaluate model.json test.csv --json --curves > curves.json",
        ],
        ["threshold"] =
        [
            "logodds threshold model.json test.csv",
            "logodds threshold model.json test.csv --sensitivity 0.95",
            "logodds threshold model.json test.csv --cost-fp 1 --cost-fn 5 --json",
        ],
        ["calibrate"] =
        [
            "logodds calibrate scored.csv --probability p --target outcome --method beta --out map.json",
            "logodds calibrate new.csv --probability p --apply map.json > calibrated.csv",
            "logodds calibrate births.csv --model model.json --out calibrated.json",
        ],
        ["summary"] = ["logodds summary model.json --words", "logodds summary model.json --test \"race[other] - race[white] = 0\" --json"],
        ["anova"] = ["logodds anova model.json births.csv", "logodds anova model.json births.csv --sequential", "logodds anova model.json births.csv --against smaller.json"],
        ["margins"] = ["logodds margins model.json births.csv", "logodds margins model.json births.csv --at means --measure eyex --json"],
        ["validate"] = ["logodds validate model.json births.csv", "logodds validate model.json births.csv --bootstrap 500 --seed 7 --json"],
        ["diagnose"] = ["logodds diagnose model.json births.csv", "logodds diagnose model.json births.csv --top 20 --out residuals.csv"],
        ["export"] = ["logodds export model.json --to sql", "logodds export model.json --to sql --dialect bigquery --table ward.births --out score.sql"],
        ["pack"] = ["logodds pack visits-*.csv --out visits.tiles", "logodds fit visits.tiles --target readmitted --memory 2GB", "logodds pack --check visits.tiles"],
        ["data"] = ["logodds data", "logodds data birthwt > births.csv"],
    };

    public static HelpOption Option()
    {
        var option = new HelpOption { Recursive = true };
        option.Action = new HelpWithExamples((SynchronousCommandLineAction)option.Action!);
        return option;
    }

    // Help is given on a line that lacks its arguments, too.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (!Examples.TryGetValue(parseResult.CommandResult.Command.Name, out var examples)) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
