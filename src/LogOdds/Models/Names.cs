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

    public static (string Name, CoefficientLimit Value)[] Limits { get; } =
        [("finite", CoefficientLimit.Finite), ("+inf", CoefficientLimit.PlusInfinity), ("-inf", CoefficientLimit.MinusInfinity)];

    public static (string Name, IntervalKind Value)[] IntervalKinds { get; } = [("wald", IntervalKind.Wald), ("profile", IntervalKind.Profile)];

    public static (string Name, WeightKind Value)[] WeightKinds { get; } =
        [("precision", WeightKind.Precision), ("frequency", WeightKind.Frequency), ("sampling", WeightKind.Sampling)];

    public static (string Name, CovarianceKind Value)[] CovarianceKinds { get; } =
    [
        ("model", CovarianceKind.Model), ("hc0", CovarianceKind.HC0), ("hc1", CovarianceKind.HC1), ("hc2", CovarianceKind.HC2), ("hc3", CovarianceKind.HC3),
        ("hc4", CovarianceKind.HC4), ("cluster", CovarianceKind.Cluster), ("sampling", CovarianceKind.Sampling),
    ];

    // Loops: what queries over such pairs are made of would be compiled for each kind of value whenever the command starts.

    /// <summary>The name of a value.</summary>
    public static string Of<T>((string Name, T Value)[] names, T value)
    {
        foreach (var (name, own) in names)
            if (Equals(own, value)) return name;
        throw new ArgumentOutOfRangeException(nameof(value), value, "It has no name.");
    }

    /// <summary>The value of a name.</summary>
    public static T ValueOf<T>((string Name, T Value)[] names, string? name)
    {
        foreach (var (own, value) in names)
            if (own == name) return value;
        throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such name.");
    }
}
