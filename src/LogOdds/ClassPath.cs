using LogOdds.Models;

namespace LogOdds;

/// <summary>
/// The fits of one penalty to several classes without order at falling strengths, from where nothing is selected on. Every class has
/// slopes, of which only differences matter.
/// </summary>
public sealed class ClassPath : PenaltyPath
{
    private ClassPath(FitData data, PathOptions options, PathPoints points)
        : base(data, options, points)
    {
    }

    /// <summary>The classes, in the order of the intercepts of a point.</summary>
    public IReadOnlyList<string> Classes => Encoding.Response.Levels;

    /// <summary>What became of the rows.</summary>
    public ClassRows Rows => Data.ClassRows();

    /// <summary>The model of a point, fitted anew with all that a fit is told of.</summary>
    /// <param name="index">The point, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such point.</exception>
    public ClassModel ModelAt(int index) => ModelAt(PointAt(index).Lambda);

    /// <summary>The model of a strength, which need not be one of the path's: it is fitted, not read off between points.</summary>
    /// <param name="lambda">λ ≥ 0, finite; at 0 the first class is the reference.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public ClassModel ModelAt(double lambda) => new ClassFit(Data, FitAt(lambda), ClassModelKind.Multinomial).Run();

    /// <summary>Fits the path of a problem.</summary>
    internal static ClassPath Of(FitData data, PathOptions options) => new(data, options, PathPoints.Of(data, options, data.Encoding.Response.Levels.Count, out _));

    /// <summary>Makes sure that a path of several classes can be what is asked for.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    internal static void Require(PathOptions options)
    {
        options.Validate();
        ClassFit.Require(options.Fit, ClassModelKind.Multinomial);
    }
}
