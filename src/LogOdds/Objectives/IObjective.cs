namespace LogOdds.Objectives;

/// <summary>
/// The rows as a solver sees them: at coefficients β they answer with the mean loss and its gradient. One evaluation is one
/// pass over the rows, wherever they are held. An evaluation depends on β alone, not on the evaluations before it.
/// </summary>
public interface IObjective
{
    /// <summary>The number of coefficients: the slopes first, then those that are never penalised (the intercept).</summary>
    int Dimension { get; }

    /// <summary>The number of slopes: the leading coefficients, to which a penalty applies.</summary>
    int Slopes { get; }

    /// <summary>The mean loss at <paramref name="beta"/>, and its gradient.</summary>
    /// <param name="beta">β, <see cref="Dimension"/> entries.</param>
    /// <param name="gradient">Overwritten with the gradient, <see cref="Dimension"/> entries.</param>
    double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient);
}
