using System.Text;
using LogOdds.Models;
using Spectre.Console;

namespace LogOdds.Cli.Output;

/// <summary>A table: drawn on a terminal, aligned plain text elsewhere.</summary>
internal static class TableView
{
    public static void Write(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<bool> isFigure)
    {
        if (Terminal.HasOutput)
        {
            Draw(header, rows, isFigure);
            return;
        }
        var text = new StringBuilder();
        TextLayout.AppendTable(text, header, rows, j => isFigure[j]);
        Console.Out.Write(text);
    }

    // Spectre.Console is touched on a terminal only, so that scripts do not pay for loading it.
    private static void Draw(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, IReadOnlyList<bool> isFigure)
    {
        var table = new Table { Border = TableBorder.Rounded };
        for (var j = 0; j < header.Count; j++)
        {
            var column = new TableColumn(new Markup(Markup.Escape(header[j]), new Style(decoration: Decoration.Bold)));
            table.AddColumn(isFigure[j] ? column.RightAligned().NoWrap() : column);
        }
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell)));
        AnsiConsole.Write(table);
    }
}
