using LogOdds.Inference;
using LogOdds.Metrics;

namespace LogOdds.Lab.Figures;

/// <summary>How well rows are told apart, as curves to be drawn.</summary>
internal sealed record PerformanceFigures
{
    private const int Groups = 10;
    private const int Bars = 40;

    public required int Rows { get; init; }

    /// <summary>The share of rows of class 1.</summary>
    public required double Prevalence { get; init; }

    /// <summary>The area under the ROC curve, and the ends of DeLong's interval.</summary>
    public required double[] Auc { get; init; }

    public required double AveragePrecision { get; init; }

    public required double LogLoss { get; init; }

    public required double Brier { get; init; }

    /// <summary>False positive rate, recall and threshold of each point.</summary>
    public required IReadOnlyList<double[]> Roc { get; init; }

    /// <summary>Recall, precision and threshold of each point.</summary>
    public required IReadOnlyList<double[]> PrecisionRecall { get; init; }

    /// <summary>Groups by rising probability: the mean probability, the share of class 1 with the ends of its interval, and the rows.</summary>
    public required IReadOnlyList<double[]> Calibration { get; init; }

    /// <summary>Slope, intercept and calibration in the large; NaN where they do not exist.</summary>
    public required double[] CalibrationFit { get; init; }

    /// <summary>Bars of equal width: from, to, rows of class 0 and rows of class 1.</summary>
    public required IReadOnlyList<double[]> Histogram { get; init; }

    /// <summary>Whether the curves have more points than are drawn.</summary>
    public required bool IsThinned { get; init; }

    public static PerformanceFigures Of(ScoredOutcomes outcomes)
    {
        if (!outcomes.HasBothClasses) throw new Data.UnusableDataException($"all {outcomes.Rows} rows are of one class, so nothing can be told apart");
        var y = outcomes.Classes.Span;
        var p = outcomes.Probabilities.Span;
        var (roc, recall) = (RocCurve.Compute(y, p), PrecisionRecallCurve.Compute(y, p));
        var metrics = Models.LogisticModel.Score(y, outcomes.LogOdds.Span, default, 0.5);
        var (auc, corners) = (DeLong.Estimate(y, p), roc.Corners());
        var calibration = Inference.CalibrationFit.OfLogOdds(y, outcomes.LogOdds.Span);
        return new PerformanceFigures
        {
            Rows = outcomes.Rows,
            Prevalence = (metrics.Confusion.TruePositives + metrics.Confusion.FalseNegatives) / metrics.Confusion.Total,
            Auc = [roc.Area, auc.Interval().Low, auc.Interval().High],
            AveragePrecision = recall.AveragePrecision,
            LogLoss = metrics.LogLoss,
            Brier = metrics.Brier,
            Roc = [.. Drawn.Thinned(corners).Select(point => (double[])[point.FalsePositiveRate, point.TruePositiveRate, point.Threshold])],
            PrecisionRecall = [.. Drawn.Thinned(recall.Points).Select(point => (double[])[point.Recall, point.Precision, point.Threshold])],
            Calibration = [.. CalibrationTable.ByQuantiles(y, p, Groups).Select(bin => (double[])[bin.Predicted, bin.Observed, bin.Interval().Low, bin.Interval().High, bin.Rows])],
            CalibrationFit = [calibration.Slope, calibration.Intercept, calibration.InTheLarge],
            Histogram = HistogramOf(y, p),
            IsThinned = corners.Count > Drawn.MostOfCurve || recall.Points.Count > Drawn.MostOfCurve,
        };
    }

    private static double[][] HistogramOf(ReadOnlySpan<double> y, ReadOnlySpan<double> p)
    {
        var bars = new double[Bars][];
        for (var k = 0; k < Bars; k++) bars[k] = [(double)k / Bars, (k + 1.0) / Bars, 0, 0];
        for (var i = 0; i < p.Length; i++) bars[Math.Min((int)(p[i] * Bars), Bars - 1)][y[i] == 1 ? 3 : 2]++;
        return bars;
    }
}
