namespace LogOdds.Tests;

/// <summary>What a test needs besides the SDK. Without it the test is skipped with the reason, or fails where everything is required.</summary>
internal static class Requires
{
    /// <summary>Whether the page's charts were restored by the build.</summary>
    public static bool HasCharts { get; } = File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "lib", "d3.min.js"));

    public static void Charts() => That(HasCharts, "The page's charts are missing: install Node (apt-get install nodejs npm) and build again.");

    public static void That(bool isThere, string reason)
    {
        if (isThere) return;
        if (Environment.GetEnvironmentVariable("LOGODDS_REQUIRE_ALL") == "1") Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
