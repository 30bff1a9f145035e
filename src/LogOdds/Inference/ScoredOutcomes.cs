using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Models;

namespace LogOdds.Inference;

/// <summary>The rows of a table that models can score and whose class is known: classes beside the log-odds of each model.</summary>
public sealed class ScoredOutcomes
{
    private ScoredOutcomes(double[] classes, double[] logOdds)
    {
        (Classes, LogOdds) = (classes, logOdds);
        var probabilities = new double[logOdds.Length];
        Logistic.Probabilities(logOdds, probabilities);
        Probabilities = probabilities;
    }

    /// <summary>The class of each row, 1 for the one that counts as 1, and 0.</summary>
    public ReadOnlyMemory<double> Classes { get; }

    /// <summary>The log-odds of class 1 in each row; ±∞ only of a model calibrated by steps (isotonic).</summary>
    public ReadOnlyMemory<double> LogOdds { get; }

    /// <summary>The probability of class 1 in each row, in [0, 1].</summary>
    public ReadOnlyMemory<double> Probabilities { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Classes.Length;

    /// <summary>Whether there are rows of both classes, without which nothing can be told apart.</summary>
    public bool HasBothClasses => Classes.Span.Contains(0) && Classes.Span.Contains(1);

    /// <summary>The rows of a table under a model; those in which it misses a value are left out.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">A table with the model's columns and its response.</param>
    /// <exception cref="UnusableDataException">As in <see cref="LogisticModel.LogOdds(Table)"/>, or no row is complete.</exception>
    public static ScoredOutcomes Of(LogisticModel model, Table table) => Complete(model, table, [model.LogOdds(table)])[0];

    /// <summary>The rows of a table under two models, the same for both: rows in which either misses a value are left out.</summary>
    /// <param name="first">A model.</param>
    /// <param name="second">Another model of the same response and the same class that counts as 1.</param>
    /// <param name="table">A table with the columns of both models and the response.</param>
    /// <exception cref="UnusableDataException">
    /// As in <see cref="LogisticModel.LogOdds(Table)"/>, no row is complete, or the models are of different responses.
    /// </exception>
    public static (ScoredOutcomes First, ScoredOutcomes Second) Of(LogisticModel first, LogisticModel second, Table table)
    {
        if ((first.Encoding.Response.Column, first.Negative, first.Positive) != (second.Encoding.Response.Column, second.Negative, second.Positive))
            throw new UnusableDataException($"the models say different things: one how likely {first.Encoding.Response.Column} = {first.Positive} is, the other {second.Encoding.Response.Column} = {second.Positive}",
                remedy: "Compare models of the same response, with the same two classes and the same one counted as 1.");
        var outcomes = Complete(first, table, [first.LogOdds(table), second.LogOdds(table)]);
        return (outcomes[0], outcomes[1]);
    }

    private static ScoredOutcomes[] Complete(LogisticModel model, Table table, double[][] scores)
    {
        var y = model.ClassesOf(table);
        int[] complete = [.. Enumerable.Range(0, y.Length).Where(i => !double.IsNaN(y[i]) && scores.All(eta => !double.IsNaN(eta[i])))];
        if (complete.Length == 0) throw new UnusableDataException("no row has all the values that the model needs");
        double[] classes = [.. complete.Select(i => y[i])];
        return [.. scores.Select(eta => new ScoredOutcomes(classes, [.. complete.Select(i => eta[i])]))];
    }
}
