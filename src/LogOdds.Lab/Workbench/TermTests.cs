using LogOdds.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>Each term against the model without it.</summary>
internal sealed class TermTests(WorkbenchStore store) : IWorkbenchPart
{
    /// <summary>Each term is a fit; beyond this many they are for the command.</summary>
    private const int MostTerms = 30;

    // Rows times columns times terms: some ten seconds.
    private const long MostNumbers = 2_000_000_000;

    public void Map(RouteGroupBuilder workbench) => workbench.MapGet("/fits/{id}/terms", (string id) => Tests(store.Fit(id)));

    private static object Tests(FittedModel fit)
    {
        var terms = fit.Model.Encoding.ModelTerms.Count;
        if (terms > MostTerms) throw new NoAnswerException($"The model has {terms} terms, and each would be fitted without once: logodds anova does that.");
        if ((long)fit.Model.Rows.Used * (fit.Model.Encoding.Terms.Count + 1) * terms > MostNumbers) throw new NoAnswerException($"With {fit.Model.Rows.Used:N0} rows this takes minutes: logodds anova does it.");
        return fit.Analysis.Drop().Select(test => new { test.Name, test.DegreesOfFreedom, test.LikelihoodRatio, test.LikelihoodRatioP, test.Score, test.ScoreP, test.Wald, test.WaldP, test.Aic });
    }
}
