using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds;

/// <summary>
/// Where estimates stand in the table of coefficients: a solver has the slopes of the columns it was given, then the intercept; the table
/// has the intercept first, and lines for columns that were left out.
/// </summary>
/// <param name="encoding">The encoding.</param>
/// <param name="kept">The columns that were fitted.</param>
/// <param name="level">The confidence level of intervals.</param>
internal sealed class CoefficientTable(Encoding encoding, int[] kept, double level)
{
    private readonly int _first = encoding.HasIntercept ? 1 : 0;

    /// <summary>The places of a solver's coefficients that are estimates.</summary>
    public IEnumerable<int> Estimated => Enumerable.Range(0, kept.Length + _first);

    /// <summary>The line of a solver's coefficient.</summary>
    public int LineOf(int k) => k == kept.Length ? 0 : kept[k] + _first;

    /// <summary>A coefficient in the data's units as a combination of those on a scale.</summary>
    public static double[] Functional(int k, Standardization scale)
    {
        var p = scale.Scales.Count;
        var a = new double[p + 1];
        if (k < p) a[k] = 1 / scale.Scales[k];
        else
        {
            for (var j = 0; j < p; j++) a[j] = -scale.Centers[j] / scale.Scales[j];
            a[p] = 1;
        }
        return a;
    }

    /// <summary>The table.</summary>
    /// <param name="coefficients">Slopes in the data's units, then the intercept.</param>
    /// <param name="stated">The scale that the fit was asked for.</param>
    /// <param name="isScaled">Whether it was asked for one.</param>
    /// <param name="covariance">Their packed covariance; null where standard errors do not exist.</param>
    public CoefficientLines Lines(double[] coefficients, Standardization stated, bool isScaled, double[]? covariance)
    {
        var scaled = stated.ToScaled(coefficients);
        var lines = new CoefficientLines(encoding) { Standardized = isScaled ? (CoefficientLines.NotThere(encoding), CoefficientLines.NotThere(encoding)) : null };
        foreach (var k in Estimated)
        {
            var line = LineOf(k);
            (lines.Estimates[line], lines.ScaledEstimates[line]) = (coefficients[k], scaled[k]);
            if (lines.Standardized is var (centers, scales) && k < kept.Length) (centers[line], scales[line]) = (stated.Centers[k], stated.Scales[k]);
            if (covariance is not null) lines[line] = WithErrors(lines[line], covariance[PackedSymmetric.Index(k, k)]);
        }
        return lines;
    }

    /// <summary>A line with its standard error and what follows from it.</summary>
    public Coefficient WithErrors(Coefficient line, double variance)
    {
        var (error, halfWidth) = (Math.Sqrt(variance), WaldTable.HalfWidth(level));
        return line with
        {
            StandardError = error,
            Z = line.Estimate / error,
            P = WaldTable.TwoSidedP(line.Estimate!.Value / error),
            Low = line.Estimate - halfWidth * error,
            High = line.Estimate + halfWidth * error,
        };
    }

    /// <summary>The covariance in the order of the table, of the lines that have standard errors.</summary>
    public CovarianceMatrix? Matrix(IReadOnlyList<Coefficient> lines, double[] covariance)
    {
        var places = Estimated.Where(k => lines[LineOf(k)].StandardError is not null).OrderBy(LineOf).ToArray();
        if (places.Length == 0) return null;
        var packed = new double[PackedSymmetric.Length(places.Length)];
        for (var i = 0; i < places.Length; i++)
            for (var j = 0; j <= i; j++) packed[PackedSymmetric.Index(i, j)] = covariance[PackedSymmetric.Index(places[i], places[j])];
        return new CovarianceMatrix([.. places.Select(k => lines[LineOf(k)].Term)], packed);
    }
}
