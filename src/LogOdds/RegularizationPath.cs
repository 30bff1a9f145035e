using LogOdds.Models;

namespace LogOdds;

/// <summary>The fits of one penalty to two classes at falling strengths, from where nothing is selected on.</summary>
public sealed class RegularizationPath : PenaltyPath
{
    private RegularizationPath(FitData data, PathOptions options, PathPoints points)
        : base(data, options, points)
    {
    }

    /// <summary>What became of the rows.</summary>
    public RowCounts Rows => Data.RowCounts();

    /// <summary>The model of a point, fitted anew with all that a fit is told of.</summary>
    /// <param name="index">The point, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public LogisticModel ModelAt(int index) => ModelAt(PointAt(index).Lambda);

    /// <summary>The model of a strength, which need not be one of the path's: it is fitted, not read off between points.</summary>
    /// <param name="lambda">λ ≥ 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public LogisticModel ModelAt(double lambda) => FitProcess.Of(Data, FitAt(lambda)).Run();

    /// <summary>
    /// The columns that a point selected, fitted anew without penalty. The coefficients are no longer shrunk; the standard errors, p-values and
    /// intervals are those of columns chosen beforehand, which these were not: they are too good, and a warning says so.
    /// </summary>
    /// <param name="index">The point, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    /// <exception cref="Data.UnusableDataException">More columns were selected than there are rows.</exception>
    public LogisticModel Refit(int index) =>
        FitProcess.Of(Data, Options.Fit with { EveryTerm = new TermPenalty(), TermPenalties = new Dictionary<string, TermPenalty>(), AdaptivePower = null },
            selected: [.. PointAt(index).Coefficients.Select(coefficient => coefficient.Column)]).Run();

    /// <summary>Fits the path of a problem.</summary>
    internal static RegularizationPath Of(FitData data, PathOptions options) => Of(data, options, out _);

    /// <summary>The same, with the trail of the path, where such are left.</summary>
    internal static RegularizationPath Of(FitData data, PathOptions options, out PathTrail? trail) => new(data, options, PathPoints.Of(data, options, vectors: 1, out trail));
}
