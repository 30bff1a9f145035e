using System.CommandLine;
using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Sql;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds export</c>: the model in a language that others speak.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "The language: sql, an expression of the probability over the model's columns.", HelpName = "sql", Required = true }.AcceptOnlyFromAmong("sql");
        var dialect = Choice.Of("--dialect", "Whose SQL.", [.. SqlDialect.All.Select(known => known.Name)]);
        var table = new Option<string?>("--table") { Description = "Write a whole query over this table.", HelpName = "NAME" };
        var output = new Option<string?>("--out") { Description = "Write to a file instead of standard output.", HelpName = "FILE.sql" };
        var command = new Command("export", "Write a model as SQL, to score rows where they are.") { Inputs.Model };
        foreach (var option in new Option[] { to, dialect, table, output }) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(output) is { } place) AtomicFile.RequirePlace(place);
            var spoken = SqlDialect.All.First(known => known.Name == parsed.GetValue(dialect));
            var text = ModelFile.IsOfSeveralClasses(parsed.GetValue(Inputs.Model)!)
                ? OfClasses(ModelFile.LoadClasses(parsed.GetValue(Inputs.Model)!), spoken, parsed.GetValue(table))
                : Of(Inputs.ReadModel(parsed), spoken, parsed.GetValue(table));
            if (parsed.GetValue(output) is { } path) AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
            else Console.Out.Write(text);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Of(LogisticModel model, SqlDialect dialect, string? table) =>
        table is null ? $"{SqlScoring.Probability(model, dialect)}\n" : $"{SqlScoring.Query(model, dialect, table)};\n";

    private static string OfClasses(ClassModel model, SqlDialect dialect, string? table) =>
        table is null ? string.Concat(SqlScoring.Probabilities(model, dialect).Select(expression => $"{expression}\n")) : $"{SqlScoring.Query(model, dialect, table)};\n";
}
