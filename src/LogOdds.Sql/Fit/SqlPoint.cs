using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Sql;

/// <summary>The rows of a query at the reported coefficients.</summary>
/// <param name="design">The rows as a design.</param>
/// <param name="coefficients">Slopes in the data's units, the intercept last.</param>
/// <param name="own">The same for the design's own columns.</param>
/// <param name="sums">The answers to <see cref="Sums"/>.</param>
internal sealed class SqlPoint(SqlDesign design, double[] coefficients, double[] own, double[] sums) : FitPoint
{
    private double TruePositives => sums[0];

    private double FalsePositives => sums[1];

    private double Positives => sums[2];

    private double Negatives => sums[3];

    private double SquaredErrors => sums[4];

    private double LeastMargin => sums[5];

    private double LargestPredictor => sums[6];

    /// <summary>What is asked besides loss and derivatives, in the same pass.</summary>
    public static SqlSum[] Sums(SqlLayout layout)
    {
        var (q, turn, zero, half) = (SqlLayout.Own(0), SqlLayout.Turn, layout.Number(0), layout.Number(0.5));
        string Where(string condition) => $"sum(case when {condition} then {layout.Weighted(layout.One)} else {zero} end)";
        return
        [
            Where($"{turn} < {zero} and {q} >= {half}"),
            Where($"{turn} > {zero} and {q} <= {half}"),
            Where($"{turn} < {zero}"),
            Where($"{turn} > {zero}"),
            $"sum({layout.Weighted($"({layout.One} - {q}) * ({layout.One} - {q})")})",
            // The log-odds of a row's own class without offsets; rows of weight 0 do not count.
            $"min({layout.WhereWeighted($"-{turn} * {SqlLayout.Predicted}", double.MaxValue)})",
            $"max({layout.WhereWeighted($"abs({SqlLayout.Predicted})", 0)})",
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
    /// <remarks>Complete separation is proved by the least margin of all rows. Separation in part is told by rows that are looked at one by one.</remarks>
    public override ISeparatedFit? Separated() => LeastMargin > 0 ? new SqlSeparatedFit(design, coefficients, LargestPredictor) : null;

    /// <inheritdoc/>
    public override double InterceptShift() => throw new NotSupportedException("Only Firth's fit asks for it.");
}
