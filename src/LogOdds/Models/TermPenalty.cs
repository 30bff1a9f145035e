namespace LogOdds.Models;

/// <summary>What a penalty does with a term, where that is not what it does with the others.</summary>
public sealed record TermPenalty
{
    /// <summary>The factor on the penalty, 0 or more: 0 leaves the term unpenalised. Unlike glmnet's, factors are taken as they are.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The value that coefficients are shrunk towards, in the data's units.</summary>
    public double Target { get; init; }

    /// <summary>The least that coefficients may be, in the data's units.</summary>
    public double Lower { get; init; } = double.NegativeInfinity;

    /// <summary>The most that coefficients may be, in the data's units.</summary>
    public double Upper { get; init; } = double.PositiveInfinity;

    /// <summary>Not penalised.</summary>
    public static TermPenalty Unpenalized { get; } = new() { Factor = 0 };

    /// <summary>Whether coefficients are bounded.</summary>
    internal bool IsBounded => double.IsFinite(Lower) || double.IsFinite(Upper);

    internal void Validate(string name)
    {
        if (!(Factor >= 0 && double.IsFinite(Factor))) throw new ArgumentOutOfRangeException(name, Factor, "The factor on a penalty is a finite number, 0 or more.");
        if (!double.IsFinite(Target)) throw new ArgumentOutOfRangeException(name, Target, "Coefficients are shrunk towards a finite number.");
        if (!(Lower <= Upper)) throw new ArgumentException($"The bounds of {name} leave nothing: {Lower} is not below {Upper}.", name);
    }
}
