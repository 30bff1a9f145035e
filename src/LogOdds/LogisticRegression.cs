using System.Linq.Expressions;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;

namespace LogOdds;

/// <summary>
/// Logistic regression in one sentence:
/// <code>var model = LogisticRegression.Fit(table, "admitted ~ exam1 + exam2");</code>
/// </summary>
public static class LogisticRegression
{
    /// <summary>Fits a formula to a table.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula"><c>y ~ a + b</c>, or <c>y ~ .</c> for every other column.</param>
    /// <param name="options">How; null for maximum likelihood.</param>
    /// <returns>The model. Slow convergence, separation and dropped rows are told by the model, not by exceptions.</returns>
    /// <exception cref="UnusableDataException">The data cannot answer: a column is absent, the response does not have two classes, a value is not finite, there are more columns than rows.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    public static LogisticModel Fit(Table table, string formula, FitOptions? options = null) =>
        FitProcess.Run(table, Formula.Parse(formula), options ?? new FitOptions());

    /// <summary>Fits a formula to each group of rows. A group that cannot be fitted to is told of in its place, and does not stop the others.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula">As for <see cref="Fit(Table, string, FitOptions?)"/>; "." leaves out the column of the groups.</param>
    /// <param name="by">The column whose values make the groups; rows in which it is missing belong to none.</param>
    /// <param name="options">How; null for maximum likelihood.</param>
    /// <returns>One fit a group, in the order of the groups' values.</returns>
    /// <exception cref="UnusableDataException">There is no such column, or it is missing in every row.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    public static IReadOnlyList<GroupFit> FitBy(Table table, string formula, string by, FitOptions? options = null)
    {
        FitLimits.RequireOrdinary(options ?? new FitOptions(), "a fit of each group");
        var (column, parsed) = (table[by], Formula.Parse(formula));
        options = (options ?? new FitOptions()) with { Except = [.. options?.Except ?? [], by] };
        int[] rows = [.. Enumerable.Range(0, table.Rows).Where(row => !column.IsMissing(row))];
        if (rows.Length == 0) throw new UnusableDataException($"column '{by}' is empty in every row, so there are no groups");
        var groups = rows.GroupBy(column.TextAt, StringComparer.Ordinal);
        groups = column is NumericColumn numbers ? groups.OrderBy(group => numbers.Values[group.First()]) : groups.OrderBy(group => group.Key, CategoricalColumn.LevelOrder);
        return [.. groups.Select(group =>
        {
            int[] own = [.. group];
            try
            {
                return new GroupFit(group.Key, own.Length, FitProcess.Run(table.Select(own), parsed, options), Problem: null);
            }
            catch (UnusableDataException e)
            {
                return new GroupFit(group.Key, own.Length, Model: null, e.Message);
            }
        })];
    }

    /// <summary>Fits a formula with a penalty of falling strength.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula">As for <see cref="Fit(Table, string, FitOptions?)"/>.</param>
    /// <param name="options">What the path goes through; null for the lasso at 100 strengths.</param>
    /// <exception cref="UnusableDataException">As in <see cref="Fit(Table, string, FitOptions?)"/>, or no column is there to be selected.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    public static RegularizationPath FitPath(Table table, string formula, PathOptions? options = null)
    {
        options ??= new PathOptions();
        options.Validate();
        return RegularizationPath.Of(FitData.Learn(table, Formula.Parse(formula), options.Fit), options);
    }

    /// <summary>Chooses the strength of a penalty by how fits do on rows that they have not seen.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula">As for <see cref="Fit(Table, string, FitOptions?)"/>; "." leaves out the columns of folds and groups.</param>
    /// <param name="options">How; null for the lasso, 10 stratified folds and the deviance.</param>
    /// <exception cref="UnusableDataException">As in <see cref="FitPath"/>, or there are too few rows of a class for the folds.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    public static CrossValidation CrossValidate(Table table, string formula, CrossValidationOptions? options = null) =>
        CrossValidation.Of(table, Formula.Parse(formula), options ?? new CrossValidationOptions());

    /// <summary>Finds the columns that are selected again and again on random halves of the rows.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula">As for <see cref="Fit(Table, string, FitOptions?)"/>.</param>
    /// <param name="options">How; null for the lasso, 100 halves, a threshold of 0.75 and 1 false selection.</param>
    /// <exception cref="UnusableDataException">As in <see cref="FitPath"/>, or there are too few rows or columns.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    public static StabilitySelection SelectStable(Table table, string formula, StabilityOptions? options = null) =>
        StabilitySelection.Of(table, Formula.Parse(formula), options ?? new StabilityOptions());

