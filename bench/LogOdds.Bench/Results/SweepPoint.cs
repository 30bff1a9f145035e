namespace LogOdds.Bench.Results;

/// <summary>One size of a sweep.</summary>
internal sealed record SweepPoint(int Rows, int Columns, ContestantResult Result)
{
    /// <summary>
    /// The multiplications that the passes need: a row costs 2p for the predictor and the gradient, and p²/2 more where the pass
    /// asks for the Hessian.
    /// </summary>
    public double? ModelCost => Result.Passes is { } passes
        ? passes * (double)Rows * (2.0 * Columns + (Result.Solver == "newton" ? Columns * (Columns + 1) / 2.0 : 0))
        : null;
}
