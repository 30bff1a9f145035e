using LogOdds.Solvers;

namespace LogOdds.Models;

/// <summary>The words that files and commands use for values.</summary>
internal static class Names
{
    public static (string Name, StandardizeKind Value)[] StandardizeKinds { get; } =
        [("none", StandardizeKind.None), ("population", StandardizeKind.Population), ("sample", StandardizeKind.Sample)];

    public static (string Name, SolverStatus Value)[] Statuses { get; } =
    [
        ("converged", SolverStatus.Converged), ("iteration-limit", SolverStatus.IterationLimit),
        ("separated", SolverStatus.Separated), ("diverged", SolverStatus.Diverged),
    ];

    public static string Of<T>((string Name, T Value)[] names, T value) => names.First(n => EqualityComparer<T>.Default.Equals(n.Value, value)).Name;
}
