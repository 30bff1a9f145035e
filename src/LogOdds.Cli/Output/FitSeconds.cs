namespace LogOdds.Cli.Output;

/// <summary>Where the time of a fit went.</summary>
internal sealed record FitSeconds(double Read, double Fit, double Total);
