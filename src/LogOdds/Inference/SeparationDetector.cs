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
internal sealed class SeparationDetector(IDesign design, Response response, int threads)
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
    /// <param name="beta">Slopes on the scale of the design, the intercept last.</param>
    /// <param name="isConverged">Whether the gradient is within tolerance there.</param>
    public Separation? Find(ReadOnlySpan<double> beta, bool isConverged)
    {
        var here = beta.ToArray();
        if (Prove(here) is { IsComplete: true } complete) return complete;
        var distance = LargestLogOdds(here);
        if ((isConverged && distance < ModerateLogOdds) || design.Columns > MaxColumns) return null;
        if (distance > FarLogOdds) Array.Clear(here);

        var objective = new LinearObjective(design, response, new Logistic(), threads);
        var n = objective.Dimension;
        var (gradient, hessian, step, trial) = (new double[n], new double[PackedSymmetric.Length(n)], new double[n], new double[n]);
        for (var iteration = 0; iteration < MaxSteps; iteration++)
        {
            var value = objective.Evaluate(here, gradient, hessian);
            var factor = PackedCholesky.TryFactor(n, hessian);
            if (factor is null) return null;
            for (var j = 0; j < n; j++) step[j] = -gradient[j];
            factor.Solve(step);
            var move = LargestLogOdds(step);
            if (move < 1e-4) return null;
            // Near the limit a step moves the separated rows on by about one.
            if (move is > 0.5 and < 4 && Prove(step) is { } separation) return separation;

            var slope = VectorKernels.Dot(gradient, step);
            for (var length = 1.0; length > 1e-10; length /= 2)
            {
                for (var j = 0; j < n; j++) trial[j] = here[j] + length * step[j];
                if (objective.Evaluate(trial, gradient) <= value + 1e-4 * length * slope + 1e-14 * Math.Abs(value)) break;
            }
            trial.CopyTo(here, 0);
            if (Prove(here) is { IsComplete: true } found) return found;
        }
        return null;
    }

    /// <summary>What the direction does to each row; null when a row loses, or none gains.</summary>
    private Separation? Prove(double[] direction)
    {
        var (smallest, largest) = (double.PositiveInfinity, 0.0);
        Walk(direction, gain =>
        {
            smallest = Math.Min(smallest, gain);
            largest = Math.Max(largest, Math.Abs(gain));
        });
        if (!(largest > 0) || smallest < -Rounding * largest) return null;
        var (rows, gaining) = (0, 0);
        Walk(direction, gain =>
        {
            rows++;
            if (gain > 1e-6 * largest) gaining++;
        });
        return new Separation(smallest > 0 && gaining == rows, direction.ToArray(), gaining);
    }

    private double LargestLogOdds(double[] direction)
    {
        var largest = 0.0;
        Walk(direction, gain => largest = Math.Max(largest, Math.Abs(gain)));
        return largest;
    }

    /// <summary>Visits the rows of weight above 0 with what the direction adds to their log-odds, towards their own class.</summary>
    private void Walk(double[] direction, Action<double> visit)
    {
        var y = response.Values.Span;
        var eta = new double[1024];
        for (var start = 0; start < design.Rows; start += eta.Length)
        {
            var block = new RowBlock(start, Math.Min(eta.Length, design.Rows - start));
            design.Multiply(block, direction.AsSpan(0, design.Columns), eta.AsSpan(0, block.Count));
            for (var i = 0; i < block.Count; i++)
            {
                var value = eta[i] + direction[^1];
                if (response.WeightOf(start + i) > 0) visit(y[start + i] == 1 ? value : -value);
            }
        }
    }
}
