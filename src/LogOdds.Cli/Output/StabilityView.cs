using System.Globalization;

namespace LogOdds.Cli.Output;

/// <summary>A stability selection as text.</summary>
internal static class StabilityView
{
    private const int MostColumns = 20;

    public static void Write(string formula, StabilitySelection selection)
    {
        var options = selection.Options;
        Facts.Write([("Model", formula), ("Penalty", PathView.Penalty(options.Path)), ("Halves", string.Create(CultureInfo.InvariantCulture, $"{2 * options.Pairs}, in pairs that share no row (seed {options.Seed})")),
            ("Each time", $"until {selection.SelectedEachTime} of {selection.Columns.Count} columns are selected"),
            ("Stable", string.Create(CultureInfo.InvariantCulture, $"in {options.Threshold:R} of the halves or more; by chance at most {selection.FalseSelectionBound:G3} of them, on average"))]);
        Console.Out.WriteLine();
        var bars = new Bars(0, 1);
        TableView.Write(["Term", "Share", "", "0 … 1"], [.. selection.Columns.Where(column => column.Share > 0).Take(MostColumns).Select(column =>
            (string[])[column.Term, FigureText.Of(column.Share), column.IsStable ? "stable" : "", bars.Dot(column.Share)])], [false, true, false, false]);
        if (selection.Columns.Count(column => column.Share > 0) is > MostColumns and var selected) Console.Out.WriteLine($"… and {selected - MostColumns} more that were selected less often");
    }
}
