using System.Globalization;
using LogOdds.Inference;

namespace LogOdds.Cli.Output;

/// <summary>A diagnosis as text.</summary>
internal static class DiagnosisView
{
    public static void Write(DiagnosisReport report)
    {
        var (model, rows, statistics) = (report.Model, report.Rows, report.Model.Statistics);
        var facts = new List<(string Label, string Text)>
        {
            ("Model", model.Encoding.Formula),
            ("Rows", $"{rows.Rows.Count}"),
            ("Pearson", $"χ² = {FigureText.Of(rows.PearsonChiSquared)}, dispersion {FigureText.Of(rows.Dispersion)}" + (rows.TjurR2 is null ? "" : " (of little meaning for rows of one trial)")),
        };
        if (statistics.McFaddenR2 is { } mcFadden)
            facts.Add(("Pseudo-R²", $"McFadden {FigureText.Of(mcFadden)}, Cox–Snell {FigureText.Of(statistics.CoxSnellR2!.Value)}, Nagelkerke {FigureText.Of(statistics.NagelkerkeR2!.Value)}" + (rows.TjurR2 is { } tjur ? $", Tjur {FigureText.Of(tjur)}" : "")));
        facts.Add(("Condition", $"{FigureText.Of(report.Collinearity.ConditionNumber)}" + (report.Collinearity.Involved.Count == 0 ? "" : $", above {Collinearity.Worrying}: {string.Join(", ", report.Collinearity.Involved)} move together, so their coefficients are hard to tell apart")));
        Facts.Write(facts);
        WriteInflation(report);
        WriteGroups(report);
        WriteRows(report);
    }

    private static void WriteInflation(DiagnosisReport report)
    {
        if (report.Collinearity.Inflation.Count < 2) return;
        Console.Out.WriteLine();
        TableView.Write(["Variance inflation", "df", "GVIF", "GVIF^(1/(2 df))"],
            [.. report.Collinearity.Inflation.Select(i => (string[])[i.Term, Count(i.DegreesOfFreedom), FigureText.Of(i.Gvif), FigureText.Of(i.PerCoefficient)])], [false, true, true, true]);
        Console.Out.WriteLine("The last column says by how much sharing with the other terms multiplies a standard error.");
    }

    private static void WriteGroups(DiagnosisReport report)
    {
        if (report.Groups is not { } groups) return;
        Console.Out.WriteLine();
        TableView.Write(["By rising probability", "Rows", "Observed", "Expected", "Share observed", "Share expected"],
            [.. groups.Groups.Select((g, k) => (string[])[$"group {k + 1}", Count(g.Rows), Count(Math.Round(g.Observed)), FigureText.Of(g.Expected), FigureText.Of(g.Observed / g.Rows), FigureText.Of(g.Expected / g.Rows)])],
            [false, true, true, true, true, true]);
        Console.Out.WriteLine($"Hosmer and Lemeshow: χ² = {FigureText.Of(groups.Statistic)} on {groups.DegreesOfFreedom}, p = {FigureText.PValue(groups.P)}. It depends on how the groups are cut; look at the shares first.");
    }

    private static void WriteRows(DiagnosisReport report)
    {
        if (report.Top.Count == 0) return;
        var rows = report.Rows;
        Console.Out.WriteLine();
        TableView.Write(["Most influential", "Response", "Fitted", "Std. deviance", "Std. Pearson", "Leverage", "Cook's distance"],
            [.. report.Top.Select(i => (string[])[report.Table.Describe(rows.Rows[i]), Count(Math.Round(rows.Response[i], 4)), FigureText.Of(rows.Fitted[i]), FigureText.Of(rows.StandardizedDevianceResiduals[i]),
                FigureText.Of(rows.StandardizedPearsonResiduals[i]), FigureText.Of(rows.Leverages[i]), FigureText.Of(rows.CooksDistances[i])])],
            [false, true, true, true, true, true, true]);
        Console.Out.WriteLine("Cook's distance says how far all estimates together move without the row; look for rows that stand apart, not for a limit.");
    }

    private static string Count(double value) => value.ToString(CultureInfo.InvariantCulture);
}
