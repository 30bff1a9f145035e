using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>What <c>evaluate</c> has to say.</summary>
/// <param name="Model">The model, as it was used.</param>
/// <param name="Prevalence">The prevalence its intercept was moved to; null where it was not.</param>
/// <param name="Outcomes">The rows it scored.</param>
/// <param name="RowsRead">The rows there were.</param>
/// <param name="Evaluation">The figures.</param>
/// <param name="Bootstrap">How intervals were asked for.</param>
/// <param name="Rival">The model it was compared with, and by what name; null where it was not.</param>
internal sealed record EvaluationReport(LogisticModel Model, double? Prevalence, ScoredOutcomes Outcomes, int RowsRead, Evaluation Evaluation,
    Bootstrap Bootstrap, (string Name, LogisticModel Model, ModelComparison Comparison)? Rival);
