namespace LogOdds.Penalties;

/// <summary>
/// A convex penalty, with bounds where there are any, that falls into blocks of coefficients, each of which can be minimised exactly
/// beside a square. It need not have a gradient. A block is at rest where the penalty alone would have it: at 0, or its target.
/// </summary>
public interface IProximalPenalty : IPenalty
{
    /// <summary>The share α of the part that makes coefficients exactly 0, in [0, 1].</summary>
    double L1Ratio { get; }

    /// <summary>The coefficients of each block, ascending; empty when each coefficient is a block by itself.</summary>
    IReadOnlyList<int[]> Blocks { get; }

    /// <summary>Whether a block is not penalised at all, though it may be bounded.</summary>
    bool IsFree(int block);

    /// <summary>x ← argmin over z of ½·<paramref name="curvature"/>·‖z − x‖² + the penalty of z, for the coefficients of a block.</summary>
    /// <param name="block">The block: the coefficient's number where each is a block by itself.</param>
    /// <param name="curvature">Above 0.</param>
    /// <param name="x">The coefficients of the block, in their order.</param>
    void Prox(int block, double curvature, Span<double> x);

    /// <summary>Overwrites <paramref name="x"/> with where the coefficients of a block are at rest.</summary>
    void Rest(int block, Span<double> x);

    /// <summary>Whether a block that is at rest stays there when the loss has this gradient.</summary>
    /// <param name="block">The block.</param>
    /// <param name="gradient">The gradient of the loss by the coefficients of the block.</param>
    bool StaysAtRest(int block, ReadOnlySpan<double> gradient);

    /// <summary>Overwrites <paramref name="x"/> with the coefficients of a block that are nearest to it within the bounds.</summary>
    void Project(int block, Span<double> x);

    /// <summary>Whether the penalty has derivatives about the coefficients of a block: they are at no bound, and not where a part that keeps them at rest has its kink.</summary>
    bool IsSmoothAt(int block, ReadOnlySpan<double> x);

    /// <summary>Adds the second derivatives by the coefficients of a block to <paramref name="packed"/>, a lower triangle row after row; where <see cref="IsSmoothAt"/>.</summary>
    void AddCurvature(int block, ReadOnlySpan<double> x, Span<double> packed);

    /// <summary>Turns the gradient of the loss at <paramref name="b"/> into the least subgradient of loss and penalty: 0 at the minimum.</summary>
    void ToLeastSubgradient(ReadOnlySpan<double> b, Span<double> gradient);

    /// <summary>
    /// How far loss + penalty at <paramref name="b"/> can lie above its minimum, by the gradient of a convex loss alone: the sum over
    /// blocks of P(b) + P*(−g) + g·b with P* the conjugate (Fenchel's duality gap; Boyd and Vandenberghe, Convex Optimization, 2004, section
    /// 5.5.1). Where P* is infinite, coefficients are held to where the penalty of all of them is no more than the objective at hand; coefficients
    /// without penalty to within 1 + 2·|b| of where they are.
    /// </summary>
    /// <param name="b">The coefficients.</param>
    /// <param name="gradient">The gradient of the loss there.</param>
    /// <param name="objective">Loss + penalty there, for a loss that is never below 0.</param>
    double Gap(ReadOnlySpan<double> b, ReadOnlySpan<double> gradient, double objective);

    /// <summary>The least λ at which all penalised blocks are at rest, when the loss has this gradient where they are. Where α is less than 0.001, as if it were that.</summary>
    double CriticalLambda(ReadOnlySpan<double> gradient);

    /// <summary>The same penalty of another strength.</summary>
    IProximalPenalty WithLambda(double lambda);

    /// <summary>The same penalty on columns of which this is known.</summary>
    IProximalPenalty On(PenalizedColumns columns);

    /// <summary>The same penalty on some of the coefficients alone, whole blocks of them, in the given order.</summary>
    IProximalPenalty Of(ReadOnlySpan<int> coefficients);
}
