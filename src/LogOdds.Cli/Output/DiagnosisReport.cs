using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>What a diagnosis found.</summary>
/// <param name="Model">The model.</param>
/// <param name="Table">The rows it was fitted to, with those that were left out.</param>
/// <param name="Rows">Residuals and influence.</param>
/// <param name="Collinearity">How much the terms share.</param>
/// <param name="Groups">Observed and expected by groups; null for grouped trials and weighted rows.</param>
/// <param name="Top">The most influential rows, by their places in <paramref name="Rows"/>.</param>
internal sealed record DiagnosisReport(LogisticModel Model, Table Table, RowDiagnostics Rows, Collinearity Collinearity, HosmerLemeshow? Groups, IReadOnlyList<int> Top)
{
    /// <summary>The figures of every row as a table, with the row's place in the data, from 1.</summary>
    public Table AllRows()
    {
        IEnumerable<(string Name, IReadOnlyList<double> Values)> columns =
        [
            ("row", [.. Rows.Rows.Select(row => row + 1.0)]), ("response", Rows.Response), ("log_odds", Rows.LogOdds), ("fitted", Rows.Fitted),
            ("response_residual", Rows.ResponseResiduals), ("pearson_residual", Rows.PearsonResiduals), ("deviance_residual", Rows.DevianceResiduals),
            ("working_residual", Rows.WorkingResiduals), ("standardized_pearson", Rows.StandardizedPearsonResiduals), ("standardized_deviance", Rows.StandardizedDevianceResiduals),
            ("studentized", Rows.StudentizedResiduals), ("leverage", Rows.Leverages), ("cooks_distance", Rows.CooksDistances), ("dffits", Rows.Dffits),
            .. Rows.Terms.Select((term, k) => ($"dfbetas[{term}]", Rows.Dfbetas[k])),
        ];
        return new Table(columns.Select(column => new NumericColumn(column.Name, column.Values.ToArray())));
    }
}
