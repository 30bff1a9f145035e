using LogOdds.Models;

namespace LogOdds.Selection;

/// <summary>What measures and rules are called on the command line and in files.</summary>
internal static class MeasureNames
{
    public static (string Name, CrossValidationMeasure Value)[] Measures { get; } =
    [
        ("deviance", CrossValidationMeasure.Deviance), ("class", CrossValidationMeasure.ClassError), ("auc", CrossValidationMeasure.Auc),
        ("mse", CrossValidationMeasure.SquaredError), ("brier", CrossValidationMeasure.Brier),
    ];

    public static (string Name, ChoiceRule Value)[] Rules { get; } = [("min", ChoiceRule.Best), ("1se", ChoiceRule.OneStandardError)];

    public static string Of(CrossValidationMeasure measure) => Names.Of(Measures, measure);

    public static string Of(ChoiceRule rule) => Names.Of(Rules, rule);
}
