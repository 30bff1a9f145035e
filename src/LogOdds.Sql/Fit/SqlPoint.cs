using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Sql;

/// <summary>The rows of a query at the reported coefficients.</summary>
/// <param name="design">The rows as a design.</param>
/// <param name="own">Coefficients of the design's own columns.</param>
/// <param name="sums">The answers to <see cref="Sums"/>.</param>
internal sealed class SqlPoint(SqlDesign design, double[] own, double[] sums) : FitPoint
{
    private double TruePositives => sums[0];

    private double FalsePositives => sums[1];

    private double Positives => sums[2];

    private double Negatives => sums[3];

    private double SquaredErrors => sums[4];

    private double LeastMargin => sums[5];

    private double LargestPredictor => sums[6];

    private double LargestLogOdds => sums[7];

    private double LeastWeight => sums[8];

    /// <summary>What is asked besides loss and derivatives, in the same pass.</summary>
    public static SqlSum[] Sums(SqlLayout layout)
    {
        var (r, turn, zero, half) = (SqlLayout.Residual(0), SqlLayout.Turn, layout.Number(0), layout.Number(0.5));
        string Where(string condition) => $"sum(case when {condition} then {layout.Weighted(layout.One)} else {zero} end)";
        return
        [
            Where($"{turn} < {zero} and {r} >= {layout.Number(-0.5)}"),
            Where($"{turn} > {zero} and {r} >= {half}"),
            Where($"{turn} < {zero}"),
            Where($"{turn} > {zero}"),
            $"sum({layout.Weighted($"{r} * {r}")})",
            // The log-odds of a row's own class without offsets; rows of weight 0 do not count.
            $"min({layout.WhereWeighted($"-{turn} * {SqlLayout.Predicted}", double.MaxValue)})",
            $"max({layout.WhereWeighted($"abs({SqlLayout.Predicted})", 0)})",
            $"max({layout.WhereWeighted($"abs({layout.WithOffset(SqlLayout.Predicted)})", 0)})",
            $"min({layout.WhereWeighted(layout.Weighted(layout.One), double.MaxValue)})",
        ];
    }

    /// <inheritdoc/>
    public override BinaryMetrics TrainingMetrics()
    {
        var areas = design.Layout.Areas(design.Sums.Scored(own));
        return new BinaryMetrics
        {
            Rows = design.Rows.Rows,
            Threshold = 0.5,
            Confusion = new ConfusionCounts(TruePositives, Negatives - FalsePositives, FalsePositives, Positives - TruePositives),
            LogLoss = TotalLoss / design.Rows.TotalWeight,
            Brier = SquaredErrors / design.Rows.TotalWeight,
            Auc = areas.Roc,
            AveragePrecision = areas.AveragePrecision,
        };
    }

    /// <inheritdoc/>
    public override double[]? RobustCovariance(CovarianceKind kind) => throw new NotSupportedException("Robust errors need the residuals of rows.");

    /// <inheritdoc/>
    public override ISeparatedFit? Separated() => LeastMargin > 0
        ? new SqlSeparatedFit(design, new SqlSeparation(IsComplete: true, own, design.Rows.Rows, 0, LeastMargin, LargestPredictor))
        : new SqlSeparationDetector(design).Find(own, LargestLogOdds, LeastWeight, Gradient, PackedHessian) is { } separation ? new SqlSeparatedFit(design, separation) : null;

    /// <inheritdoc/>
    public override double InterceptShift() => throw new NotSupportedException("Only Firth's fit asks for it.");
}
