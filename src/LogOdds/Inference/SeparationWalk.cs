using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>Newton's way along a likelihood that may have no maximum: on separated data the steps turn into a direction of recession.</summary>
/// <param name="objective">The mean loss on columns of mean 0 and standard deviation 1.</param>
/// <param name="start">Where it begins; moved along.</param>
/// <typeparam name="TProof">What a proof of separation is.</typeparam>
internal sealed class SeparationWalk<TProof>(ICurvedObjective objective, double[] start)
    where TProof : class
{
    private readonly double[] _gradient = new double[objective.Dimension];
    private readonly double[] _hessian = new double[PackedSymmetric.Length(objective.Dimension)];
    private readonly double[] _trial = new double[objective.Dimension];
    private double _value;
    private double _rowsGaining;
    private int _steps;

    /// <summary>Where the walk is.</summary>
    public double[] Here { get; } = start;

    /// <summary>The step that <see cref="TryStep"/> found.</summary>
    public double[] Step { get; } = new double[objective.Dimension];

    /// <summary>The factor of the Hessian there.</summary>
    public PackedCholesky Factor { get; private set; } = null!;

    /// <summary>Whether the Hessian has the digits for a step to be a proof.</summary>
    public bool IsSound { get; private set; }

    /// <summary>Of the proofs that were kept, the one by which the most rows gain, and of equals the latest; null before there is one.</summary>
    public TProof? Partial { get; private set; }

    /// <summary>Keeps a proof by which not all rows gain that the step moves: they may once it has turned further.</summary>
    public void Keep(TProof proof, double rowsGaining)
    {
        if (rowsGaining >= _rowsGaining) (Partial, _rowsGaining) = (proof, rowsGaining);
    }

    /// <summary>Finds the next step; false at the end of the way.</summary>
    public bool TryStep()
    {
        while (_steps++ < SeparationDetector.MaxSteps)
        {
            _value = objective.Evaluate(Here, _gradient, _hessian);
            var factor = PackedCholesky.TryFactor(Here.Length, _hessian);
            IsSound = factor is not null && SeparationDetector.Condition(factor, _hessian) < SeparationDetector.SoundCondition;
            if (_steps == 1 && !IsSound)
            {
                // Where a solver stopped, the rows that still bend may not tell the columns apart: the way is walked from its beginning.
                Array.Clear(Here);
                continue;
            }
            if (factor is null) return false;
            Factor = factor;
            for (var j = 0; j < Step.Length; j++) Step[j] = -_gradient[j];
            factor.Solve(Step);
            return true;
        }
        return false;
    }

    /// <summary>Takes the step, shortened until the loss falls.</summary>
    public void Take()
    {
        var slope = VectorKernels.Dot(_gradient, Step);
        for (var length = 1.0; length > 1e-10; length /= 2)
        {
            for (var j = 0; j < _trial.Length; j++) _trial[j] = Here[j] + length * Step[j];
            if (objective.Evaluate(_trial, _gradient) <= _value + 1e-4 * length * slope + 1e-14 * Math.Abs(_value)) break;
        }
        _trial.CopyTo(Here, 0);
    }
}
