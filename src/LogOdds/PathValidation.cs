using LogOdds.Formulas;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>
/// The strength of a penalty, and the penalty where there are several, chosen by how fits do on rows they have not seen (Stone, Journal of
/// the Royal Statistical Society B 36, 1974). What is learned of the columns for the penalty is learned in each fold anew.
/// </summary>
public abstract class PathValidation
{
    private readonly FoldedPaths _folded;

    private protected PathValidation(FitData data, CrossValidationOptions options, FoldedPaths folded) => (Data, Options, _folded) = (data, options, folded);

    /// <summary>What was asked for.</summary>
    public CrossValidationOptions Options { get; }

    /// <summary>How the rows were shared out, once a repeat.</summary>
    public IReadOnlyList<Folds> Partitions => _folded.Partitions;

    /// <summary>What was measured, one curve a penalty.</summary>
    public IReadOnlyList<CrossValidationCurve> Curves => _folded.Curves;

    /// <summary>The paths of the penalties over all rows.</summary>
    public abstract IReadOnlyList<PenaltyPath> Paths { get; }

    /// <summary>The place of the penalty with the best mean; of equals the first.</summary>
    public int BestPenalty => Enumerable.Range(0, Curves.Count).MinBy(k => Curves[k].BestLoss);

    /// <summary>The curve of the penalty that is chosen.</summary>
    public CrossValidationCurve Best => Curves[BestPenalty];

    /// <summary>The point that is chosen.</summary>
    public CrossValidationPoint Chosen => Best.Points[ChosenIndex];

    /// <summary>How the table became a design.</summary>
    public Encoding Encoding => Data.Encoding;

    /// <summary>How many rows are used.</summary>
    internal int RowsUsed => Data.Data.Rows;

    /// <summary>How many were left out because a value was missing.</summary>
    internal int RowsDropped => Data.Rows.Read - Data.Data.Rows;

    /// <summary>The rows.</summary>
    private protected FitData Data { get; }

    /// <summary>The place of the strength that is chosen.</summary>
    private protected int ChosenIndex => Best.IndexBy(Options.Rule);

    /// <summary>The folds of the penalty that is chosen, of all repeats.</summary>
    private protected IEnumerable<FoldPath> ChosenFolds => _folded.Folds[BestPenalty].SelectMany(repeat => repeat);
}
