using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds;

/// <summary>
/// Where the estimates of several classes stand in the table of coefficients. A solver has all slopes, then the intercepts of the classes or the
/// thresholds between them; the table has the intercept of a class before its slopes, and lines for columns that were left out.
/// </summary>
/// <param name="kind">How classes are told apart.</param>
/// <param name="isSymmetric">Whether every class has coefficients.</param>
/// <param name="encoding">The encoding.</param>
/// <param name="kept">The columns that were fitted.</param>
internal sealed class ClassTable(ClassModelKind kind, bool isSymmetric, Encoding encoding, int[] kept)
{
    private readonly int _p = kept.Length;

    /// <summary>The vectors of slopes.</summary>
    public int Vectors { get; } = kind == ClassModelKind.Ordinal ? 1 : encoding.Response.Levels.Count - (isSymmetric ? 0 : 1);

    /// <summary>Intercepts or thresholds.</summary>
    private int Ends => kind == ClassModelKind.Ordinal ? encoding.Response.Levels.Count - 1 : Vectors;

    private int Length => Vectors * _p + Ends;

    /// <summary>The solver's coefficients that are estimates.</summary>
    private IEnumerable<int> Estimated => Enumerable.Range(0, Length).Where(k => k < Vectors * _p || kind == ClassModelKind.Ordinal || encoding.HasIntercept);

    /// <summary>Coefficients for scaled columns as coefficients for the columns themselves.</summary>
    public double[] ToData(ReadOnlySpan<double> scaled, Standardization scale) => Map(scaled, scale.ToData);

    /// <summary>The other way.</summary>
    public double[] ToScaled(ReadOnlySpan<double> data, Standardization scale) => Map(data, scale.ToScaled);

    /// <summary>The packed covariance of coefficients for scaled columns as that of coefficients for the columns themselves.</summary>
    public double[] CovarianceToData(ReadOnlySpan<double> packed, Standardization scale)
    {
        // A V Aᵀ: the map on the columns of V, then on the rows of what it gave.
        var columns = new double[Length][];
        for (var i = 0; i < Length; i++)
        {
            var column = new double[Length];
            for (var j = 0; j < Length; j++) column[j] = packed[PackedSymmetric.Index(i, j)];
            columns[i] = ToData(column, scale);
        }
        var data = new double[PackedSymmetric.Length(Length)];
        for (var i = 0; i < Length; i++)
        {
            var place = i;
            var row = ToData(Array.ConvertAll(columns, column => column[place]), scale);
            row.AsSpan(0, i + 1).CopyTo(data.AsSpan(PackedSymmetric.Row(i)));
        }
        return data;
    }

    /// <summary>The line of a solver's coefficient.</summary>
    public int LineOf(int k)
    {
        if (kind == ClassModelKind.Ordinal) return k < _p ? kept[k] : encoding.Terms.Count + k - _p;
        var first = encoding.HasIntercept ? 1 : 0;
        var (vector, line) = k < Vectors * _p ? (k / _p, first + kept[k % _p]) : (k - Vectors * _p, 0);
        return vector * (encoding.Terms.Count + first) + line;
    }

    /// <summary>The table.</summary>
    /// <param name="coefficients">In the solver's order, in the data's units.</param>
    /// <param name="stated">The scale that the fit was asked for.</param>
    /// <param name="isScaled">Whether it was asked for one.</param>
    /// <param name="covariance">Their packed covariance; null where standard errors do not exist.</param>
    /// <param name="level">The confidence level of intervals.</param>
    public Coefficient[] Lines(double[] coefficients, Standardization stated, bool isScaled, double[]? covariance, double level)
    {
        var scaled = ToScaled(coefficients, stated);
        Coefficient[] lines = [.. ClassModel.LinesOf(kind, isSymmetric, encoding).Select(line => new Coefficient { Term = line.Term, Class = line.Class })];
        var halfWidth = WaldTable.HalfWidth(level);
        foreach (var k in Estimated)
        {
            var line = lines[LineOf(k)] with { Estimate = coefficients[k], ScaledEstimate = scaled[k] };
            if (isScaled && k < Vectors * _p) line = line with { Center = stated.Centers[k % _p], Scale = stated.Scales[k % _p] };
            if (covariance is not null)
            {
                var (estimate, error) = (coefficients[k], Math.Sqrt(covariance[PackedSymmetric.Index(k, k)]));
                line = line with { StandardError = error, Z = estimate / error, P = WaldTable.TwoSidedP(estimate / error), Low = estimate - halfWidth * error, High = estimate + halfWidth * error };
            }
            lines[LineOf(k)] = line;
        }
        return lines;
    }

    /// <summary>The covariance in the order of the table.</summary>
    public CovarianceMatrix Matrix(Coefficient[] lines, double[] covariance)
    {
        int[] places = [.. Estimated.OrderBy(LineOf)];
        var packed = new double[PackedSymmetric.Length(places.Length)];
        for (var i = 0; i < places.Length; i++)
            for (var j = 0; j <= i; j++) packed[PackedSymmetric.Index(i, j)] = covariance[PackedSymmetric.Index(places[i], places[j])];
        return new CovarianceMatrix([.. places.Select(k => ClassModel.NameOf(lines[LineOf(k)]))], packed);
    }

    private delegate double[] VectorMap(ReadOnlySpan<double> coefficients);

    // Of ordered classes a threshold stands where the intercept would, with the other sign.
    private double[] Map(ReadOnlySpan<double> coefficients, VectorMap map)
    {
        var mapped = coefficients.ToArray();
        for (var v = 0; v < Vectors; v++)
        {
            var vector = map([.. coefficients.Slice(v * _p, _p), kind == ClassModelKind.Ordinal ? 0 : coefficients[Vectors * _p + v]]);
            vector.AsSpan(0, _p).CopyTo(mapped.AsSpan(v * _p));
            if (kind == ClassModelKind.Multinomial) mapped[Vectors * _p + v] = vector[_p];
            else
                for (var k = _p; k < mapped.Length; k++) mapped[k] -= vector[_p];
        }
        return mapped;
    }
}
