using System.Globalization;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary>A path as text.</summary>
internal static class PathView
{
    private const int MostTerms = 8;

    public static void Write(PenaltyPath path)
    {
        Facts.Write([("Model", path.Encoding.Formula), ("Penalty", Penalty(path.Options)), ("Rows", $"{path.RowsUsed} used{(path.RowsDropped > 0 ? $", {path.RowsDropped} dropped for missing values" : "")}"),
            ("Columns", path.Columns.ToString(CultureInfo.InvariantCulture)), ("λ", $"{path.Points.Count} from {Short(path.Points[0].Lambda)} to {Short(path.Points[^1].Lambda)}")]);
        Console.Out.WriteLine();

        (string Name, Func<PathPoint, double?> Of)[] criteria = [("AIC", p => p.Aic), ("BIC", p => p.Bic), ("EBIC", p => p.Ebic)];
        var least = criteria.Where(c => path.Points.Any(p => c.Of(p) is not null)).Select(c => (c.Name, Point: path.LeastBy(c.Of))).ToArray();
        var bars = new Bars(0, path.Points.Max(p => p.DevianceRatio));
        TableView.Write(["λ", path is ClassPath ? "Slopes" : "Terms", "df", "Explained", "AIC", "BIC", "deviance explained"],
            [.. Lines.Of(path.Points.Count, least.Select(l => IndexOf(path, l.Point))).Select(k =>
            {
                var p = path.Points[k];
                return (string[])[Short(p.Lambda), $"{p.NonZero}", Figure(p.DegreesOfFreedom, "F2"), FigureText.Of(p.DevianceRatio), Figure(p.Aic, "F2"), Figure(p.Bic, "F2"), bars.Dot(p.DevianceRatio)];
            })], [true, true, true, true, true, true, false]);
        Console.Out.WriteLine();

        var entered = new HashSet<string>();
        var order = path.Points.SelectMany(p => p.Coefficients.Where(c => entered.Add(NameOf(c))).Select(c => $"{NameOf(c)} ({Short(p.Lambda)})")).ToArray();
        Facts.Write([("Enter", Some(order)), .. least.Select(l => ($"Least {l.Name}", $"λ = {Short(l.Point.Lambda)}: {Some([.. l.Point.Coefficients.Select(NameOf)])}"))]);
        if (path.Points.Count(p => !p.IsConverged) is > 0 and var slow) Console.Out.WriteLine($"{slow} of {path.Points.Count} fits did not reach the tolerance.");
    }

    /// <summary>A penalty with the scale it acts on.</summary>
    public static string Penalty(PathOptions options) => Name(options.Penalty) + options.Fit.Standardize switch
    {
        StandardizeKind.None => ", on the columns as they are",
        var kind => $", on columns scaled to {(kind == StandardizeKind.Population ? "population" : "sample")} sd 1",
    };

    public static string Name(Penalties.IProximalPenalty penalty) => penalty.Name is "elastic-net" || penalty is Penalties.GroupLasso { L1Ratio: < 1 }
        ? string.Create(CultureInfo.InvariantCulture, $"{penalty.Name}, L1 share {penalty.L1Ratio:R}") : penalty.Name;

    public static string Short(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string NameOf(PathCoefficient slope) => slope.Class is null ? slope.Term : $"{slope.Class}: {slope.Term}";

    private static string Figure(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    private static string Some(string[] terms) => terms.Length == 0 ? "none" : string.Join(", ", terms.Take(MostTerms)) + (terms.Length > MostTerms ? $", … ({terms.Length})" : "");

    private static int IndexOf(PenaltyPath path, PathPoint point) => Enumerable.Range(0, path.Points.Count).First(k => ReferenceEquals(path.Points[k], point));
}
