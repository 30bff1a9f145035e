using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds.Cli.Commands;

/// <summary>The arguments and options that commands share, and what they read.</summary>
internal sealed class Inputs
{
    private static readonly string[] ReadingOptions = ["--rows", "--delimiter", "--decimal", "--quote", "--format", "--memory", "--temp"];

    public Argument<string[]> Data { get; } = new("DATA")
    {
        Description = "Delimited text files with a header, or svmlight files, read as one table; gzip is recognised; - is standard input. Or one tile file.",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string?> Rows { get; } = new("--rows") { Description = "Use only the rows in which a column has a value.", HelpName = "COLUMN=VALUE" };

    public Option<string?> Delimiter { get; } = new("--delimiter") { Description = "What separates fields, \\t for a tab. Default: detected.", HelpName = "C" };

    public Option<string?> Decimal { get; } = new("--decimal") { Description = "The decimal mark. Default: detected.", HelpName = "C" };

    public Option<string> Quote { get; } = Choice.Of("--quote", "What a field that holds the delimiter or a line break stands in; none: quotes are text.", "\"", "none");

    public Option<string> Format { get; } = new Option<string>("--format") { Description = "How the data are written. Default: by the ending, .svm, .svmlight and .libsvm for svmlight.", HelpName = "auto|table|svmlight", DefaultValueFactory = _ => "auto" }.AcceptOnlyFromAmong("auto", "table", "svmlight");

    private readonly MemoryOptions _memory = new();

    public static Argument<string> Model { get; } = new("MODEL") { Description = "A model file, as written by fit --out." };

    /// <summary>Adds them to a command; choosing rows by a column's value is not for every command.</summary>
    public void AddTo(Command command, bool hasRows)
    {
        // A mistyped option would otherwise be taken for a file.
        Data.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value is ['-', _, ..] && !File.Exists(token.Value)))
                result.AddError($"There is no option {token.Value}.");
        });
        command.Arguments.Add(Data);
        if (hasRows) command.Options.Add(Rows);
        command.Options.Add(Delimiter);
        command.Options.Add(Decimal);
        command.Options.Add(Quote);
        command.Options.Add(Format);
        _memory.AddTo(command);
    }

    /// <summary>Whether the data are rows of svmlight.</summary>
    public bool IsSvmlight(Func<Option<string>, string?> format, IEnumerable<string>? files)
    {
        if (format(Format) is "table" or "svmlight") return format(Format) == "svmlight";
        var endings = (files ?? []).Select(file => Path.GetExtension(file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file).ToLowerInvariant()).ToArray();
        return endings.Length > 0 && endings.All(ending => ending is ".svm" or ".svmlight" or ".libsvm");
    }

    public bool IsSvmlight(ParseResult parsed) => IsSvmlight(parsed.GetValue, parsed.GetValue(Data));

    /// <summary>The column that rows are chosen by; null when all are used.</summary>
    public string? RowsColumn(ParseResult parsed) => ChosenRows(parsed)?.Column;

    /// <summary>Whether the data are a tile file.</summary>
    public bool AreTiles(ParseResult parsed) => parsed.GetValue(Data) is [var only] && TileFile.Is(only);

    /// <summary>Holds the process to the memory that it may take.</summary>
    public void LimitMemory(ParseResult parsed) => _memory.Apply(parsed);

    public Table Read(ParseResult parsed, int threads = 0, ICommunicator? ranks = null)
    {
        LimitMemory(parsed);
        ranks ??= Alone.Instance;
        using var progress = new ProgressLine();
        var (files, options) = (Files(parsed), Options(parsed, progress) with { Threads = threads, Communicator = ranks });
        var table = IsSvmlight(parsed) ? SvmlightReader.Read(files, options).ToTable() : TableReader.Read(files, options);
        return ChosenRows(parsed) is var (column, value) ? ranks.Agree(() => table.Where(column, value)) : table;
    }

    /// <summary>The files; a pattern that no shell has expanded stands for those that it fits, in the order of their names.</summary>
    private string[] Files(ParseResult parsed) => [.. parsed.GetValue(Data)!.SelectMany(file => file.AsSpan().ContainsAny('*', '?') && !File.Exists(file) ? Matching(file) : [file])];

    private static IEnumerable<string> Matching(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern) is { Length: > 0 } given ? given : ".";
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, Path.GetFileName(pattern)) : [];
        if (files.Length == 0) throw new UnusableDataException("there is no such file", pattern);
        return files.Select(file => folder == "." ? Path.GetFileName(file) : file).Order(StringComparer.Ordinal);
    }

    public ReadOptions Options(ParseResult parsed, ProgressLine progress) => new()
    {
        Delimiter = Character(parsed.GetValue(Delimiter), "--delimiter"),
        Decimal = Character(parsed.GetValue(Decimal), "--decimal"),
        HasQuotes = parsed.GetValue(Quote) != "none",
        Progress = progress.Reading,
    };

    public static LogisticModel ReadModel(ParseResult parsed) => ModelFile.Load(parsed.GetValue(Model)!);

    /// <summary>The model where it is one of several classes; null where it is of two.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">The options that mean something for several classes, besides those of reading.</param>
    public static ClassModel? ReadClasses(ParseResult parsed, params string[] options)
    {
        if (!ModelFile.IsOfSeveralClasses(parsed.GetValue(Model)!)) return null;
        RequireOnly(parsed, [.. options, .. ReadingOptions]);
        return ModelFile.LoadClasses(parsed.GetValue(Model)!);
    }

    /// <summary>Makes sure that no other options are given than those that mean something for several classes.</summary>
    public static void RequireOnly(ParseResult parsed, IReadOnlyCollection<string> options)
    {
        foreach (var option in parsed.CommandResult.Command.Options)
            if (parsed.GetResult(option) is { Implicit: false } && !options.Contains(option.Name))
                throw new UsageException($"{option.Name} is for two classes; this is a model of several");
    }

    /// <summary>The column that rows are chosen by, and its value; null when all are used.</summary>
    public (string Column, string Value)? ChosenRows(ParseResult parsed)
    {
        if (parsed.GetValue(Rows) is not { } rows) return null;
        var at = rows.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (rows[..at], rows[(at + 1)..]) : throw new UsageException($"--rows {rows}: write it as COLUMN=VALUE, for example --rows split=train");
    }

    private static char? Character(string? text, string option) => text switch
    {
        null => null,
        "\\t" or "tab" => '\t',
        [var c] => c,
        _ => throw new UsageException($"{option} '{text}': give one character"),
    };
}
