namespace LogOdds.Solvers;

/// <summary>
/// A solver whose path is what the user wants to see: a fixed learning rate on columns scaled just as stated. Other solvers
/// may scale the columns as they like, for their answer does not depend on it.
/// </summary>
public interface IFixedRateSolver
{
    /// <summary>The learning rate.</summary>
    double LearningRate { get; }
}
