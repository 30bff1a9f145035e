using System.Globalization;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>What the model says of a row that the reader makes up, and along one of its columns.</summary>
internal sealed class WhatIf(WorkbenchStore store) : IWorkbenchPart
{
    private const int CurvePoints = 101;

    /// <summary>A row, by columns, and the numeric column to go along; null for none.</summary>
    internal sealed record Question(IReadOnlyDictionary<string, string> Values, string? Along);

    /// <summary>A column that the model reads, and the values that a control offers.</summary>
    /// <param name="Name">The column.</param>
    /// <param name="Low">The least number of the rows that were fitted to; null where it is chosen from levels.</param>
    /// <param name="High">The largest.</param>
    /// <param name="IsWhole">Whether all are whole numbers.</param>
    /// <param name="Levels">The levels; null for numbers.</param>
    /// <param name="Start">A usual value: the median, or the most frequent level.</param>
    internal sealed record Predictor(string Name, double? Low, double? High, bool IsWhole, IReadOnlyList<string>? Levels, string Start);

    /// <summary>A probability with the ends of its interval, which are null where there is none.</summary>
    internal sealed record Point(double Probability, double? Low, double? High);

    public void Map(RouteGroupBuilder workbench) => workbench.MapPost("/fits/{id}/what-if", (string id, Question question) => Answer(store.Fit(id), question));

    internal static object Answer(FittedModel fit, Question question)
    {
        var along = PredictorsOf(fit).FirstOrDefault(predictor => predictor.Name == question.Along && predictor.Levels is null);
        var (points, refusal) = PointsOf(fit.Model, RowsOf(fit, question, along));
        return new
        {
            Here = points[0],
            Along = along is null ? null : new { along.Name, along.Low, along.High },
            Curve = points.Skip(1).Select((point, k) => (double?[])[GridPoint(along!, k), point.Probability, point.Low, point.High]),
            Refusal = refusal,
        };
    }

    /// <summary>The columns that the model reads, with the values of the rows that were fitted to.</summary>
    internal static IReadOnlyList<Predictor> PredictorsOf(FittedModel fit)
    {
        var (model, table) = (fit.Model, fit.Rows.Train);
        return [.. model.Encoding.Columns.Select(name =>
        {
            var column = table[name];
            var factor = model.Encoding.Variables.OfType<FactorVariable>().FirstOrDefault(variable => variable.Columns[0] == name);
            if (column is NumericColumn numbers && factor is null) return OfNumbers(numbers);
            var levels = factor?.Levels ?? ((CategoricalColumn)column).Levels;
            var usual = Figures.Drawn.Places(column.Rows, 10_000).Where(row => !column.IsMissing(row)).GroupBy(column.TextAt).OrderByDescending(group => group.Count()).Select(group => group.Key).FirstOrDefault(levels.Contains);
            return new Predictor(name, null, null, false, levels, usual ?? levels[0]);
        })];
    }

    private static Predictor OfNumbers(NumericColumn column)
    {
        var (low, high, isWhole) = (double.PositiveInfinity, double.NegativeInfinity, true);
        foreach (var value in column.Values)
        {
            if (!double.IsFinite(value)) continue;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            isWhole = isWhole && Math.Floor(value) == value;
        }
        double[] some = [.. Figures.Drawn.Places(column.Rows, 10_000).Where(row => !column.IsMissing(row)).Select(row => column.Values[row]).Order()];
        return new Predictor(column.Name, low, high, isWhole, null, NumericColumn.Format(some[some.Length / 2]));
    }

    private static double GridPoint(Predictor along, int k) => along.Low!.Value + (along.High!.Value - along.Low.Value) * k / (CurvePoints - 1);

    /// <summary>The row that is asked for, and the same with the values of the column to go along.</summary>
    private static Table RowsOf(FittedModel fit, Question question, Predictor? along)
    {
        var rows = along is null ? 1 : 1 + CurvePoints;
        // A model without columns says the same of every row, of which there has to be one.
        if (fit.Model.Encoding.Columns.Count == 0) return new Table([new NumericColumn("row", new double[1])]);
        return new Table(fit.Model.Encoding.Columns.Select<string, Column>(name =>
        {
            var text = question.Values.GetValueOrDefault(name) ?? throw new ArgumentException($"There is no value of '{name}'.");
            if (fit.Rows.Train[name] is CategoricalColumn) return CategoricalColumn.FromTexts(name, Enumerable.Repeat(text, rows));
            if (!double.TryParse(text, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) throw new ArgumentException($"'{name}' is a number, not '{text}'.");
            return new NumericColumn(name, Enumerable.Range(0, rows).Select(row => row > 0 && name == along?.Name ? GridPoint(along, row - 1) : number).ToArray());
        }));
    }

    private static (IReadOnlyList<Point> Points, string? Refusal) PointsOf(LogisticModel model, Table rows)
    {
        try
        {
            return ([.. model.Predict(rows).Select(p => new Point(p.Probability, p.Low, p.High))], null);
        }
        catch (NoAnswerException e)
        {
            return ([.. model.Probability(rows).Select(p => new Point(p, null, null))], e.Message);
        }
    }
}
