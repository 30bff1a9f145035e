using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>diagnose --json</c>.</summary>
internal static class DiagnosisJson
{
    public static void Write(DiagnosisReport report) => JsonOutput.Write(json =>
    {
        var (statistics, rows) = (report.Model.Statistics, report.Rows);
        json.WriteString("schema", "logodds.diagnose/1");
        json.WriteString("formula", report.Model.Encoding.Formula);
        json.WriteNumber("rows", rows.Rows.Count);
        json.WriteFigure("pearsonChiSquared", rows.PearsonChiSquared);
        json.WriteFigure("dispersion", rows.Dispersion);
        json.WriteStartObject("pseudoR2");
        json.WriteFigure("mcFadden", statistics.McFaddenR2);
        json.WriteFigure("coxSnell", statistics.CoxSnellR2);
        json.WriteFigure("nagelkerke", statistics.NagelkerkeR2);
        json.WriteFigure("tjur", rows.TjurR2);
        json.WriteEndObject();
        json.WriteStartObject("collinearity");
        json.WriteFigure("conditionNumber", report.Collinearity.ConditionNumber);
        json.WriteTexts("involved", report.Collinearity.Involved);
        json.WriteStartArray("inflation");
        foreach (var inflation in report.Collinearity.Inflation)
        {
            json.WriteStartObject();
            json.WriteString("term", inflation.Term);
            json.WriteNumber("df", inflation.DegreesOfFreedom);
            json.WriteFigure("gvif", inflation.Gvif);
            json.WriteFigure("perCoefficient", inflation.PerCoefficient);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        if (report.Groups is { } groups)
        {
            json.WriteStartObject("hosmerLemeshow");
            json.WriteFigure("statistic", groups.Statistic);
            json.WriteNumber("df", groups.DegreesOfFreedom);
            json.WriteFigure("p", groups.P);
            json.WriteStartArray("groups");
            foreach (var (count, observed, expected) in groups.Groups)
            {
                json.WriteStartObject();
                json.WriteNumber("rows", count);
                json.WriteFigure("observed", observed);
                json.WriteFigure("expected", expected);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else json.WriteNull("hosmerLemeshow");
        json.WriteStartArray("influential");
        foreach (var i in report.Top)
        {
            json.WriteStartObject();
            json.WriteNumber("row", rows.Rows[i] + 1);
            json.WriteString("place", report.Table.Describe(rows.Rows[i]));
            json.WriteFigure("response", rows.Response[i]);
            json.WriteFigure("fitted", rows.Fitted[i]);
            json.WriteFigure("standardizedDeviance", rows.StandardizedDevianceResiduals[i]);
            json.WriteFigure("standardizedPearson", rows.StandardizedPearsonResiduals[i]);
            json.WriteFigure("leverage", rows.Leverages[i]);
            json.WriteFigure("cooksDistance", rows.CooksDistances[i]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
