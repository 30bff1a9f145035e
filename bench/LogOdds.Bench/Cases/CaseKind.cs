namespace LogOdds.Bench.Cases;

/// <summary>What is timed.</summary>
internal enum CaseKind
{
    /// <summary>A fit of arrays in memory.</summary>
    Fit,

    /// <summary>The lasso at a hundred strengths, on arrays in memory.</summary>
    Path,

    /// <summary>The probabilities of all rows from a model at hand.</summary>
    Score,

    /// <summary>A whole process, from a CSV file to printed coefficients.</summary>
    Csv,

    /// <summary>Fits of LogOdds alone over a range of sizes.</summary>
    Sweep,
}
