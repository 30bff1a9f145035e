using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Metrics;

namespace LogOdds.Models;

/// <summary>
/// A fitted model of several classes, multinomial or ordinal: immutable, without the data it was fitted to, safe to use from several
/// threads.
/// </summary>
/// <remarks>
/// Multinomial: P(Y = k) = e^ηₖ / Σ e^η with ηₖ = b₀ₖ + x'bₖ; at maximum likelihood the reference has η = 0, with a penalty every class has coefficients
/// and the intercepts sum to 0. Ordinal: logit P(Y ≤ k) = ζₖ − x'b, so that a positive coefficient makes higher classes more likely.
/// </remarks>
public sealed class ClassModel
{
    private readonly ClassPredictor _predictor;

    /// <summary>A model of its parts: what a fit found, or what a model file held.</summary>
    /// <exception cref="ArgumentException">The coefficients do not belong to the encoding.</exception>
    internal ClassModel(ClassModelKind kind, bool isSymmetric, Encoding encoding, IReadOnlyList<Coefficient> coefficients)
    {
        (Kind, IsSymmetric, Encoding, Coefficients) = (kind, isSymmetric, encoding, coefficients);
        if (!coefficients.Select(c => (c.Class, c.Term)).SequenceEqual(LinesOf(kind, isSymmetric, encoding)))
            throw new ArgumentException("The coefficients are not those of the classes and the terms of the encoding.", nameof(coefficients));
        _predictor = new ClassPredictor(kind, isSymmetric, encoding, coefficients);
    }

    /// <summary>How classes are told apart.</summary>
    public ClassModelKind Kind { get; }

    /// <summary>Whether every class of a multinomial model has coefficients; else there is a <see cref="Reference"/>.</summary>
    public bool IsSymmetric { get; }

    /// <summary>How a table becomes a design.</summary>
    public Encoding Encoding { get; }

    /// <summary>
    /// The coefficient table. Multinomial: for each class but the reference, its intercept and the terms of the encoding. Ordinal: the terms, then
    /// the thresholds, named after the classes on both sides: <c>Low|Medium</c>.
    /// </summary>
    public IReadOnlyList<Coefficient> Coefficients { get; }

    /// <summary>The classes, K of them: lowest first in an ordinal model, the reference first in a multinomial one that has one.</summary>
    public IReadOnlyList<string> Classes => Encoding.Response.Levels;

    /// <summary>The class that others are compared with; null in a symmetric or an ordinal model.</summary>
    public string? Reference => Kind == ClassModelKind.Multinomial && !IsSymmetric ? Classes[0] : null;

    /// <summary>The covariance of the coefficients, by <c>class:term</c> or the term alone; null where standard errors do not exist.</summary>
    public required CovarianceMatrix? Covariance { get; init; }

    /// <summary>Columns that the fit used besides those of the formula.</summary>
    public required ColumnRoles Roles { get; init; }

    /// <summary>The objective that was minimised.</summary>
    public required ObjectiveStatement Objective { get; init; }

    /// <summary>What became of the rows.</summary>
    public required ClassRows Rows { get; init; }

    /// <summary>How the coefficients were found.</summary>
    public required SolverReport Solver { get; init; }

    /// <summary>Figures of the fit as a whole.</summary>
    public required FitStatistics Statistics { get; init; }

    /// <summary>The share of the rows it was fitted to that is predicted right, by weight.</summary>
    public required double TrainingAccuracy { get; init; }

    /// <summary>The mean log loss on those rows, by weight.</summary>
    public required double TrainingLogLoss { get; init; }

    /// <summary>The confidence level of the coefficients' intervals: 0.95.</summary>
    public required double ConfidenceLevel { get; init; }

    /// <summary>What the user should know.</summary>
    public required IReadOnlyList<FitWarning> Warnings { get; init; }

    /// <summary>The coefficient of a term for a class; of an ordinal model, for the class null.</summary>
    /// <exception cref="ArgumentException">There is no such coefficient; the message gives the nearest.</exception>
    public Coefficient this[string? label, string term] => Coefficients.FirstOrDefault(c => c.Class == label && c.Term == term)
        ?? throw new ArgumentException($"The model has no coefficient of '{term}' for the class '{label}'. {Spelling.Suggest(term, Coefficients.Select(c => c.Term).Distinct())}", nameof(term));