    /// <summary>Fits properties of objects: <c>Fit(students, s =&gt; s.Passed, [s =&gt; s.Hours, s =&gt; s.School])</c>.</summary>
    /// <param name="items">The objects, one a row.</param>
    /// <param name="response">The property with two classes.</param>
    /// <param name="features">The properties to explain it by; see <see cref="Table.From{T}"/>.</param>
    /// <param name="options">How; null for maximum likelihood.</param>
    /// <exception cref="UnusableDataException">As in <see cref="Fit(Table, string, FitOptions?)"/>.</exception>
    public static LogisticModel Fit<T>(IEnumerable<T> items, Expression<Func<T, object?>> response, Expression<Func<T, object?>>[] features, FitOptions? options = null)
    {
        var table = Table.From(items, [response, .. features]);
        return FitProcess.Run(table, Formula.AllOn(table.Columns[0].Name), options ?? new FitOptions());
    }

    /// <summary>Fits an array of rows.</summary>
    /// <param name="features">n rows of p features, called x1, x2, …</param>
    /// <param name="response">n responses with two different values; the larger counts as 1.</param>
    /// <param name="options">How; null for maximum likelihood.</param>
    /// <exception cref="ArgumentException">The arrays' sizes do not fit.</exception>
    /// <exception cref="UnusableDataException">As in <see cref="Fit(Table, string, FitOptions?)"/>.</exception>
    public static LogisticModel Fit(double[,] features, ReadOnlySpan<double> response, FitOptions? options = null) =>
        Fit(ArrayTable.Create(features.GetLength(0), features.GetLength(1), (row, column) => features[row, column], response), options);

    /// <summary>Fits rows of equal length.</summary>
    /// <inheritdoc cref="Fit(double[,], ReadOnlySpan{double}, FitOptions?)"/>
    public static LogisticModel Fit(double[][] features, ReadOnlySpan<double> response, FitOptions? options = null)
    {
        var columns = features.Length == 0 ? 0 : features[0].Length;
        for (var row = 0; row < features.Length; row++)
            if (features[row].Length != columns)
                throw new ArgumentException($"Row {row} has {features[row].Length} features, row 0 has {columns}.", nameof(features));
        return Fit(ArrayTable.Create(features.Length, columns, (row, column) => features[row][column], response), options);
    }

    /// <summary>Fits rows that lie one behind the other.</summary>
    /// <param name="features">n·p values: the p features of the first row, then those of the second, …</param>
    /// <param name="columns">p.</param>
    /// <param name="response">n responses with two different values; the larger counts as 1.</param>
    /// <param name="options">How; null for maximum likelihood.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    /// <exception cref="UnusableDataException">As in <see cref="Fit(Table, string, FitOptions?)"/>.</exception>
    public static LogisticModel Fit(ReadOnlySpan<double> features, int columns, ReadOnlySpan<double> response, FitOptions? options = null)
    {
        if (columns < 1 || features.Length % columns != 0)
            throw new ArgumentException($"{features.Length} values are not whole rows of {columns} features.", nameof(features));
        var values = features.ToArray();
        return Fit(ArrayTable.Create(values.Length / columns, columns, (row, column) => values[row * columns + column], response), options);
    }

    /// <summary>Fits rows of which only the entries that are not 0 are given: the columns of the block <c>x</c>, called <c>x[1]</c>, <c>x[2]</c>, …</summary>
    /// <param name="columns">p.</param>
    /// <param name="rowStarts">Where the entries of each row begin; one more, where the last ends: n + 1 numbers that ascend from 0.</param>
    /// <param name="columnIndices">The column of each entry, from 0, ascending within a row. Not copied.</param>
    /// <param name="values">The value of each entry, finite. Not copied.</param>
    /// <param name="response">n responses with two different values; the larger counts as 1.</param>
    /// <param name="options">How; null for maximum likelihood.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or an index is out of range, out of order or stands twice in a row.</exception>
    /// <exception cref="UnusableDataException">As in <see cref="Fit(Table, string, FitOptions?)"/>.</exception>
    public static LogisticModel Fit(int columns, ReadOnlyMemory<long> rowStarts, ReadOnlyMemory<int> columnIndices, ReadOnlyMemory<double> values, ReadOnlySpan<double> response, FitOptions? options = null)
    {
        var block = new SparseColumn(ArrayTable.Block, columns, rowStarts, columnIndices, values);
        if (response.Length != block.Rows) throw new ArgumentException($"There are {block.Rows} rows of features and {response.Length} responses.", nameof(response));
        return Fit(new Table([new NumericColumn(ArrayTable.Response, response.ToArray()), block]), options);
    }

    private static LogisticModel Fit(Table table, FitOptions? options) =>
        FitProcess.Run(table, Formula.AllOn(ArrayTable.Response), options ?? new FitOptions());
}
