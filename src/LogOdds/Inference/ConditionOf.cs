using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using MathNet.Numerics.LinearAlgebra;

namespace LogOdds.Inference;

/// <summary>The condition of a design (Belsley, Kuh and Welsch, Regression Diagnostics, 1980, chapter 3).</summary>
internal static class ConditionOf
{
    /// <summary>The condition number of the columns at unit length, and where it is worrying the columns that make it so.</summary>
    public static (double Number, IReadOnlyList<string> Involved) Design(IDesign design, Response response, bool hasIntercept, string[] terms)
    {
        var p = design.Columns;
        var runs = RowRuns.All(design.Rows, design.NumbersPerRow, threads: 0, RowRuns.Affordable(PackedSymmetric.Length(p + 1)));
        var gram = design.Curvature(runs, block => [.. Enumerable.Range(block.Start, block.Count).Select(row => response.WeightOf(row) > 0 ? 1.0 : 0)]);
        var n = p + (hasIntercept ? 1 : 0);
        var matrix = Matrix<double>.Build.Dense(n, n, (i, j) =>
            gram[PackedSymmetric.Index(i, j)] / Math.Sqrt(gram[PackedSymmetric.Index(i, i)] * gram[PackedSymmetric.Index(j, j)]));
        var spectrum = matrix.Evd(Symmetricity.Symmetric);
        var values = spectrum.EigenValues.Select(value => value.Real).ToArray();
        var number = Math.Sqrt(values[^1] / values[0]);
        if (!(number > Collinearity.Worrying)) return (number, []);

        // The share of each coefficient's variance that goes with the smallest singular value.
        var involved = new List<string>();
        for (var j = 0; j < n; j++)
        {
            var total = 0.0;
            for (var k = 0; k < n; k++) total += spectrum.EigenVectors[j, k] * spectrum.EigenVectors[j, k] / values[k];
            if (spectrum.EigenVectors[j, 0] * spectrum.EigenVectors[j, 0] / values[0] > 0.5 * total) involved.Add(j == p ? LogisticModel.InterceptTerm : terms[j]);
        }
        return (number, involved);
    }
}
