using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Lab;

/// <summary>Numeric columns of a data set on the scale of their standard deviations, and the class that they are to explain.</summary>
internal sealed class ScaledColumns
{
    private readonly string _data;
    private readonly string _target;
    private readonly Lazy<LogisticModel> _likelihood;

    private ScaledColumns(string data, string target, IReadOnlyList<string> names)
    {
        (_data, _target, Names) = (data, target, names);
        Table = SampleData.Read(data);
        Formula = $"{Formulas.Formula.Quote(target)} ~ {string.Join(" + ", names.Select(Formulas.Formula.Quote))}";
        _likelihood = new Lazy<LogisticModel>(() => LogisticRegression.Fit(Table, Formula, new FitOptions { Standardize = StandardizeKind.Population }));
    }

    private static readonly Lazy<ScaledColumns[]> Known = new(static () =>
    [
        new("pima", "type", ["npreg", "glu", "bp", "skin", "bmi", "ped", "age"]),
        new("birthwt", "low", ["age", "lwt", "smoke", "ptl", "ht", "ui", "ftv"]),
        new("breast_cancer", "benign", [.. SampleData.Read("breast_cancer").Columns.Select(column => column.Name).Where(name => name.StartsWith("mean ", StringComparison.Ordinal))]),
    ]);

    /// <summary>The data sets, by their names.</summary>
    public static IEnumerable<object> Views => Known.Value.Select(columns => new { Name = columns._data, Columns = columns.Names });

    /// <summary>All columns of a data set.</summary>
    /// <exception cref="UnusableDataException">There is none of that name.</exception>
    public static ScaledColumns Of(string data) => Known.Value.FirstOrDefault(columns => columns._data == data)
        ?? throw new UnusableDataException($"there are no columns of '{data}' here", remedy: $"There are those of {string.Join(", ", Known.Value.Select(columns => columns._data))}.");

    /// <summary>Two of the columns of a data set.</summary>
    /// <exception cref="UnusableDataException">There are none of those names, or they are one.</exception>
    public static ScaledColumns Of(string data, string first, string second)
    {
        var all = Of(data);
        foreach (var name in (string[])[first, second])
            if (!all.Names.Contains(name)) throw new UnusableDataException($"there is no column '{name}' in {data}", remedy: $"There are {string.Join(", ", all.Names)}.");
        return first == second ? throw new UnusableDataException($"'{first}' is chosen twice", remedy: "Choose two columns.") : new ScaledColumns(data, all._target, [first, second]);
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    public Table Table { get; }

    /// <summary>The model with all of the columns.</summary>
    public string Formula { get; }

    /// <summary>The file that holds them.</summary>
    public string File => $"{_data}.csv";

    /// <summary>The command that makes the file.</summary>
    public string Preparation => $"logodds data {_data} > {File}\n";

    /// <summary>The coefficients without penalty, on the scale, slopes first.</summary>
    public double[] Likelihood => CoefficientsOf(_likelihood.Value);

    /// <summary>The mean log loss over the coefficients, on the scale.</summary>
    public LinearObjective Loss
    {
        get
        {
            ReadOnlyMemory<double> Numbers(string name) => ((NumericColumn)Table[name]).Values.ToArray();
            var slopes = _likelihood.Value.Coefficients.Skip(1).ToArray();
            return new LinearObjective(new DenseDesign<double>(Table.Rows, [.. Names.Select(Numbers)]), new Response(Numbers(_target)), new Logistic(),
                new Standardization([.. slopes.Select(c => c.Center!.Value)], [.. slopes.Select(c => c.Scale!.Value)]));
        }
    }

    /// <summary>How a strength and a share are fitted.</summary>
    public static FitOptions Options(double lambda, double alpha) => new() { Penalty = new ElasticNet(lambda, alpha), Standardize = StandardizeKind.Population };

    /// <summary>The fit of a strength and a share.</summary>
    public LogisticModel Fit(double lambda, double alpha) => LogisticRegression.Fit(Table, Formula, Options(lambda, alpha));

    /// <summary>The slopes of a share at strengths, on the scale, in the order of the strengths, which fall.</summary>
    public double[][] Path(double alpha, IReadOnlyList<double> lambdas)
    {
        var slopes = _likelihood.Value.Coefficients.Skip(1).ToArray();
        var path = LogisticRegression.FitPath(Table, Formula, new PathOptions { Penalty = new ElasticNet(0, alpha), Given = lambdas });
        return [.. path.Points.Select(point => slopes.Select(c => c.Scale!.Value * point[c.Term]).ToArray())];
    }

    /// <summary>The coefficients of a model on the scale, slopes first.</summary>
    public static double[] CoefficientsOf(LogisticModel model) => [.. model.Coefficients.Skip(1).Select(c => c.ScaledEstimate!.Value), model.Coefficients[0].ScaledEstimate!.Value];
}
