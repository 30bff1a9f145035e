using System.Globalization;
using LogOdds.Bench.Cases;

namespace LogOdds.Bench.Contestants;

/// <summary>What every contestant is told, as key=value pairs that any language takes apart in a line.</summary>
internal sealed record CallArguments(DataFolder Data, CaseKind Kind, double Lambda, int Calls, int Repeat, double BudgetSeconds, int Threads)
{
    private const int MostTrainingRows = 100_000;

    /// <summary>The rows from which a scoring case has its model.</summary>
    public int TrainingRows => Math.Min(Data.Shape.Rows, MostTrainingRows);

    public IEnumerable<string> ToPairs()
    {
        yield return $"folder={Data.Path}";
        yield return $"kind={Kind}";
        yield return $"rows={Data.Shape.Rows}";
        yield return $"columns={Data.Shape.Columns}";
        yield return $"levels={string.Join(',', Data.Shape.Levels)}";
        yield return string.Create(CultureInfo.InvariantCulture, $"lambda={Lambda:R}");
        yield return $"calls={Calls}";
        yield return $"repeat={Repeat}";
        yield return string.Create(CultureInfo.InvariantCulture, $"budget={BudgetSeconds:R}");
        yield return $"training={TrainingRows}";
        yield return $"threads={Threads}";
    }

    public static CallArguments Parse(IEnumerable<string> pairs)
    {
        var values = pairs.Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var shape = new DataShape(int.Parse(values["rows"]), int.Parse(values["columns"]))
        {
            Levels = [.. values["levels"].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
        };
        return new CallArguments(new DataFolder(values["folder"], shape), Enum.Parse<CaseKind>(values["kind"]), Real("lambda"),
            int.Parse(values["calls"]), int.Parse(values["repeat"]), Real("budget"), int.Parse(values["threads"]));

        double Real(string key) => double.Parse(values[key], CultureInfo.InvariantCulture);
    }
}
