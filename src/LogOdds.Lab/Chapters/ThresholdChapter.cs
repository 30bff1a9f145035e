using LogOdds.Data;
using LogOdds.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>The threshold as a choice, and what its two errors cost.</summary>
internal sealed class ThresholdChapter : IChapter
{
    private const int Bins = 25;

    private static readonly Dictionary<string, Lazy<Scores>> Known = new()
    {
        ["pima"] = new(static () => Scores.Of("pima", "type", "type ~ .")),
        ["exams"] = new(static () => Scores.Of("exam_marks", "admitted", "admitted ~ exam1 + exam2")),
    };

    public string Name => "threshold";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Answer);
        chapter.MapGet("/near", Near);
    }

    internal static object Answer(double threshold, double fp, double fn, string data = "pima")
    {
        var scores = ScoresOf(data);
        double Cost(ConfusionCounts at) => fp * at.FalsePositives + fn * at.FalseNegatives;
        var (here, best) = (ConfusionCounts.At(scores.Y, scores.P, threshold), ThresholdChoice.ByCosts(scores.Y, scores.P, fp, fn));
        // Between two probabilities nothing changes: the cost is a staircase.
        var (x, costs, last) = (new List<double>(), new List<double>(), 0.0);
        foreach (var step in scores.Steps)
        {
            x.AddRange([last, step.Threshold]);
            costs.AddRange([Cost(step.Confusion), Cost(step.Confusion)]);
            last = step.Threshold;
        }
        return new
        {
            scores.Rows,
            scores.Target,
            scores.Histogram,
            Roc = new { X = scores.Roc.Points.Select(point => point.FalsePositiveRate), Y = scores.Roc.Points.Select(point => point.TruePositiveRate), scores.Roc.Area },
            Here = new
            {
                here.TruePositives,
                here.FalsePositives,
                here.FalseNegatives,
                here.TrueNegatives,
                here.Precision,
                here.Recall,
                here.Specificity,
                here.Accuracy,
                here.ErrorRate,
                FalsePositiveRate = 1 - here.Specificity,
                Cost = Cost(here),
            },
            Costs = new { X = x, Y = costs, Highest = costs.Max() },
            Best = new { best.Threshold, Cost = Cost(best.Confusion) },
            FromCosts = ThresholdChoice.ForCosts(fp, fn),
            Run = RunOf(scores, threshold, fp, fn),
        };
    }

    /// <summary>A threshold whose place on the ROC curve is nearest to a point, measured along the curve by the sum of both rates.</summary>
    internal static object Near(double x, double y, string data = "pima")
    {
        var points = ScoresOf(data).Roc.Points;
        var k = Enumerable.Range(0, points.Count).MinBy(i => Math.Abs(points[i].FalsePositiveRate + points[i].TruePositiveRate - x - y));
        if (k == 0) return new { Threshold = 1.0 };
        // Anywhere above the next lower probability predicts the same; the middle has room for few digits.
        var (high, low) = (points[k].Threshold, k + 1 < points.Count ? points[k + 1].Threshold : 0);
        var middle = Math.Round((low + high) / 2, 4);
        return new { Threshold = middle > low && middle <= high ? middle : high };
    }

    private static Scores ScoresOf(string data) => Known.TryGetValue(data, out var scores) ? scores.Value
        : throw new UnusableDataException($"there are no scores called '{data}'", remedy: $"There are {string.Join(", ", Known.Keys)}.");

    private static Run RunOf(Scores scores, double threshold, double fp, double fn)
    {
        var (at, cost, miss) = (Run.Text(threshold), Run.Text(fp), Run.Text(fn));
        var file = $"{scores.Sample}.csv";
        return new Run(
            $"logodds data {scores.Sample} > {file}\nlogodds fit {file} --formula \"{scores.Formula}\" --out model.json\n"
            + $"logodds evaluate model.json {file} --threshold {at}\nlogodds threshold model.json {file} --cost-fp {cost} --cost-fn {miss}",
            Run.Usings + $$"""
            var table = TableReader.Read("{{file}}");
            var model = LogisticRegression.Fit(table, "{{scores.Formula}}");
            var y = ((NumericColumn)table["{{scores.Target}}"]).Values;
            var p = model.Probability(table);
            var here = ConfusionCounts.At(y, p, {{at}});
            Console.WriteLine($"{here}, cost {{{cost}} * here.FalsePositives + {{miss}} * here.FalseNegatives}");
            var best = ThresholdChoice.ByCosts(y, p, {{cost}}, {{miss}});
            Console.WriteLine($"least cost {best.Value * best.Confusion.Total} from {best.Threshold} on; by the costs alone {ThresholdChoice.ForCosts({{cost}}, {{miss}})}");

            """);
    }

    /// <summary>The probabilities of a model on its rows, and what follows from them whatever the threshold is.</summary>
    private sealed record Scores(string Sample, string Target, string Formula, double[] Y, double[] P)
    {
        public int Rows => Y.Length;

        public RocCurve Roc { get; } = RocCurve.Compute(Y, P);

        /// <summary>The outcomes at each distinct probability, by rising threshold, and where none is predicted 1.</summary>
        public IReadOnlyList<(double Threshold, ConfusionCounts Confusion)> Steps { get; } =
            [.. P.Distinct().Where(static p => p < 1).Append(1).Order().Select(threshold => (threshold, ConfusionCounts.At(Y, P, threshold)))];

        /// <summary>How many rows of each class there are in each bin: [from, to, rows], the two classes side by side.</summary>
        public object Histogram { get; } = HistogramOf(Y, P);

        public static Scores Of(string sample, string target, string formula)
        {
            var table = SampleData.Read(sample);
            return new Scores(sample, target, formula, ((NumericColumn)table[target]).Values.ToArray(), LogisticRegression.Fit(table, formula).Probability(table));
        }

        private static object HistogramOf(double[] y, double[] p)
        {
            var counts = new double[2, Bins];
            for (var i = 0; i < y.Length; i++) counts[(int)y[i], Math.Min(Bins - 1, (int)(p[i] * Bins))]++;
            double[][] Bars(int c) => [.. Enumerable.Range(0, Bins).Select(b => (double[])[(b + c * 0.5) / Bins, (b + c * 0.5 + 0.5) / Bins, counts[c, b]])];
            return new { Zero = Bars(0), One = Bars(1), Highest = counts.Cast<double>().Max() };
        }
    }
}
