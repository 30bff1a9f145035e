using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Models;

/// <summary>The covariance of estimated coefficients, in the data's own units.</summary>
public sealed class CovarianceMatrix
{
    private readonly double[] _packed;

    /// <summary>A matrix of its lower triangle, row after row.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public CovarianceMatrix(IReadOnlyList<string> terms, double[] packed)
    {
        if (packed.Length != PackedSymmetric.Length(terms.Count)) throw new ArgumentException($"{terms.Count} terms have {PackedSymmetric.Length(terms.Count)} covariances, not {packed.Length}.", nameof(packed));
        (Terms, _packed) = (terms, packed);
    }

    /// <summary>The coefficients, in the order of the coefficient table, without those that were left out or are not finite.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>The covariance of two coefficients by their places in <see cref="Terms"/>.</summary>
    public double this[int i, int j] => _packed[PackedSymmetric.Index(i, j)];

    /// <summary>The covariance of two coefficients.</summary>
    /// <exception cref="ArgumentException">There is no such term.</exception>
    public double this[string first, string second] => this[PlaceOf(first), PlaceOf(second)];

    /// <summary>The lower triangle, row after row.</summary>
    internal ReadOnlySpan<double> Packed => _packed;

    /// <summary>xᵀ V x: the variance of Σ xᵢ bᵢ.</summary>
    /// <param name="x">One factor a term.</param>
    public double VarianceOf(ReadOnlySpan<double> x)
    {
        var product = new double[Terms.Count];
        PackedSymmetric.Multiply(_packed, x, product);
        return VectorKernels.Dot(product, x);
    }

    internal int PlaceOf(string term)
    {
        for (var i = 0; i < Terms.Count; i++)
            if (Terms[i] == term) return i;
        throw new ArgumentException($"There is no covariance of '{term}'. {Spelling.Suggest(term, Terms)}", nameof(term));
    }
}
