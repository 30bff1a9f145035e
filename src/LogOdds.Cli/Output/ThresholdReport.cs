using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>A threshold that was chosen.</summary>
/// <param name="Criterion">The word for what it was chosen by.</param>
/// <param name="Label">The same for people.</param>
/// <param name="Short">The same in a column of a table.</param>
/// <param name="Value">What the value of the criterion is called.</param>
/// <param name="Calibrated">The threshold that calibrated probabilities would need for the same end; null where none is known.</param>
/// <param name="Evaluation">The choice and its uncertainty.</param>
internal sealed record ChosenThreshold(string Criterion, string Label, string Short, string Value, double? Calibrated, ThresholdEvaluation Evaluation);

/// <summary>What <c>threshold</c> has to say.</summary>
/// <param name="Model">The model, as it was used.</param>
/// <param name="Prevalence">The prevalence its intercept was moved to; null where it was not.</param>
/// <param name="Outcomes">The rows it scored.</param>
/// <param name="RowsRead">The rows there were.</param>
/// <param name="Bootstrap">How intervals were asked for.</param>
/// <param name="Choices">The thresholds, one a criterion.</param>
internal sealed record ThresholdReport(LogisticModel Model, double? Prevalence, ScoredOutcomes Outcomes, int RowsRead, Bootstrap Bootstrap, IReadOnlyList<ChosenThreshold> Choices);
