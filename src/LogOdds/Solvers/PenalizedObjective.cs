using System.Diagnostics;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>Objective plus penalty, with a count of the passes it took: the part that every smooth solver shares.</summary>
internal class PenalizedObjective(string solver, IObjective objective, ISmoothPenalty penalty, Action<IterationRecord>? trace)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public int Dimension => objective.Dimension;

    public int Passes { get; protected set; }

    protected ISmoothPenalty Penalty => penalty;

    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient)
    {
        Passes++;
        return AddPenalty(objective.Evaluate(beta, gradient), beta, gradient);
    }

    protected double AddPenalty(double loss, ReadOnlySpan<double> beta, Span<double> gradient)
    {
        penalty.AddGradient(beta[..objective.Slopes], gradient[..objective.Slopes]);
        return loss + penalty.Value(beta[..objective.Slopes]);
    }

    /// <summary>Counts a pass that a solver made in parts.</summary>
    public void CountPass() => Passes++;

    public void Trace(int iteration, double value, ReadOnlySpan<double> gradient, double step, ReadOnlySpan<double> beta) =>
        trace?.Invoke(new IterationRecord(iteration, value, VectorKernels.MaxAbs(gradient), step, Passes,
            Stopwatch.GetElapsedTime(_started).TotalSeconds, beta.ToArray()));

    public SolverResult Result(ReadOnlySpan<double> beta, SolverStatus status, int iterations, double value,
        ReadOnlySpan<double> gradient, string reason) =>
        new(solver, beta.ToArray(), status, iterations, Passes, value, VectorKernels.MaxAbs(gradient), reason);
}

/// <summary>A <see cref="PenalizedObjective"/> with a Hessian.</summary>
internal sealed class PenalizedCurvedObjective(string solver, ICurvedObjective objective, ISmoothPenalty penalty, Action<IterationRecord>? trace)
    : PenalizedObjective(solver, objective, penalty, trace)
{
    private readonly double[] _diagonal = new double[objective.Slopes];

    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        Passes++;
        var value = AddPenalty(objective.Evaluate(beta, gradient, packedHessian), beta, gradient);
        Array.Clear(_diagonal);
        Penalty.AddCurvature(beta[.._diagonal.Length], _diagonal);
        for (var j = 0; j < _diagonal.Length; j++) packedHessian[PackedSymmetric.Index(j, j)] += _diagonal[j];
        return value;
    }
}
