namespace LogOdds.Bench.Cases;

/// <summary>All cases. A new one is an entry here.</summary>
internal static class CaseList
{
    private static readonly string[] MaximumLikelihood = ["sklearn-newton-cholesky", "sklearn-lbfgs", "sklearn-lbfgs-tight", "statsmodels-newton", "r-glm", "glmnet"];
    private static readonly string[] RidgePeers = ["sklearn-newton-cholesky", "sklearn-lbfgs", "sklearn-lbfgs-tight", "glmnet", "liblinear-primal", "liblinear-dual"];

    public static IReadOnlyList<Case> All { get; } =
    [
        new("dense-1m-30", "the everyday large fit: many rows, few correlated columns on unlike scales", CaseKind.Fit,
            [new(1_000_000, 30)], MaximumLikelihood),
        new("dense-10m-30", "ten times the rows: time a row and peak memory", CaseKind.Fit,
            [new(10_000_000, 30)], ["sklearn-newton-cholesky", "sklearn-lbfgs", "sklearn-lbfgs-tight"]),
        new("shifted-1m-30", "columns far from 0 and on scales twelve decades apart", CaseKind.Fit,
            [new(1_000_000, 30) { SmallestScale = -6, LargestScale = 6, ShiftInSpreads = 1e6 }], MaximumLikelihood),
        new("dense-100k-500", "many columns: the Hessian costs more than the reading", CaseKind.Fit,
            [new(100_000, 500)], MaximumLikelihood),
        new("factors-500k", "factors of up to 2000 levels beside numbers", CaseKind.Fit,
            [new(500_000, 10) { Levels = [2, 5, 10, 30, 100, 300, 1000, 2000] }],
            ["sklearn-lbfgs", "sklearn-lbfgs-tight", "sklearn-newton-cg", "sklearn-newton-cholesky", "r-glm"]),
        new("ridge-500-5000", "more columns than rows, with a ridge penalty", CaseKind.Fit,
            [new(500, 5000) { IsMaximumLikelihood = false }], RidgePeers) { LambdaTimesRows = 10 },
        new("ridge-20k-2000", "thousands of columns, with a ridge penalty", CaseKind.Fit,
            [new(20_000, 2000) { IsMaximumLikelihood = false }], RidgePeers) { LambdaTimesRows = 10 },
        new("lasso-2k-10k", "the lasso at a hundred strengths on many more columns than rows", CaseKind.Path,
            [new(2000, 10_000) { IsMaximumLikelihood = false, Correlation = 0.5, Informative = 50 }], ["glmnet-path", "glmnet-path-tight"]),
        new("lasso-100k-200", "the lasso at a hundred strengths on many more rows than columns", CaseKind.Path,
            [new(100_000, 200) { IsMaximumLikelihood = false, Correlation = 0.3, Informative = 20 }], ["glmnet-path", "glmnet-path-tight"]),
        new("csv-1m-31", "from a CSV file to printed coefficients, whole processes", CaseKind.Csv,
            [new(1_000_000, 30) { AsCsv = true }], ["pandas-sklearn-newton-cholesky", "pandas-sklearn-lbfgs"]),
        new("score-10m-30", "probabilities of ten million rows from a model at hand", CaseKind.Score,
            [new(10_000_000, 30)], ["sklearn-score", "sklearn-score-pipeline"]),
        new("small-100-3", "one small fit, where overhead is everything", CaseKind.Fit,
            [new(100, 3)], [.. MaximumLikelihood, "sklearn-defaults"]) { Calls = 100 },
        new("n-sweep", "LogOdds alone: time against rows", CaseKind.Sweep,
            [.. new[] { 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000 }.Select(rows => new DataShape(rows, 30))], []),
        new("p-sweep", "LogOdds alone: time against columns, twenty million numbers each", CaseKind.Sweep,
            [.. new[] { 10, 20, 50, 100, 200, 500, 1000, 2000 }.Select(columns => new DataShape(20_000_000 / columns, columns))], []),
    ];
}
