using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds;

/// <summary>
/// Several classes by as many fits of two, each class against all others, for comparison: probabilities are those of the fits divided by their sum. A
/// multinomial fit has one likelihood for all classes and is to be preferred.
/// </summary>
public sealed class OneVsRest
{
    private readonly ResponseCoding _response;

    private OneVsRest(ResponseCoding response, IReadOnlyList<LogisticModel> models) => (_response, Models) = (response, models);

    /// <summary>The classes, in the order of numbers or letters.</summary>
    public IReadOnlyList<string> Classes => _response.Levels;

    /// <summary>For each class, the model in which it counts as 1 and all others as 0.</summary>
    public IReadOnlyList<LogisticModel> Models { get; }

    /// <summary>Fits each class of a response against the others.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula"><c>y ~ a + b</c>, where y is a column of classes.</param>
    /// <param name="options">How each is fitted; null for maximum likelihood.</param>
    /// <exception cref="UnusableDataException">As in <see cref="LogisticRegression.Fit(Table, string, FitOptions?)"/>.</exception>
    /// <exception cref="ArgumentException">The response is not a column.</exception>
    public static OneVsRest Fit(Table table, string formula, FitOptions? options = null)
    {
        var (parsed, settings) = (Formula.Parse(formula), options ?? new FitOptions());
        if (parsed.Left is not NameNode name) throw new ArgumentException($"The response is a column of classes, not {parsed.Response}.", nameof(formula));
        var response = ResponseCoding.LearnLevels(parsed, table, settings.Levels, settings.Reference);
        var codes = response.Encode(table);
        return new OneVsRest(response, [.. response.Levels.Select((_, k) =>
        {
            var isClass = new NumericColumn(name.Name, Array.ConvertAll(codes, code => double.IsNaN(code) ? NumericColumn.Missing : code == k ? 1 : 0));
            return LogisticRegression.Fit(new Table([.. table.Columns.Select(column => column.Name == name.Name ? isClass : column)]), formula, settings with { Levels = [], Reference = null });
        })]);
    }

    /// <summary>The probabilities of the classes for the rows of a table.</summary>
    /// <returns>n × K probabilities, row after row; NaN in rows where a column that the models need is missing.</returns>
    /// <exception cref="UnusableDataException">As in <see cref="LogisticModel.LogOdds(Table)"/>.</exception>
    public double[] Probabilities(Table table)
    {
        var each = Models.Select(model => model.Probability(table)).ToArray();
        var probabilities = new double[table.Rows * each.Length];
        for (var row = 0; row < table.Rows; row++)
        {
            var sum = each.Sum(p => p[row]);
            for (var k = 0; k < each.Length; k++) probabilities[row * each.Length + k] = sum > 0 || double.IsNaN(sum) ? each[k][row] / sum : 1.0 / each.Length;
        }
        return probabilities;
    }

    /// <summary>Metrics on the rows of a table; rows with missing values are left out.</summary>
    /// <exception cref="UnusableDataException">As in <see cref="Probabilities"/>, or no row is complete.</exception>
    public MultiClassMetrics Evaluate(Table table) => ClassModel.Score(_response, table, Probabilities(table));
}
