using System.Runtime.CompilerServices;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>
/// Tells whether the classes of a fit without penalty are separated, from where the solver stopped, and proves it by the
/// rows themselves. On separated data Newton's step turns into the direction of recession (Albert and Anderson 1984): every
/// step moves the separated rows on by about one unit of log-odds and leaves the others alone. The step is put to each row;
/// only if none of them loses is it a proof.
/// </summary>
/// <param name="design">The design.</param>
/// <param name="standard">The map to mean 0 and standard deviation 1.</param>
/// <param name="response">Responses, weights and offsets.</param>
/// <param name="hasIntercept">Whether there is an intercept.</param>
/// <param name="threads">How many cores to use at most; 0 for all.</param>
internal sealed class SeparationDetector(IDesign design, Standardization standard, Response response, bool hasIntercept, int threads)
{
    // Where the gradient vanishes and no fitted log-odds is larger than this, the maximum is found: it is finite.
    private const double ModerateLogOdds = 12;

    // Beyond this, fitted probabilities have all but reached 0 and 1, and the Hessian has no digits left.
    private const double FarLogOdds = 25;

    // What a row may lose along a direction, relative to what the best row gains: rounding.
    private const double Rounding = 1e-8;

    private const int MaxSteps = 60;

    // Above this many columns a p×p matrix is dear, and the test is left with the check whether every row is told apart.
    private const int MaxColumns = 1500;

    /// <summary>Tests from the coefficients at which a solver stopped.</summary>
    /// <param name="beta">Slopes on the standardised scale, the intercept last.</param>
    /// <param name="eta">The log-odds of the rows at them.</param>
    /// <param name="isConverged">Whether the gradient is within tolerance there.</param>
    public Separation? Find(double[] beta, ReadOnlyMemory<double> eta, bool isConverged)
    {
        var gains = GainsOf(eta);
        if (Proof(beta, gains) is { IsComplete: true } complete) return complete;
        if ((isConverged && gains.Largest < ModerateLogOdds) || design.Columns > MaxColumns) return null;
        var here = gains.Largest > FarLogOdds ? new double[beta.Length] : [.. beta];

        var objective = new LinearObjective(design, response, new Logistic(), standard, threads, hasIntercept);
        var n = objective.Dimension;
        var (gradient, hessian, step, trial) = (new double[n], new double[PackedSymmetric.Length(n)], new double[n], new double[n]);
        for (var iteration = 0; iteration < MaxSteps; iteration++)
        {
            var value = objective.Evaluate(here, gradient, hessian);
            var factor = PackedCholesky.TryFactor(n, hessian);
            if (factor is null) return null;
            for (var j = 0; j < n; j++) step[j] = -gradient[j];
            factor.Solve(step);
            var along = GainsAlong(step);
            if (along.Largest < 1e-4) return null;
            // Near the limit a step moves the separated rows on by about one.
            if (along.Largest > 0.5 && Proof(step, along) is { } separation) return separation;

            var slope = VectorKernels.Dot(gradient, step);
            for (var length = 1.0; length > 1e-10; length /= 2)
            {
                for (var j = 0; j < n; j++) trial[j] = here[j] + length * step[j];
                if (objective.Evaluate(trial, gradient) <= value + 1e-4 * length * slope + 1e-14 * Math.Abs(value)) break;
            }
            trial.CopyTo(here, 0);
            if (Proof(here, GainsAlong(here)) is { IsComplete: true } found) return found;
        }
        return null;
    }

    /// <summary>What the direction does to each row; null when a row loses, or none gains.</summary>
    private Separation? Proof(double[] direction, Gains gains)
    {
        if (!(gains.Largest > 0) || gains.Smallest < -Rounding * gains.Largest) return null;
        var least = 1e-6 * gains.Largest;
        var isGaining = new bool[design.Rows];
        var left = Walk(direction, (block, eta) => Mark(block, eta, least, isGaining)).Sum();
        return new Separation(gains.Smallest > 0 && left == 0, [.. direction], isGaining);
    }

    private Gains GainsOf(ReadOnlyMemory<double> eta)
    {
        // The offset is not the columns' doing.
        if (!response.Offsets.IsEmpty)
        {
            var own = eta.ToArray();
            for (var i = 0; i < own.Length; i++) own[i] -= response.OffsetOf(i);
            eta = own;
        }
        var parts = RowRuns.All(design.Rows, 1, threads).Compute(blocks => Least(blocks.Select(block => Extremes(block, eta.Span.Slice(block.Start, block.Count)))));
        return Least(parts);
    }

    private Gains GainsAlong(double[] direction) => Least(Walk(direction, Extremes));

    private static Gains Least(IEnumerable<Gains> parts) =>
        parts.Aggregate(new Gains(double.PositiveInfinity, 0), (a, b) => new Gains(Math.Min(a.Smallest, b.Smallest), Math.Max(a.Largest, b.Largest)));

    /// <summary>Puts a direction to all rows, a block at a time.</summary>
    private List<T> Walk<T>(double[] direction, Func<RowBlock, ReadOnlySpan<double>, T> tally)
    {
        var data = standard.ToData(direction);
        var parts = RowRuns.All(design.Rows, design.NumbersPerRow, threads).Compute(blocks =>
        {
            var tallies = new List<T>();
            var eta = new double[blocks.Max(block => block.Count)];
            foreach (var block in blocks)
            {
                var here = eta.AsSpan(0, block.Count);
                design.Multiply(block, data.AsSpan(0, design.Columns), here);
                VectorKernels.AddConstant(here, data[^1]);
                tallies.Add(tally(block, here));
            }
            return tallies;
        });
        return [.. parts.SelectMany(part => part)];
    }

    /// <summary>What a direction adds to the log-odds of the rows of weight above 0, towards their own class.</summary>
    /// <param name="Smallest">The least that a row gains.</param>
    /// <param name="Largest">The most that a row gains or loses.</param>
    private readonly record struct Gains(double Smallest, double Largest);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Gains Extremes(RowBlock block, ReadOnlySpan<double> eta)
    {
        var y = response.Values.Span.Slice(block.Start, block.Count);
        var weights = response.WeightsOf(block);
        var (smallest, largest) = (double.PositiveInfinity, 0.0);
        for (var i = 0; i < eta.Length; i++)
        {
            if (!weights.IsEmpty && !(weights[i] > 0)) continue;
            // Rows with both successes and failures lose by any change.
            var gain = y[i] == 1 ? eta[i] : y[i] == 0 ? -eta[i] : -Math.Abs(eta[i]);
            smallest = Math.Min(smallest, gain);
            largest = Math.Max(largest, Math.Abs(gain));
        }
        return new Gains(smallest, largest);
    }

    /// <summary>Marks the rows that gain; returns how many others of weight above 0 there are.</summary>
    private int Mark(RowBlock block, ReadOnlySpan<double> eta, double least, bool[] isGaining)
    {
        var y = response.Values.Span.Slice(block.Start, block.Count);
        var weights = response.WeightsOf(block);
        var left = 0;
        for (var i = 0; i < eta.Length; i++)
        {
            if (!weights.IsEmpty && !(weights[i] > 0)) continue;
            if ((y[i] == 1 ? eta[i] : y[i] == 0 ? -eta[i] : 0) > least) isGaining[block.Start + i] = true;
            else left++;
        }
        return left;
    }
}
