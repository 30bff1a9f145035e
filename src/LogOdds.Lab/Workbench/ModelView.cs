using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Lab.Figures;
using LogOdds.Lab.Report;
using LogOdds.Models;

namespace LogOdds.Lab.Workbench;

/// <summary>What the page shows of a model as soon as it is fitted.</summary>
internal static class ModelView
{
    public static object Of(FittedModel fit)
    {
        var (model, summary) = (fit.Model, fit.Model.Summary());
        return new
        {
            fit.Id,
            model.Encoding.Formula,
            Response = model.Encoding.Response.Column,
            model.Positive,
            model.Negative,
            Status = model.Solver.Status,
            summary.Title,
            Facts = Pairs(summary.Facts),
            summary.Notes,
            Statistics = Pairs(summary.Statistics),
            Warnings = summary.Warnings.Select(warning => new { warning.Code, warning.Message }),
            Objective = new { model.Objective.InWords, model.Objective.InSymbols, model.Objective.InOtherTools },
            model.Separation?.InWords,
            Coefficients = CoefficientFigures.Of(model),
            Level = model.ConfidenceLevel,
            HasErrors = model.Coefficients.Any(c => c.StandardError is not null),
            Words = model.InWords().Select(line => new { line.Term, line.Sentence }),
            Predictors = WhatIf.PredictorsOf(fit),
            Terms = model.Encoding.ModelTerms.Count,
            Rows = model.Rows.Used,
            TestRows = fit.Rows.Test?.Rows,
            Refusals = new { Performance = WhyNoPerformance(fit), Rows = Answer<CovarianceMatrix>.To(() => ModelInference.Errors(model)).Refusal, Terms = WhyNoTests(fit) },
            Run = FitRun.Of(fit),
        };
    }

    /// <summary>Why there are no tests of terms; null where they can be asked for.</summary>
    private static string? WhyNoTests(FittedModel fit) => fit.Model is { Statistics.IsMaximumLikelihood: true, Covariance: not null } ? null : Answer<IReadOnlyList<TermTest>>.To(() => fit.Analysis.Drop()).Refusal;

    /// <summary>Why rows cannot be measured; null where they can.</summary>
    private static string? WhyNoPerformance(FittedModel fit) => fit.Model.Encoding.Response.Kind == ResponseKind.Classes ? null : Answer<ScoredOutcomes>.To(() => fit.Outcomes(isTest: false)).Refusal;

    private static IEnumerable<string[]> Pairs(IEnumerable<(string Label, string Text)> facts) => facts.Select(fact => (string[])[fact.Label, fact.Text]);
}
