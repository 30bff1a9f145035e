using System.Globalization;
using LogOdds.Formulas;
using LogOdds.Lab.Figures;

namespace LogOdds.Lab.Workbench;

/// <summary>The fit of the page elsewhere.</summary>
/// <param name="Command">As commands.</param>
/// <param name="Code">As C#.</param>
/// <param name="SplitFile">The file that the commands read in the place of the reader's, where rows were left out; null where none were.</param>
internal sealed record FitRun(string Command, string Code, string? SplitFile)
{
    public const string SplitColumn = "split";

    public static FitRun Of(FittedModel fit)
    {
        var (request, file) = (fit.Request, Path.GetFileName(fit.Source.File));
        var isSplit = fit.Rows.Test is not null;
        var data = CommandText.Quote(isSplit ? SplitFileOf(fit) : file);
        var command = $"logodds fit {data} {request.Flags}{(isSplit ? $" --rows {SplitColumn}=train" : "")} --out model.json"
            + (isSplit ? $"\nlogodds evaluate model.json {data} --rows {SplitColumn}=test" : "");
        return new FitRun(command, CodeOf(fit), isSplit ? SplitFileOf(fit) : null);
    }

    /// <summary>The name of the table with a column that says which rows were fitted to.</summary>
    public static string SplitFileOf(FittedModel fit) => Path.GetFileNameWithoutExtension(fit.Source.File) + "-split.csv";

    private static string CodeOf(FittedModel fit)
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
