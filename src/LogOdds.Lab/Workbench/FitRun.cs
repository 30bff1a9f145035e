using System.Globalization;
using LogOdds.Formulas;
using LogOdds.Lab.Figures;

namespace LogOdds.Lab.Workbench;

/// <summary>The fit of the page as commands and as C#.</summary>
internal static class FitRun
{
    public const string SplitColumn = "split";

    public static object Of(FittedModel fit)
    {
        var (request, file) = (fit.Request, Path.GetFileName(fit.Source.File));
        var isSplit = fit.Rows.Test is not null;
        var data = CommandText.Quote(isSplit ? SplitFile(fit) : file);
        var command = $"logodds fit {data} {request.Flags}{(isSplit ? $" --rows {SplitColumn}=train" : "")} --out model.json"
            + (isSplit ? $"\nlogodds evaluate model.json {data} --rows {SplitColumn}=test" : "");
        return new { Command = command, Code = CodeOf(fit), SplitFile = isSplit ? SplitFile(fit) : null };
    }

    /// <summary>The name of the table with a column that says which rows were fitted to.</summary>
    public static string SplitFile(FittedModel fit) => Path.GetFileNameWithoutExtension(fit.Source.File) + "-split.csv";

    public static string CodeOf(FittedModel fit)
    {
        var request = fit.Request;
        string? split = null;
        if (fit.Rows.Test is not null)
        {
            var response = Formula.Parse(request.Formula).Response;
            var (share, seed) = (request.TestShare.ToString("R", CultureInfo.InvariantCulture), request.Seed);
            split = fit.Source.Table.TryGetColumn(response, out _) ? $"TrainTestSplit.Stratified(table, {CodeText.Literal(response)}, {share}, {seed})" : $"TrainTestSplit.Random(table, {share}, {seed})";
        }
        return CodeText.Fit([Path.GetFileName(fit.Source.File)], request.Formula, request.Options, split: split);
    }
}
