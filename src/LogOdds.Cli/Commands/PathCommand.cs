using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds path</c>: a penalty of falling strength.</summary>
internal sealed class PathCommand
{
    private readonly Inputs _inputs = new();
    private readonly FormulaOptions _model = new();
    private readonly PenaltyOptions _penalties = new(StandardizeKind.Population, "l1", "elastic-net", "l2", "group-lasso");
    private readonly StrengthOptions _strengths = new();
    private readonly Option<string> _family = ClassesFit.PathFamily();
    private readonly Option<string?> _out = new("--out") { Description = "Write the coefficients that are not 0: lambda,term,estimate, and the class where there are several.", HelpName = "FILE.csv" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    public static Command Create()
    {
        var path = new PathCommand();
        var command = new Command("path", "Fit a penalty of falling strength: which columns enter, and when.");
        path._inputs.AddTo(command, hasRows: true);
        path._model.AddTo(command, path._inputs);
        foreach (var option in path.Options()) command.Options.Add(option);
        command.SetAction(path.Run);
        return command;
    }

    private IEnumerable<Option> Options() => [_family, .. _penalties.All, .. _strengths.All, _out, _json];

    private int Run(ParseResult parsed)
    {
        var (formula, place) = (_model.Formula(parsed), parsed.GetValue(_out));
        var options = _strengths.Of(parsed, _penalties.Alone(parsed), _penalties.Apply(parsed, _model.Apply(parsed, _inputs, new FitOptions())));
        if (place is not null) AtomicFile.RequirePlace(place);
        var table = _inputs.Read(parsed, options.Fit.Threads);
        PenaltyPath path = ClassesFit.IsOfSeveral(parsed, parsed.GetValue(_family)!, formula, table, options.Fit)
            ? MultinomialRegression.FitPath(table, formula, options) : LogisticRegression.FitPath(table, formula, options);

        if (place is not null) AtomicFile.Write(place, stream => WriteCoefficients(stream, path));
        if (parsed.GetValue(_json)) PathJson.Write(path);
        else PathView.Write(path);
        SummaryView.WriteWarnings(path.Warnings);
        return ExitCode.Done;
    }

    private static void WriteCoefficients(Stream stream, PenaltyPath path)
    {
        var classes = path is ClassPath several ? several.Classes.ToList() : [];
        (double Lambda, int Class, int Term, double Estimate)[] entries = [.. path.Points.SelectMany(point => point.Intercepts.Select((intercept, k) => (point.Lambda, k, 0, intercept))
            .Concat(point.Coefficients.Select(slope => (point.Lambda, slope.Class is null ? 0 : classes.IndexOf(slope.Class), slope.Column + 1, slope.Estimate))))];
        Column[] ofClass = classes.Count == 0 ? [] : [new CategoricalColumn("class", classes, Array.ConvertAll(entries, entry => entry.Class))];
        TableWriter.Write(new Table([new NumericColumn("lambda", Array.ConvertAll(entries, entry => entry.Lambda)), .. ofClass,
            new CategoricalColumn("term", [LogisticModel.InterceptTerm, .. path.Encoding.Terms], Array.ConvertAll(entries, entry => entry.Term)),
            new NumericColumn("estimate", Array.ConvertAll(entries, entry => entry.Estimate))]), stream);
    }
}
