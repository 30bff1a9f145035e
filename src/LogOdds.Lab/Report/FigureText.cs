using System.Globalization;

namespace LogOdds.Lab.Report;

/// <summary>Figures as the report writes them, like those of the page.</summary>
internal static class FigureText
{
    public const string None = "–";

    /// <summary>Four significant digits; – for a figure that does not exist.</summary>
    public static string Of(double? value)
    {
        if (value is not { } number || double.IsNaN(number)) return None;
        if (double.IsInfinity(number)) return number > 0 ? "∞" : "-∞";
        var size = Math.Abs(number);
        if (number == Math.Floor(number) && size < 1e6) return (number + 0).ToString("0", CultureInfo.InvariantCulture);
        if (size is >= 1e5 or < 1e-4) return number.ToString("0.###e+0", CultureInfo.InvariantCulture);
        return number.ToString("F" + Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 8), CultureInfo.InvariantCulture);
    }

    public static string PValue(double? p) => p switch
    {
        null => "",
        { } number when double.IsNaN(number) => None,
        < 1e-300 => "<1e-300",
        < 1e-4 => p.Value.ToString("0.0e+0", CultureInfo.InvariantCulture),
        _ => p.Value.ToString("F4", CultureInfo.InvariantCulture),
    };

    public static string Count(double count) => count.ToString("#,0.###", CultureInfo.InvariantCulture);
}
