using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>The fit among some sparse columns: coordinate descent says which coefficients move, truncated Newton steps where to.</summary>
internal sealed class ColumnDescent
{
    private const int MaxSteps = 200;

    // How much nearer the minimum a fit among some goes, before the others are asked again; what comes so near the tolerance goes on to it.
    private const double Nearer = 0.03;
    private const double NearlyThere = 30;
    private const int MaxHalvings = 30;
    private const double SufficientDecrease = 1e-4;

    private readonly LinearObjective _whole;
    private readonly IProximalPenalty _all;
    private int[] _columns;
    private LinearObjective _objective;
    private IProximalPenalty _penalty;
    private WorkingPoint _here;
    private WorkingPoint _there;

    /// <summary>Copies the columns.</summary>
    /// <param name="whole">The objective of all columns, which are sparse.</param>
    /// <param name="penalty">The penalty of all, on single coefficients.</param>
    /// <param name="columns">Those to be fitted, ascending; the others are 0.</param>
    public ColumnDescent(LinearObjective whole, IProximalPenalty penalty, int[] columns)
    {
        (_whole, _all, _columns) = (whole, penalty, columns);
        _objective = (LinearObjective)whole.Select(columns);
        _penalty = penalty.Of(columns);
        (_here, _there) = (new WorkingPoint(columns.Length, ((IColumnObjective)whole).Rows), new WorkingPoint(columns.Length, ((IColumnObjective)whole).Rows));
    }

    /// <summary>Takes in more columns; those that it has are not copied again.</summary>
    /// <param name="columns">Ascending.</param>
    public void Add(int[] columns)
    {
        _columns = [.. _columns, .. columns];
        _objective = _objective.JoinedWith((LinearObjective)_whole.Select(columns));
        _penalty = _all.Of(_columns);
        (_here, _there) = (new WorkingPoint(_columns.Length, ((IColumnObjective)_whole).Rows), new WorkingPoint(_columns.Length, ((IColumnObjective)_whole).Rows));
    }

    /// <summary>Goes from a point to one where no entry of the least subgradient among the columns is larger than a tolerance; false where no step improves the objective.</summary>
    public bool TryDescend(WorkingPoint point, double tolerance, CancellationToken cancellation)
    {
        for (var k = 0; k < _columns.Length; k++) _here.Slopes[k] = point.Slopes[_columns[k]];
        _here.Intercept = point.Intercept;
        Evaluate(_here);
        var isBetter = false;
        for (var step = 0; step < MaxSteps && _here.Size > tolerance; step++)
        {
            cancellation.ThrowIfCancellationRequested();

            // 1. Which coefficients can move, and about where to?
            int[] moving = [.. Enumerable.Range(0, _columns.Length).Where(CanMove)];
            var changes = Walk(moving);

            // 2. Go there, or as far in that direction as the objective falls.
            if (!TryStep(changes, moving)) break;
            (_here, _there, isBetter) = (_there, _here, true);

            // 3. Among those that have moved, the penalty is smooth.
            if (_here.Size > tolerance && IsRefined(tolerance, cancellation)) (_here, _there) = (_there, _here);
        }
        for (var k = 0; k < _columns.Length; k++) point.Slopes[_columns[k]] = _here.Slopes[k];
        point.Intercept = _here.Intercept;
        return isBetter;
    }

    /// <summary>How small the least subgradient among some coefficients is to become, where among all it is of a size, and in the end of a tolerance.</summary>
    public static double Aim(double size, double tolerance) => Nearer * size <= NearlyThere * tolerance ? 0.3 * tolerance : Nearer * size;

    private bool CanMove(int slope) => _here.Subgradient[slope] != 0 || _penalty.IsSmoothAt(slope, _here.Slopes.AsSpan(slope, 1));

    private void Evaluate(WorkingPoint point)
    {
        WorkingPoint.Evaluate([point], _objective, []);
        point.Judge(_penalty);
    }

    private bool TryStep(double[] changes, int[] moving)
    {
        var slope = 0.0;
        for (var length = 1.0; length > 1.0 / (1L << MaxHalvings); length /= 2)
        {
            _here.Slopes.CopyTo(_there.Slopes, 0);
            for (var k = 0; k < moving.Length; k++) _there.Slopes[moving[k]] += length * changes[k];
            if (length == 1)
            {
                slope = _penalty.Value(_there.Slopes) - _penalty.Value(_here.Slopes);
                for (var k = 0; k < moving.Length; k++) slope += _here.Gradient[moving[k]] * changes[k];
            }
            _there.Intercept = _here.Intercept;
            Evaluate(_there);
            // Differences below the rounding of the objective itself say nothing.
            if (_there.Value <= _here.Value + SufficientDecrease * length * slope + 1e-14 * Math.Abs(_here.Value)) return true;
        }
        return false;
    }

    private bool IsRefined(double tolerance, CancellationToken cancellation)
    {
        int[] moved = [.. Enumerable.Range(0, _columns.Length).Where(j => _here.Slopes[j] != 0)];
        if (moved.Length == 0 || !Array.TrueForAll(moved, j => _penalty.IsSmoothAt(j, _here.Slopes.AsSpan(j, 1)))) return false;
        var from = Array.ConvertAll(moved, j => _here.Slopes[j]);
        var to = new NewtonCg { Tolerance = Aim(_here.Size, tolerance) }
            .Solve(new PartObjective(_objective, moved, _here.Slopes), new TangentPenalty(_penalty.Of(moved), from), [.. from, _here.Intercept], cancellation: cancellation).Coefficients;
        _here.Slopes.CopyTo(_there.Slopes, 0);
        Span<double> rest = stackalloc double[1];
        for (var k = 0; k < moved.Length; k++)
        {
            // What would pass its rest stops there.
            _penalty.Rest(moved[k], rest);
            _there.Slopes[moved[k]] = (to[k] - rest[0]) * (from[k] - rest[0]) > 0 ? to[k] : rest[0];
            _penalty.Project(moved[k], _there.Slopes.AsSpan(moved[k], 1));
        }
        _there.Intercept = to[^1];
        Evaluate(_there);
        return _there.Value < _here.Value;
    }

    /// <summary>
    /// One visit of each coefficient that can move, to the minimum of the quadratic model of the loss along it, with the penalty as it is: the change of each.
    /// It says which coefficients move, and need not find the minimum among them.
    /// </summary>
    private double[] Walk(int[] moving)
    {
        // The residuals that the model has where the walk stands.
        var residual = _there.Residual;
        _here.Residual.CopyTo(residual, 0);
        // How much the model bends along each does not depend on the walk.
        var (changes, squares) = (new double[moving.Length], _objective.ColumnSquares(moving, _here.Curvature));
        Span<double> x = stackalloc double[1];
        for (var k = 0; k < moving.Length; k++)
        {
            var slope = moving[k];
            var bend = Math.Max(squares[k], 1e-300);
            x[0] = _here.Slopes[slope] - _objective.ColumnDot(slope, residual) / bend;
            _penalty.Prox(slope, bend, x);
            changes[k] = x[0] - _here.Slopes[slope];
            if (changes[k] != 0) _objective.AddColumn(slope, changes[k], _here.Curvature, residual);
        }
        return changes;
    }
}
