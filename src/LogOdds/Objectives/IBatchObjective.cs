namespace LogOdds.Objectives;

/// <summary>An objective that answers for several β in one pass over the rows: each number that is read counts for all of them.</summary>
public interface IBatchObjective : ISubsampledObjective
{
    /// <summary>The mean loss at several β, and its gradients.</summary>
    /// <param name="count">How many β.</param>
    /// <param name="betas">The β one behind the other, <see cref="IObjective.Dimension"/> entries each.</param>
    /// <param name="losses">Overwritten with the mean loss at each β.</param>
    /// <param name="gradients">Overwritten with the gradients one behind the other, <see cref="IObjective.Dimension"/> entries each.</param>
    void EvaluateMany(int count, ReadOnlySpan<double> betas, Span<double> losses, Span<double> gradients);
}
