using LogOdds.Objectives;

namespace LogOdds.Solvers;

/// <summary>How paths are fitted, everywhere.</summary>
internal static class PathEngine
{
    /// <summary>The solver of paths.</summary>
    public static IPathSolver<ICurvedObjective> Default { get; } = new SequentialPath();
}
