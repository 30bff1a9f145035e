namespace LogOdds.Objectives;

/// <summary>An objective that can be asked for some of its rows only.</summary>
public interface ISampledObjective : IObjective
{
    /// <summary>The number of rows.</summary>
    int Rows { get; }

    /// <summary>The mean loss over <paramref name="rows"/> at <paramref name="beta"/>, and its gradient.</summary>
    /// <param name="rows">Row numbers, from 0.</param>
    /// <param name="beta">β, <see cref="IObjective.Dimension"/> entries.</param>
    /// <param name="gradient">Overwritten with the gradient.</param>
    double EvaluateRows(ReadOnlySpan<int> rows, ReadOnlySpan<double> beta, Span<double> gradient);
}
