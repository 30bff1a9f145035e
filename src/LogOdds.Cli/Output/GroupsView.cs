using System.Globalization;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>The fits of several groups as text: a line and a status for each.</summary>
internal static class GroupsView
{
    /// <summary>What stands for the group in the name of a model file.</summary>
    public const string Placeholder = "{group}";

    // Beyond this many, estimates beside each other are no table any more.
    private const int MaxTerms = 6;

    public static void Write(string by, string formula, IReadOnlyList<GroupFit> groups)
    {
        var failed = groups.Count(group => group.Model is null);
        Facts.Write([("Model", formula), ("By", $"{by}: {groups.Count} groups" + (failed > 0 ? $", of which {failed} could not be fitted to" : ""))]);
        Console.Out.WriteLine();
        string[] terms = [.. groups.Where(group => group.Model is not null).SelectMany(group => group.Model!.Coefficients.Select(c => c.Term)).Distinct()];
        if (terms.Length > MaxTerms) terms = [];
        TableView.Write([by, "Rows", "Status", "Deviance", "AIC", .. terms],
            [.. groups.Select(group => (string[])[group.Group, $"{group.Model?.Rows.Used ?? group.Rows}", StatusOf(group), Figure(group.Model?.Statistics.Deviance), Figure(group.Model?.Statistics.Aic), .. terms.Select(term => Estimate(group.Model, term))])],
            [false, true, false, true, true, .. terms.Select(_ => true)]);
        if (terms.Length > 0) Console.Out.WriteLine("Estimates, with standard errors in brackets.");
        foreach (var group in groups.Where(group => group.Problem is not null)) Console.Out.WriteLine($"{by} = {group.Group}: {group.Problem}");
        foreach (var group in groups.Where(group => group.Model is not null))
            foreach (var warning in group.Model!.Warnings) Console.Error.WriteLine($"logodds: warning ({warning.Code}) for {by} = {group.Group}: {warning.Message}");
    }

    /// <summary>How the fit of a group ended: as a fit does, <c>firth</c> where Firth's stood in, or <c>failed</c>.</summary>
    public static string StatusOf(GroupFit group) => group.Model switch
    {
        null => "failed",
        { Objective.Penalty: "firth", Separation: not null } => "firth",
        var model => Names.Of(Names.Statuses, model.Solver.Status),
    };

    /// <summary>The file of a group's model; what cannot stand in a file name is an underscore.</summary>
    public static string PathOf(string pattern, string group) => pattern.Replace(Placeholder, string.Concat(group.Select(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '_')), StringComparison.Ordinal);

    private static string Estimate(LogisticModel? model, string term) => model?.Coefficients.FirstOrDefault(c => c.Term == term) switch
    {
        null or { Estimate: null } => "–",
        { Limit: CoefficientLimit.PlusInfinity } => "+∞",
        { Limit: CoefficientLimit.MinusInfinity } => "−∞",
        var c => Figure(c.Estimate) + (c.StandardError is { } error ? $" ({Figure(error)})" : ""),
    };

    private static string Figure(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "–";
}
