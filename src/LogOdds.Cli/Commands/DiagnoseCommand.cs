using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.IO;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds diagnose</c>: what to look at before a model is believed.</summary>
internal static class DiagnoseCommand
{
    public static Command Create()
    {
        var inputs = new Inputs();
        var groups = NumericOption.Whole<int>("--groups", "The groups of the calibration table and of the test of Hosmer and Lemeshow. Default: 10.");
        var top = NumericOption.Whole<int>("--top", "How many of the most influential rows to list. Default: 10.");
        var output = new Option<string?>("--out") { Description = "Write residuals, leverage and influence of every row.", HelpName = "FILE.csv" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("diagnose", "Check a model on the rows it was fitted to: calibration, collinearity, residuals, influential rows.") { Inputs.Model };
        inputs.AddTo(command, hasRows: true);
        foreach (var option in new Option[] { groups, top, output, json }) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            var (wanted, listed) = (parsed.GetValue(groups) ?? 10, parsed.GetValue(top) ?? 10);
            if (wanted < 3) throw new UsageException("--groups is 3 or more");
            if (listed < 0) throw new UsageException("--top is 0 or more");
            if (parsed.GetValue(output) is { } place) AtomicFile.RequirePlace(place);
            var model = Inputs.ReadModel(parsed);
            var table = inputs.Read(parsed);
            var analysis = new Analysis(model, table);
            var rows = analysis.Rows();
            var hasClasses = model.Encoding.Response.Kind == ResponseKind.Classes && model.Roles.Weights is null;
            var report = new DiagnosisReport(model, table, rows, analysis.Collinearity(), hasClasses ? analysis.HosmerLemeshow(wanted) : null,
                [.. Enumerable.Range(0, rows.Rows.Count).OrderByDescending(i => rows.CooksDistances[i]).Take(listed)]);
            if (parsed.GetValue(output) is { } path) AtomicFile.Write(path, stream => TableWriter.Write(report.AllRows(), stream));
            if (parsed.GetValue(json)) DiagnosisJson.Write(report);
            else DiagnosisView.Write(report);
            return ExitCode.Done;
        });
        return command;
    }
}
