using System.CommandLine;

namespace LogOdds.Cli.Commands;

/// <summary>The threshold from which on a row is predicted to be of the class that counts as 1.</summary>
internal static class ThresholdOption
{
    public static Option<double> Create()
    {
        var option = new Option<double>("--threshold")
        {
            Description = "Predict the class that counts as 1 from this probability on.",
            HelpName = "T",
            DefaultValueFactory = _ => 0.5,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Errors.Any() is false && result.GetValue(option) is not (>= 0 and <= 1))
                result.AddError("--threshold is a probability, from 0 to 1.");
        });
        return option;
    }
}
