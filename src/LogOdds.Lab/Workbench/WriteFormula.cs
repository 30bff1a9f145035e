using LogOdds.Data;
using LogOdds.Formulas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>Formulas and ticked columns, the one from the other.</summary>
internal sealed class WriteFormula(WorkbenchStore store) : IWorkbenchPart
{
    /// <summary>A formula to be read, or a target and columns to be written as one.</summary>
    internal sealed record Question(string? Formula, string? Target, IReadOnlyList<string>? Columns, string? Weights);

    /// <summary>A formula and what it uses.</summary>
    /// <param name="Formula">The formula.</param>
    /// <param name="Target">What it explains.</param>
    /// <param name="Columns">The columns on its right-hand side.</param>
    /// <param name="IsSum">Whether the right-hand side is those columns as they are, so that ticks say it all.</param>
    internal sealed record Answer(string Formula, string Target, IReadOnlyList<string> Columns, bool IsSum);

    public void Map(RouteGroupBuilder workbench) => workbench.MapPost("/tables/{id}/formula", (string id, Question question) => Read(store.Table(id).Table, question));

    internal static Answer Read(Table table, Question question)
    {
        var formula = Formula.Parse(question.Formula ?? Written(table, question));
        var side = formula.Expand(table, question.Weights is { Length: > 0 } weights ? [weights] : []);
        var isSum = side is { HasIntercept: true, Offsets.Count: 0 } && formula.Left is NameNode && side.Variables.All(variable => variable is NameNode) && side.Terms.All(term => term.Length == 1);
        return new Answer(formula.Text, formula.Response, side.Columns, isSum);
    }

    private static string Written(Table table, Question question)
    {
        var (target, columns) = (question.Target ?? throw new ArgumentException("There is no column to explain."), question.Columns ?? []);
        var others = table.Columns.Select(column => column.Name).Where(name => name != target && name != question.Weights).ToArray();
        var right = columns.Count == 0 ? "1" : others.All(columns.Contains) && others.Length > 1 ? "." : string.Join(" + ", columns.Select(Formula.Quote));
        return $"{Formula.Quote(target)} ~ {right}";
    }
}
