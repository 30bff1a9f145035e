using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>A model's summary: with a drawn table on a terminal, as plain text elsewhere.</summary>
internal static class SummaryView
{
    public static void Write(ModelSummary summary)
    {
        if (!Terminal.HasOutput)
        {
            Console.Out.Write(summary.ToString());
            return;
        }
        Console.Out.WriteLine();
        Console.Out.WriteLine(summary.Title);
        Console.Out.WriteLine();
        Facts.Write(summary.Facts);
        TableView.Write(summary.Header, summary.Coefficients, [false, .. Enumerable.Repeat(true, summary.Header.Count - 1)]);
        foreach (var note in summary.Notes) Console.Out.WriteLine(note);
        Console.Out.WriteLine();
        Facts.Write(summary.Statistics);
        Console.Out.WriteLine();
        Console.Out.WriteLine("On the rows it was fitted to");
        Facts.Write(summary.Training);
        foreach (var warning in summary.Warnings) Facts.WriteWarning(warning);
        Console.Out.WriteLine();
    }

    /// <summary>A sentence a coefficient.</summary>
    public static void WriteWords(LogisticModel model)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine("In words");
        Facts.Write([.. model.InWords().Select(line => (line.Term, line.Sentence))]);
    }

    /// <summary>Warnings on standard error, for when nobody reads the summary.</summary>
    public static void WriteWarnings(IEnumerable<FitWarning> warnings)
    {
        foreach (var warning in warnings) Console.Error.WriteLine($"logodds: warning ({warning.Code}): {warning.Message}");
    }
}
