using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>What <c>anova</c> has to say of several classes.</summary>
/// <param name="Model">The model.</param>
/// <param name="Terms">Each term against the model without it.</param>
/// <param name="Global">All terms at once.</param>
/// <param name="Parallel">Proportional odds of each term, and of all at once; empty where classes have no order, or are two.</param>
internal sealed record ClassTests(ClassModel Model, IReadOnlyList<TermTest> Terms, TermTest Global, IReadOnlyList<TermTest> Parallel)
{
    public static ClassTests Of(ClassAnalysis analysis) => new(analysis.Model, analysis.Drop(), analysis.Global(),
        analysis.Model.Kind == ClassModelKind.Ordinal && analysis.Model.Classes.Count > 2 ? [.. analysis.ProportionalOdds(), analysis.ProportionalOddsOfAll()] : []);
}
