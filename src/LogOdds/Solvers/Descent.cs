using LogOdds.Numerics;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>One of the minimisations that <see cref="ActiveSetNewton"/> takes side by side: where it stands, and what its own steps have shown of the curvature.</summary>
/// <param name="penalty">Its penalty.</param>
/// <param name="start">Where it starts, evaluated and judged by the penalty; it may be changed.</param>
internal sealed class Descent(IProximalPenalty penalty, WorkingPoint start)
{
    private const int Memory = 6;
    private const int MaxHalvings = 30;
    private const double SufficientDecrease = 1e-4;

    private readonly List<StepPair> _pairs = [];
    private double[] _step = [];
    private double _slope;
    private int _halvings;

    /// <summary>The penalty.</summary>
    public IProximalPenalty Penalty => penalty;

    /// <summary>The last point that was taken.</summary>
    public WorkingPoint Here { get; private set; } = start;

    /// <summary>The point that is tried next.</summary>
    public WorkingPoint There { get; private set; } = new(start.Slopes.Length, start.Residual.Length);

    /// <summary>For each coefficient: 0 when it moves freely, ±1 when it leaves its rest or a bound that way, null when it stays.</summary>
    public int?[] Kinds { get; private set; } = [];

    /// <summary>The second derivatives of the penalty.</summary>
    public double[] Bends { get; } = BendsOf(penalty, start);

    /// <summary>What steps have shown of the curvature, the latest last.</summary>
    public IReadOnlyList<StepPair> Pairs => _pairs;

    /// <summary>Points taken.</summary>
    public int Iterations { get; private set; }

    /// <summary>Whether it still moves.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether it is on the way along a step, which is shortened until the objective falls.</summary>
    public bool IsSearching { get; private set; }

    /// <summary>Whether no length of the last step would do.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether the curvature is that of where it stands.</summary>
    public bool IsAtCurvature { get; set; }

    /// <summary>Moves no more.</summary>
    public void Close() => IsOpen = false;

    /// <summary>Forgets the pairs, or those of coefficients that stay.</summary>
    public void Forget(bool all)
    {
        if (all) _pairs.Clear();
        else _pairs.RemoveAll(pair => !pair.FitsIn(Kinds));
    }

    /// <summary>Sees which coefficients can move; closes when none can.</summary>
    public void Look()
    {
        var kinds = new int?[Here.Slopes.Length];
        for (var k = 0; k < kinds.Length; k++)
            kinds[k] = penalty.IsSmoothAt(k, Here.Slopes.AsSpan(k, 1)) ? 0 : Here.Subgradient[k] != 0 ? -Math.Sign(Here.Subgradient[k]) : null;
        Kinds = kinds;
        IsOpen = !Array.TrueForAll(kinds, kind => kind is null);
    }

    /// <summary>Sets out on a step.</summary>
    public void SetOut(double[] step)
    {
        (_step, _halvings, IsSearching, HasFailed) = (step, 0, true, false);
        Aim();
    }

    /// <summary>Takes the point that was tried, or sees to a shorter step.</summary>
    public void Decide()
    {
        There.Judge(penalty);
        // Differences below the rounding of the objective itself say nothing.
        if (There.Value <= Here.Value + SufficientDecrease * Math.Min(0, _slope) + 1e-14 * Math.Abs(Here.Value))
        {
            Remember();
            (Here, There) = (There, Here);
            (IsSearching, IsAtCurvature) = (false, false);
            Iterations++;
        }
        else if (++_halvings < MaxHalvings) Aim();
        else (IsSearching, HasFailed) = (false, true);
    }

    private void Aim()
    {
        Span<double> rest = stackalloc double[1];
        var length = Math.ScaleB(1, -_halvings);
        _slope = 0;
        for (var k = 0; k < _step.Length; k++)
        {
            var (from, to) = (Here.Slopes[k], Here.Slopes[k] + length * _step[k]);
            penalty.Rest(k, rest);
            var isSmooth = penalty.IsSmoothAt(k, Here.Slopes.AsSpan(k, 1));
            // From its rest a coefficient goes against the subgradient only; to its rest, no farther.
            if (isSmooth ? (to - rest[0]) * (from - rest[0]) < 0 && !penalty.IsSmoothAt(k, rest) : _step[k] * Here.Subgradient[k] >= 0) to = isSmooth ? rest[0] : from;
            There.Slopes[k] = to;
            penalty.Project(k, There.Slopes.AsSpan(k, 1));
            _slope += Here.Subgradient[k] * (There.Slopes[k] - from);
        }
        There.Intercept = Here.Intercept;
    }

    private void Remember()
    {
        var (step, change) = (new double[_step.Length], new double[_step.Length]);
        for (var k = 0; k < step.Length; k++)
        {
            step[k] = There.Slopes[k] - Here.Slopes[k];
            change[k] = There.Gradient[k] - Here.Gradient[k] + Bends[k] * step[k];
        }
        var product = VectorKernels.Dot(step, change);
        // Rounding could pass for curvature.
        if (!(product > 1e-10 * Math.Sqrt(VectorKernels.Dot(step, step) * VectorKernels.Dot(change, change)))) return;
        if (_pairs.Count == Memory) _pairs.RemoveAt(0);
        _pairs.Add(new StepPair(step, change, 1 / product));
    }

    private static double[] BendsOf(IProximalPenalty penalty, WorkingPoint start)
    {
        var bends = new double[start.Slopes.Length];
        for (var k = 0; k < bends.Length; k++) penalty.AddCurvature(k, start.Slopes.AsSpan(k, 1), bends.AsSpan(k, 1));
        return bends;
    }
}
