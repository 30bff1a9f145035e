namespace LogOdds.Objectives;

/// <summary>An objective whose Hessian can be multiplied by vectors without being made: for more coefficients than a matrix of their pairs can have.</summary>
public interface IHessianProductObjective : IObjective
{
    /// <summary>How many numbers the rows leave behind for products with the Hessian: one a row.</summary>
    int CurvatureLength { get; }

    /// <summary>The mean loss at <paramref name="beta"/>, its gradient, and what products with its Hessian need, in one pass.</summary>
    /// <param name="beta">β, <see cref="IObjective.Dimension"/> entries.</param>
    /// <param name="gradient">Overwritten with the gradient.</param>
    /// <param name="curvature">Overwritten, <see cref="CurvatureLength"/> entries.</param>
    double EvaluateWithCurvature(ReadOnlySpan<double> beta, Span<double> gradient, Memory<double> curvature);

    /// <summary>What the Hessian has on its diagonal for a column of mean square 1, if curvature and column are strangers.</summary>
    /// <param name="curvature">As <see cref="EvaluateWithCurvature"/> left it.</param>
    double TypicalCurvature(ReadOnlySpan<double> curvature);

    /// <summary>The Hessian times a vector, in one pass.</summary>
    /// <param name="curvature">As <see cref="EvaluateWithCurvature"/> left it.</param>
    /// <param name="direction">A vector, <see cref="IObjective.Dimension"/> entries.</param>
    /// <param name="product">Overwritten with the product.</param>
    void MultiplyHessian(ReadOnlyMemory<double> curvature, ReadOnlySpan<double> direction, Span<double> product);
}
