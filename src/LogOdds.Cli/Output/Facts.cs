using LogOdds.Models;
using Spectre.Console;

namespace LogOdds.Cli.Output;

/// <summary>Labelled lines on a terminal, wrapped beside their labels.</summary>
internal static class Facts
{
    public static void Write(IReadOnlyList<(string Label, string Text)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        foreach (var (label, text) in facts) grid.AddRow(new Text(label, new Style(foreground: Color.Grey)), new Text(text));
        AnsiConsole.Write(grid);
    }

    public static void WriteWarning(FitWarning warning)
    {
        Console.Out.WriteLine();
        AnsiConsole.Write(new Panel(new Text(warning.Message)).Header($"[yellow]warning: {Markup.Escape(warning.Code)}[/]").BorderColor(Color.Yellow));
    }
}
