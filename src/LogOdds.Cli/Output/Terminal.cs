namespace LogOdds.Cli.Output;

/// <summary>Whether somebody looks at what is printed. Under mpirun nobody does: what it gives its processes for a terminal is none.</summary>
internal static class Terminal
{
    public static bool HasOutput { get; } = !Console.IsOutputRedirected && !Ranks.AreStarted;

    public static bool HasErrors { get; } = !Console.IsErrorRedirected && !Ranks.AreStarted;
}
