using LogOdds.Numerics;

namespace LogOdds.Penalties;

/// <summary>
/// What a penalty is told of the coefficients it acts on. Penalties are stated for columns divided by <see cref="Stated"/>; solvers see
/// columns divided by <see cref="Fitted"/>. Targets and bounds are in the data's own units.
/// </summary>
/// <param name="Count">The number of coefficients, p.</param>
public sealed record PenalizedColumns(int Count)
{
    /// <summary>The scale of each column on which the penalty is stated, above 0; empty means 1.</summary>
    public IReadOnlyList<double> Stated { get; init; } = [];

    /// <summary>The scale of each column on which its coefficient is fitted, above 0; empty means 1.</summary>
    public IReadOnlyList<double> Fitted { get; init; } = [];

    /// <summary>A factor fⱼ ≥ 0 on the penalty of each coefficient, 0 for none; empty means 1.</summary>
    public IReadOnlyList<double> Factors { get; init; } = [];

    /// <summary>The value that each coefficient is shrunk towards; empty means 0.</summary>
    public IReadOnlyList<double> Targets { get; init; } = [];

    /// <summary>The least that each coefficient may be, −∞ for any; empty means −∞.</summary>
    public IReadOnlyList<double> Lower { get; init; } = [];

    /// <summary>The most that each coefficient may be, ∞ for any; empty means ∞.</summary>
    public IReadOnlyList<double> Upper { get; init; } = [];

    /// <summary>A number for each coefficient, the same for those that belong to one term; empty means that each is a term.</summary>
    public IReadOnlyList<int> Terms { get; init; } = [];

    /// <summary>Whether some coefficient is bounded.</summary>
    public bool AreBounded => Lower.Any(double.IsFinite) || Upper.Any(double.IsFinite);

    /// <summary>The same of each of several vectors of coefficients, one behind the other; those of one term belong together in all.</summary>
    internal PenalizedColumns ForEach(int vectors)
    {
        IReadOnlyList<T> All<T>(IReadOnlyList<T> values) => [.. Enumerable.Repeat(values, vectors).SelectMany(v => v)];
        return new PenalizedColumns(vectors * Count)
        {
            Stated = All(Stated),
            Fitted = All(Fitted),
            Factors = All(Factors),
            Targets = All(Targets),
            Lower = All(Lower),
            Upper = All(Upper),
            Terms = All(Terms),
        };
    }

    internal double FactorOf(int j) => Factors.Count == 0 ? 1 : Factors[j];

    /// <summary>What a coefficient is multiplied by to be on the scale that the penalty is stated on.</summary>
    internal double RatioOf(int j) => StatedOf(j) / FittedOf(j);

    /// <summary>The same of all coefficients, of which there may be many.</summary>
    internal double[] Ratios()
    {
        var ratios = new double[Count];
        Array.Fill(ratios, 1);
        if (Stated.Count > 0) Numbers(Stated).CopyTo(ratios, 0);
        if (Fitted.Count > 0) VectorKernels.Divide(ratios, Numbers(Fitted), ratios);
        return ratios;
    }

    /// <summary>What a coefficient in the data's units is multiplied by to be on the scale that is fitted.</summary>
    internal double FittedOf(int j) => Fitted.Count == 0 ? 1 : Fitted[j];

    internal double TargetOf(int j) => Targets.Count == 0 ? 0 : Targets[j] * FittedOf(j);

    internal double LowerOf(int j) => Lower.Count == 0 ? double.NegativeInfinity : Lower[j] * FittedOf(j);

    internal double UpperOf(int j) => Upper.Count == 0 ? double.PositiveInfinity : Upper[j] * FittedOf(j);

    private static double[] Numbers(IReadOnlyList<double> list) => list as double[] ?? list.ToArray();

    private double StatedOf(int j) => Stated.Count == 0 ? 1 : Stated[j];
}
