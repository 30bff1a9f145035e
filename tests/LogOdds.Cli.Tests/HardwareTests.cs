namespace LogOdds.Tests;

/// <summary>The same fit on lesser hardware: the runtime is told to use narrower vectors, or none.</summary>
public class HardwareTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public void A_fit_is_the_same_without_it(string feature)
    {
        string[] fit = ["fit", "pima.csv", "--target", "type", "--json"];
        var here = Cli.Run(fit);
        var lesser = Cli.RunUnder(new() { [feature] = "0" }, "", fit);
        Assert.Equal((0, 0), (here.Code, lesser.Code));
        Near.Relative(here.Json.GetProperty("objective").GetDouble(), lesser.Json.GetProperty("objective").GetDouble(), 1e-14);
        foreach (var (a, b) in here.Json.GetProperty("coefficients").EnumerateArray().Zip(lesser.Json.GetProperty("coefficients").EnumerateArray()))
        {
            Near.Relative(a.GetProperty("estimate").GetDouble(), b.GetProperty("estimate").GetDouble(), 1e-10);
            Near.Relative(a.GetProperty("standardError").GetDouble(), b.GetProperty("standardError").GetDouble(), 1e-10);
        }
    }
}
