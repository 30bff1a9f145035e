using LogOdds.Data;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Solvers;

namespace LogOdds.Lab;

/// <summary>How the features of points are scaled before a descent.</summary>
internal static class Scale
{
    /// <summary>The kind of a name.</summary>
    /// <exception cref="UnusableDataException">There is none of that name.</exception>
    public static StandardizeKind Kind(string name) => Names.StandardizeKinds.Where(kind => kind.Name == name).Select(kind => (StandardizeKind?)kind.Value).FirstOrDefault()
        ?? throw new UnusableDataException($"'{name}' is no way to scale", remedy: $"There are {string.Join(", ", Names.StandardizeKinds.Select(kind => kind.Name))}.");

    /// <summary>The map from a point set's columns to those that are fitted: none, or z-scores with the population's or the sample's deviation.</summary>
    public static Standardization? Of(PointSet points, string standardize)
    {
        var kind = Kind(standardize);
        if (kind == StandardizeKind.None) return null;
        // A fit of no steps tells the scale that one of many would use.
        var model = LogisticRegression.Fit(points.Table, points.Formula, new FitOptions { Standardize = kind, Solver = new GradientDescent { MaxIterations = 0 } });
        var slopes = model.Coefficients.Skip(1).ToArray();
        return new Standardization([.. slopes.Select(c => c.Center ?? 0)], [.. slopes.Select(c => c.Scale ?? 1)]);
    }

    /// <summary>Coefficients in the data's own units, slopes first.</summary>
    public static double[] ToData(Standardization? scale, double[] beta) => scale?.ToData(beta) ?? beta;
}
