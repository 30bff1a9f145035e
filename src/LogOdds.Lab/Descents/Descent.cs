using System.Globalization;
using LogOdds.Data;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Lab;

/// <summary>A descent as the reader has set it up.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Momentum">How much of the last update is kept.</param>
/// <param name="Batch">Rows a step; 0 for all of them.</param>
/// <param name="Steps">How many steps; epochs where a step takes a part of the rows.</param>
/// <param name="Seed">The seed of the rows' order.</param>
internal sealed record Descent(double Rate, double Momentum = 0, int Batch = 0, int Steps = 1000, long Seed = 1)
{
    /// <summary>The most steps of a descent.</summary>
    public const int MostSteps = 20_000;

    /// <summary>The solver that makes it.</summary>
    /// <exception cref="UnusableDataException">A figure stands outside its range.</exception>
    public ISolver<LinearObjective, ISmoothPenalty> Solver(int rows)
    {
        if (!(Rate > 0 && double.IsFinite(Rate))) throw new UnusableDataException("the learning rate is above 0");
        if (!(Momentum is >= 0 and < 1)) throw new UnusableDataException("the momentum is 0, or stands below 1");
        if (Steps is < 0 or > MostSteps) throw new UnusableDataException(string.Create(CultureInfo.InvariantCulture, $"the number of steps stands between 0 and {MostSteps}"));
        return IsWhole(rows)
            ? new GradientDescent { LearningRate = Rate, Momentum = Momentum, MaxIterations = Steps, Tolerance = 0 }
            : new StochasticGradientDescent { LearningRate = Rate, Momentum = Momentum, MaxIterations = Steps, Tolerance = 0, BatchSize = Batch, Seed = Seed };
    }

    /// <summary>Whether each step sees all rows.</summary>
    public bool IsWhole(int rows) => Batch <= 0 || Batch >= rows;

    /// <summary>The flags of <c>logodds fit</c> that make it.</summary>
    public string Flags(int rows, string standardize) =>
        $"--solver {(IsWhole(rows) ? "gradient-descent" : $"sgd --batch-size {Batch} --seed {Seed}")} --learning-rate {Chapters.Run.Text(Rate)}"
        + (Momentum > 0 ? $" --momentum {Chapters.Run.Text(Momentum)}" : "") + $" --max-iterations {Steps} --tolerance 0 --clip 0 --start zero"
        + (standardize == "none" ? "" : $" --standardize {standardize}");

    /// <summary>The options of a fit that make it.</summary>
    public FitOptions Options(int rows, string standardize) => new() { Solver = Solver(rows), ProbabilityClip = 0, Standardize = Scale.Kind(standardize) };

    /// <summary>The places a descent comes by, at most <paramref name="most"/> of them, evenly spread with the last.</summary>
    public DescentPath Run(LinearObjective objective, double[] start, int rows, int most = 400, CancellationToken cancellation = default)
    {
        var every = Math.Max(1, (Steps + most - 1) / most);
        var kept = new List<IterationRecord>();
        var result = Solver(rows).Solve(objective, new NoPenalty(), start, record => { if (record.Iteration % every == 0 || record.Iteration == Steps) kept.Add(record); }, cancellation);
        return new DescentPath([.. kept.Select(r => r.Iteration)], [.. kept.Select(r => r.Coefficients.ToArray())], [.. kept.Select(r => r.Objective)], result.Status, result.Reason);
    }
}

/// <summary>Where a descent came by.</summary>
/// <param name="Steps">The step of each place.</param>
/// <param name="Places">β at each, slopes first.</param>
/// <param name="Costs">The cost at each.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Reason">Why.</param>
internal sealed record DescentPath(int[] Steps, double[][] Places, double[] Costs, SolverStatus Status, string Reason);