    /// <summary>The probabilities of the classes for one row.</summary>
    /// <remarks>An offset column, where the model has one, is not added: a single row gives features only.</remarks>
    /// <param name="features">One value a term of <see cref="Encoding"/>.Terms, in order (0 or 1 for a factor's level).</param>
    /// <returns>K probabilities, in the order of <see cref="Classes"/>.</returns>
    /// <exception cref="ArgumentException">The number of values is not the number of terms.</exception>
    public double[] Probabilities(params ReadOnlySpan<double> features) => features.Length == Encoding.Terms.Count ? _predictor.Probabilities(features)
        : throw new ArgumentException($"The model has {Encoding.Terms.Count} terms; {features.Length} values were given.", nameof(features));

    /// <summary>The probabilities of the classes for the rows of a table.</summary>
    /// <param name="table">A table with the model's columns, by name.</param>
    /// <returns>n × K probabilities, row after row; NaN in rows where a column that the model needs is missing.</returns>
    /// <exception cref="UnusableDataException">A column is absent or of the wrong kind, a level is unknown, or a value is not finite.</exception>
    public double[] Probabilities(Table table) => _predictor.Probabilities(table);

    /// <summary>The most likely class of each row of a table, of equally likely ones the first; null where a value is missing.</summary>
    /// <exception cref="UnusableDataException">As in <see cref="Probabilities(Table)"/>.</exception>
    public string?[] Classify(Table table)
    {
        var (probabilities, classes) = (Probabilities(table), Classes.Count);
        return [.. Enumerable.Range(0, table.Rows).Select(row => MostLikely(probabilities.AsSpan(row * classes, classes)) is var k and >= 0 ? Classes[k] : null)];
    }

    /// <summary>Metrics of the model on the rows of a table; rows with missing values are left out.</summary>
    /// <param name="table">A table with the model's columns and its response.</param>
    /// <exception cref="UnusableDataException">As in <see cref="Probabilities(Table)"/>, or no row is complete.</exception>
    public MultiClassMetrics Evaluate(Table table) => Score(Encoding.Response, table, Probabilities(table));

    /// <summary>The fit in words and tables.</summary>
    public ModelSummary Summary() => ClassSummary.Of(this);

    /// <summary>What a coefficient is called where its class stands with it: <c>class:term</c>, or the term.</summary>
    internal static string NameOf(Coefficient c) => c.Class is null ? c.Term : $"{c.Class}:{c.Term}";

    /// <summary>The threshold between a class and the next.</summary>
    internal static string ThresholdTerm(IReadOnlyList<string> classes, int k) => $"{classes[k]}|{classes[k + 1]}";

    /// <summary>Class and term of each line of the coefficient table.</summary>
    internal static IEnumerable<(string? Class, string Term)> LinesOf(ClassModelKind kind, bool isSymmetric, Encoding encoding)
    {
        var classes = encoding.Response.Levels;
        if (kind == ClassModelKind.Ordinal)
            return [.. encoding.Terms.Select(term => ((string?)null, term)), .. Enumerable.Range(0, classes.Count - 1).Select(k => ((string?)null, ThresholdTerm(classes, k)))];
        string[] terms = encoding.HasIntercept ? [LogisticModel.InterceptTerm, .. encoding.Terms] : [.. encoding.Terms];
        return classes.Skip(isSymmetric ? 0 : 1).SelectMany(label => terms.Select(term => ((string?)label, term)));
    }

    /// <summary>The most likely of some classes, of equally likely ones the first; −1 where they have no probabilities.</summary>
    internal static int MostLikely(ReadOnlySpan<double> probabilities)
    {
        var most = 0;
        for (var k = 0; k < probabilities.Length; k++)
        {
            if (double.IsNaN(probabilities[k])) return -1;
            if (probabilities[k] > probabilities[most]) most = k;
        }
        return most;
    }

    /// <summary>Metrics of probabilities against the classes of a table, over the rows that have both.</summary>
    internal static MultiClassMetrics Score(ResponseCoding response, Table table, double[] probabilities)
    {
        var (y, classes) = (response.Encode(table), response.Levels.Count);
        int[] complete = [.. Enumerable.Range(0, y.Length).Where(i => !double.IsNaN(y[i]) && !double.IsNaN(probabilities[i * classes]))];
        if (complete.Length == 0) throw new UnusableDataException("no row has all the values that the model needs");
        return MultiClassMetrics.Compute([.. complete.Select(i => (int)y[i])], [.. complete.SelectMany(i => new ArraySegment<double>(probabilities, i * classes, classes))], classes);
    }
}
