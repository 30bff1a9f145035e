using System.Text;
using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>Predictions for rows that the reader pastes.</summary>
internal sealed class ScorePasted(WorkbenchStore store) : IWorkbenchPart
{
    private const int MostRows = 1000;

    /// <summary>Delimited text with a header.</summary>
    internal sealed record Question(string Text, double Threshold);

    public void Map(RouteGroupBuilder workbench) => workbench.MapPost("/fits/{id}/predict", (string id, Question question) => Answer(store.Fit(id).Model, question));

    internal static object Answer(LogisticModel model, Question question)
    {
        var table = TableReader.Read(Encoding.UTF8.GetBytes(question.Text), "the pasted rows");
        if (table.Rows > MostRows) throw new UnusableDataException($"{table.Rows} rows were pasted; the page takes up to {MostRows}", remedy: "For a file there is logodds predict model.json data.csv.");
        var (added, refusal) = Score(model, table, question.Threshold);
        return new { Columns = table.Columns.Concat(added).Select(column => column.Name), Added = added.Count, Rows = Enumerable.Range(0, table.Rows).Select(row => table.Columns.Concat(added).Select(column => column.TextAt(row))), Refusal = refusal };
    }

    private static (IReadOnlyList<Column> Added, string? Refusal) Score(LogisticModel model, Table table, double threshold)
    {
        try
        {
            return (new Scoring(model, threshold, model.ConfidenceLevel).Columns(table), null);
        }
        catch (NoAnswerException e) when (!model.IsConditional)
        {
            return (new Scoring(model, threshold).Columns(table), e.Message);
        }
    }
}
