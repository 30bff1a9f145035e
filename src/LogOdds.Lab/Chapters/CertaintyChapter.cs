using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Normal = MathNet.Numerics.Distributions.Normal;

namespace LogOdds.Lab.Chapters;

/// <summary>How sure a weight is: by the likelihood around it, and by drawing the sample again.</summary>
internal sealed class CertaintyChapter : IChapter
{
    private const int MostSamples = 300;
    private const int MostCurves = 60;
    private const int CurvePoints = 61;
    private const int Bins = 32;
    private const double Reach = 4;

    public string Name => "certainty";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Answer);
        chapter.MapGet("/samples", Samples);
    }

    internal static object Answer(double level, string data = "hours12", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var term = set.Features[0];
        var model = LogisticRegression.Fit(set.Table, set.Formula, new FitOptions { ConfidenceLevel = level });
        RequireWeight(model, term);
        var analysis = new Analysis(model, set.Table);
        var profile = analysis.ProfileIntervals(level).Single(line => line.Term == term);
        var (w, error) = (model[term].Estimate!.Value, model[term].StandardError!.Value);
        var rise = Math.Pow(Normal.InvCDF(0, 1, 0.5 + level / 2), 2);
        var reach = Math.Max(3, 1.1 * Math.Sqrt(rise)) * error;
        var (low, high) = (w - reach, Math.Max(w + reach, w + 1.05 * ((profile.High ?? w) - w)));
        var values = Grid.Line(low, high, 121);
        var range = Grid.Range(set.Columns[0]);
        return new
        {
            Points = set.View,
            Range = range,
            Curve = Curve.Of(w, model.Coefficients[0].Estimate!.Value, range[0], range[1]),
            W = w,
            Error = error,
            Curvature = 1 / (error * error),
            Rise = rise,
            Values = values,
            Profile = analysis.Profile(term, values),
            Parabola = values.Select(value => Math.Pow((value - w) / error, 2)),
            Wald = new[] { model[term].Low, model[term].High },
            Likelihood = new[] { profile.Low, profile.High },
            Run = RunOf(set, level),
        };
    }

    /// <summary>The weight in samples drawn anew, from the rows or from the model.</summary>
    internal static object Samples(string way, double samples, double seed, string data = "hours12", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var term = set.Features[0];
        var (count, number) = ((int)Math.Clamp(samples, 1, MostSamples), (int)seed);
        var model = LogisticRegression.Fit(set.Table, set.Formula);
        RequireWeight(model, term);
        var (w, error) = (model[term].Estimate!.Value, model[term].StandardError!.Value);
        var (probabilities, random) = (model.Probability(set.Table), new Random(number));
        var range = Grid.Range(set.Columns[0]);
        var x = Grid.Line(range[0], range[1], CurvePoints);
        var (estimates, curves, separated, ofOneClass) = (new List<double>(), new List<double[]>(), 0, 0);
        for (var k = 0; k < count; k++)
        {
            var sample = way == "rows"
                ? set.Table.Select([.. Enumerable.Range(0, set.Rows).Select(_ => random.Next(set.Rows))])
                : new Table([set.Table[term], new NumericColumn(set.Target, probabilities.Select(p => random.NextDouble() < p ? 1.0 : 0.0).ToArray())]);
            var classes = ((NumericColumn)sample[set.Target]).Values;
            if (!classes.Contains(0) || !classes.Contains(1))
            {
                ofOneClass++;
                continue;
            }
            var fit = LogisticRegression.Fit(sample, set.Formula, new FitOptions { Threads = 1 });
            var (slope, intercept) = (fit.Coefficients[1], fit.Coefficients[0]);
            if (slope.Limit != CoefficientLimit.Finite) separated++;
            else if (slope.Estimate is { } estimate) estimates.Add(estimate);
            if (curves.Count < MostCurves) curves.Add([.. x.Select(at => Math.Round(Logistic.Probability((intercept.Estimate ?? 0) + (slope.Estimate ?? 0) * at), 4))]);
        }
        var (low, high) = (w - Reach * error, w + Reach * error);
        var width = (high - low) / Bins;
        var counts = new int[Bins];
        foreach (var estimate in estimates)
            if (estimate >= low && estimate < high) counts[Math.Min(Bins - 1, (int)((estimate - low) / width))]++;
        var normal = Grid.Line(low, high, 101);
        return new
        {
            X = x,
            Curves = curves,
            Bars = counts.Select((rows, k) => (double[])[low + k * width, low + (k + 1) * width, rows]),
            // As many as a normal distribution would put into a bin of this width.
            Normal = new { X = normal, Y = normal.Select(value => estimates.Count * width * Normal.PDF(w, error, value)) },
            Highest = Math.Max(counts.Max(), estimates.Count * width * Normal.PDF(w, error, w)),
            Finite = estimates.Count,
            Separated = separated,
            OfOneClass = ofOneClass,
            Outside = estimates.Count - counts.Sum(),
            Spread = estimates.Count > 1 ? MathNet.Numerics.Statistics.Statistics.StandardDeviation(estimates) : double.NaN,
            Error = error,
            Run = SamplesRun(set, way, count, number),
        };
    }

    private static void RequireWeight(LogisticModel model, string term)
    {
        if (model.Separation is { } separation) throw new NoAnswerException($"{separation.InWords} Without an estimate there is nothing to be sure of: move a point back over the other class.");
        if (model[term].StandardError is null) throw new NoAnswerException("These points do not tell a weight: spread them out.");
    }

    private static Run RunOf(PointSet set, double level) => new(
        $"{set.Preparation}logodds fit {set.File} --formula \"{set.Formula}\" --level {Run.Text(level)}\nlogodds fit {set.File} --formula \"{set.Formula}\" --level {Run.Text(level)} --intervals profile",
        Run.Usings + $$"""
        var table = TableReader.Read("{{set.File}}");
        var model = LogisticRegression.Fit(table, "{{set.Formula}}", new FitOptions { ConfidenceLevel = {{Run.Text(level)}} });
        var w = model["{{set.Features[0]}}"];
        Console.WriteLine($"w {w.Estimate}, standard error {w.StandardError}, Wald {w.Low} to {w.High}");
        var analysis = new Analysis(model, table);
        var (_, low, high) = analysis.ProfileIntervals({{Run.Text(level)}}).Single(line => line.Term == w.Term);
        Console.WriteLine($"profile {low} to {high}");
        foreach (var rise in analysis.Profile(w.Term, [w.Low!.Value, w.High!.Value])) Console.WriteLine($"rise of the deviance at an end of Wald's: {rise}");

        """);

    private static string SamplesRun(PointSet set, string way, int samples, int seed) => $$"""

        var random = new Random({{seed}});
        var estimates = new List<double>();
        {{(way == "rows" ? "" : "var p = model.Probability(table);\n")}}for (var k = 0; k < {{samples}}; k++)
        {
            var sample = {{(way == "rows"
                ? "table.Select([.. Enumerable.Range(0, table.Rows).Select(_ => random.Next(table.Rows))])"
                : $"new Table([table[w.Term], new NumericColumn(\"{set.Target}\", p.Select(share => random.NextDouble() < share ? 1.0 : 0.0).ToArray())])")}};
            var classes = ((NumericColumn)sample["{{set.Target}}"]).Values;
            if (!classes.Contains(0) || !classes.Contains(1)) continue;
            var drawn = LogisticRegression.Fit(sample, "{{set.Formula}}")[w.Term];
            if (drawn.Limit == CoefficientLimit.Finite) estimates.Add(drawn.Estimate!.Value);
        }
        var mean = estimates.Average();
        Console.WriteLine($"{estimates.Count} finite estimates, standard deviation {Math.Sqrt(estimates.Sum(e => (e - mean) * (e - mean)) / (estimates.Count - 1))}");

        """;
}
