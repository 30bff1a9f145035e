using System.Text;
using LogOdds.Models;
using Spectre.Console;

namespace LogOdds.Cli.Output;

/// <summary>Labelled lines: wrapped beside their labels on a terminal, aligned plain text elsewhere.</summary>
internal static class Facts
{
    public static void Write(IReadOnlyList<(string Label, string Text)> facts)
    {
        if (Terminal.HasOutput)
        {
            Draw(facts);
            return;
        }
        var text = new StringBuilder();
        TextLayout.AppendFacts(text, facts);
        Console.Out.Write(text);
    }

    public static void WriteWarning(FitWarning warning)
    {
        Console.Out.WriteLine();
        AnsiConsole.Write(new Panel(new Text(warning.Message)).Header($"[yellow]warning: {Markup.Escape(warning.Code)}[/]").BorderColor(Color.Yellow));
    }

    // Spectre.Console is touched on a terminal only, so that scripts do not pay for loading it.
    private static void Draw(IReadOnlyList<(string Label, string Text)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn(new GridColumn().PadRight(0));
        foreach (var (label, text) in facts) grid.AddRow(new Text(label, new Style(foreground: Color.Grey)), new Text(text));
        AnsiConsole.Write(grid);
    }
}
