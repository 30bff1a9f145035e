using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>The fits of one penalty at falling strengths, from where nothing is selected on: what paths of two classes and of several have in common.</summary>
public abstract class PenaltyPath
{
    private readonly PathPoints _path;

    private protected PenaltyPath(FitData data, PathOptions options, PathPoints path) => (Data, Options, _path) = (data, options, path);

    /// <summary>The fits, λ falling.</summary>
    public IReadOnlyList<PathPoint> Points => _path.Points;

    /// <summary>The deviance of the model without slopes.</summary>
    public double NullDeviance => _path.NullDeviance;

    /// <summary>How many columns there are to select from.</summary>
    public int Columns => _path.Columns;

    /// <summary>What the path goes through.</summary>
    public PathOptions Options { get; }

    /// <summary>How the table became a design.</summary>
    public Encoding Encoding => Data.Encoding;

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<FitWarning> Warnings => _path.Warnings;

    /// <summary>The strengths, falling.</summary>
    public IReadOnlyList<double> Lambdas => [.. Points.Select(point => point.Lambda)];

    /// <summary>How many rows are used.</summary>
    internal int RowsUsed => Data.Data.Rows;

    /// <summary>How many were left out because a value was missing.</summary>
    internal int RowsDropped => Data.Rows.Read - Data.Data.Rows;

    /// <summary>The rows.</summary>
    private protected FitData Data { get; }

    /// <summary>The fit at which a criterion is least; of several the one of the largest λ.</summary>
    /// <param name="criterion">The criterion: <c>point =&gt; point.Bic</c>.</param>
    /// <exception cref="NoAnswerException">The criterion does not exist anywhere on the path.</exception>
    public PathPoint LeastBy(Func<PathPoint, double?> criterion) =>
        Points.Where(point => criterion(point) is not null).MinBy(criterion) ?? throw new NoAnswerException("The criterion does not exist on this path: its degrees of freedom would take too large a matrix.");

    /// <summary>What a fit of a strength is told of.</summary>
    private protected FitOptions FitAt(double lambda) => Options.Fit with { Penalty = Options.Penalty.WithLambda(lambda) };

    /// <summary>A point that is there.</summary>
    private protected PathPoint PointAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Points.Count);
        return Points[index];
    }
}
