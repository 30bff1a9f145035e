namespace LogOdds.Cli;

/// <summary>What the process ends with; scripts rely on it.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int UnusableData = 1;
    public const int WrongCommandLine = 2;
    public const int NotConverged = 3;
}
