namespace LogOdds.Objectives;

/// <summary>An objective that also knows its Hessian.</summary>
public interface ICurvedObjective : IObjective
{
    /// <summary>The mean loss at <paramref name="beta"/>, its gradient and its Hessian, in one pass.</summary>
    /// <param name="beta">β, p entries (p = <see cref="IObjective.Dimension"/>).</param>
    /// <param name="gradient">Overwritten with the gradient, p entries.</param>
    /// <param name="packedHessian">Overwritten with the lower triangle, row after row, p(p+1)/2 entries.</param>
    double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian);
}
