using LogOdds.Models;

namespace LogOdds.Tests;

/// <summary>Two models of the same rows, of which one was fitted elsewhere.</summary>
internal static class SameFit
{
    /// <summary>Coefficients and standard errors to ten digits, and the figures that follow from them.</summary>
    public static void Check(LogisticModel expected, LogisticModel actual, bool hasAreas = true)
    {
        Assert.Equal(expected.Coefficients.Select(line => line.Term), actual.Coefficients.Select(line => line.Term));
        foreach (var (own, theirs) in expected.Coefficients.Zip(actual.Coefficients))
        {
            Same(own.Estimate, theirs.Estimate, own.Term);
            Same(own.StandardError, theirs.StandardError, $"error of {own.Term}");
        }
        Assert.Equal(expected.Solver.Status, actual.Solver.Status);
        Assert.Equal((expected.Rows.Read, expected.Rows.Used, expected.Rows.Negatives, expected.Rows.Positives), (actual.Rows.Read, actual.Rows.Used, actual.Rows.Negatives, actual.Rows.Positives));
        Assert.Equal(expected.Rows.MissingByColumn.OrderBy(pair => pair.Key), actual.Rows.MissingByColumn.OrderBy(pair => pair.Key));
        Assert.Equal(expected.Warnings.Select(warning => (warning.Code, warning.Message)), actual.Warnings.Select(warning => (warning.Code, warning.Message)));
        var (e, a) = (expected.Statistics, actual.Statistics);
        Near.Relative(e.TotalLoss, a.TotalLoss, 1e-10, "loss");
        Near.Relative(e.NullLoss, a.NullLoss, 1e-10, "null loss");
        Assert.Equal((e.Observations, e.Parameters), (a.Observations, a.Parameters));
        Assert.Equal(expected.Training.Confusion, actual.Training.Confusion);
        Near.Relative(expected.Training.Brier, actual.Training.Brier, 1e-10, "Brier");
        if (!hasAreas)
        {
            Assert.True(double.IsNaN(actual.Training.Auc));
            return;
        }
        Near.Relative(expected.Training.Auc, actual.Training.Auc, 1e-9, "AUC");
        Near.Relative(expected.Training.AveragePrecision, actual.Training.AveragePrecision, 1e-9, "average precision");
    }

    private static void Same(double? own, double? theirs, string what)
    {
        Assert.Equal(own is null, theirs is null);
        if (own is { } x) Near.Mixed(x, theirs!.Value, 1e-10, what);
    }
}
