using System.Collections;
using LogOdds.Formulas;

namespace LogOdds.Models;

/// <summary>
/// A coefficient table over arrays. A line that holds no more than numbers is made when it is looked at, for tables of many columns; one that is
/// written to is kept.
/// </summary>
/// <param name="encoding">The terms.</param>
internal sealed class CoefficientLines(Encoding encoding) : IReadOnlyList<Coefficient>
{
    private readonly int _first = encoding.HasIntercept ? 1 : 0;
    private Coefficient?[]? _kept;

    /// <summary>The terms.</summary>
    public Encoding Encoding => encoding;

    /// <summary>The estimates; NaN for columns that were left out.</summary>
    public double[] Estimates { get; } = NotThere(encoding);

    /// <summary>The same on the scale that the fit was asked to standardise to.</summary>
    public double[] ScaledEstimates { get; } = NotThere(encoding);

    /// <summary>Centres and scales of the columns, where the fit was asked to standardise.</summary>
    public (double[] Centers, double[] Scales)? Standardized { get; init; }

    /// <summary>Whether no line was written to.</summary>
    public bool IsNumbers => _kept is null;

    public int Count => Estimates.Length;

    public Coefficient this[int line]
    {
        get => _kept?[line] ?? Made(line);
        set => (_kept ??= new Coefficient?[Count])[line] = value;
    }

    /// <summary>Whether a line holds an estimate and nothing else.</summary>
    public bool IsNumberOnly(int line) => _kept?[line] is null && Standardized is null && Estimates[line] == ScaledEstimates[line];

    /// <summary>NaN for every line.</summary>
    public static double[] NotThere(Encoding encoding)
    {
        var numbers = new double[encoding.Terms.Count + (encoding.HasIntercept ? 1 : 0)];
        Array.Fill(numbers, double.NaN);
        return numbers;
    }

    public IEnumerator<Coefficient> GetEnumerator()
    {
        for (var line = 0; line < Count; line++) yield return this[line];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Coefficient Made(int line) => new()
    {
        Term = line < _first ? LogisticModel.InterceptTerm : encoding.Terms[line - _first],
        Estimate = Figure(Estimates, line),
        ScaledEstimate = Figure(ScaledEstimates, line),
        Center = Standardized is { } standardized ? Figure(standardized.Centers, line) : null,
        Scale = Standardized is { } scaled ? Figure(scaled.Scales, line) : null,
    };

    private static double? Figure(double[] numbers, int line) => double.IsNaN(numbers[line]) ? null : numbers[line];
}
