using System.Globalization;
using LogOdds.Lab.Figures;

namespace LogOdds.Lab.Chapters;

/// <summary>The same run elsewhere, for the reader to take away.</summary>
/// <param name="Command">As commands.</param>
/// <param name="Code">As C#, which prints the figures of the picture.</param>
internal sealed record Run(string Command, string Code)
{
    /// <summary>A fit of points, on the command line and in C#.</summary>
    /// <param name="points">The points.</param>
    /// <param name="flags">The flags of <c>logodds fit</c> besides file and target.</param>
    /// <param name="options">How it is fitted; null for the defaults.</param>
    /// <param name="print">What the C# prints of <c>model</c>.</param>
    /// <param name="formula">The formula; null for the features as they are.</param>
    public static Run Fit(PointSet points, string flags = "", FitOptions? options = null, string print = "Console.Write(model.Summary());", string? formula = null)
    {
        formula ??= points.Formula;
        var command = $"{points.Preparation}logodds fit {points.File} --formula \"{formula}\"{(flags.Length > 0 ? " " + flags : "")}";
        var settings = options is null ? "" : $", new FitOptions {{ {CodeText.Settings(options)} }}";
        return new Run(command, Usings + $"var table = TableReader.Read(\"{points.File}\");\nvar model = LogisticRegression.Fit(table, \"{formula}\"{settings});\n{print}\n");
    }

    /// <summary>The namespaces that the C# of a run opens.</summary>
    public const string Usings = "using LogOdds;\nusing LogOdds.Data;\nusing LogOdds.Datafits;\nusing LogOdds.Design;\nusing LogOdds.Inference;\nusing LogOdds.IO;\nusing LogOdds.Metrics;\nusing LogOdds.Models;\nusing LogOdds.Objectives;\nusing LogOdds.Penalties;\nusing LogOdds.Selection;\nusing LogOdds.Solvers;\n\n";

    /// <summary>A number as it is written in commands and in C#.</summary>
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
