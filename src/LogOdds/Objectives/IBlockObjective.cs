namespace LogOdds.Objectives;

/// <summary>
/// An objective whose coefficients fall into blocks, one a class, within which most of the curvature is: where the whole Hessian is too
/// large, the blocks on its diagonal say enough of it.
/// </summary>
public interface IBlockObjective : ICurvedObjective
{
    /// <summary>The number of rows.</summary>
    int Rows { get; }

    /// <summary>The coefficients of each block, all of the same number and in like order.</summary>
    IReadOnlyList<int[]> Blocks { get; }

    /// <summary>Whether the loss depends on differences between the blocks alone, so that its gradient sums to 0 over them.</summary>
    bool IsOfDifferences { get; }

    /// <summary>The mean loss over about <paramref name="rows"/> of the rows, the same ones each time, spread over all of them.</summary>
    IBlockObjective Sample(int rows);

    /// <summary>The blocks on the diagonal of the Hessian at <paramref name="beta"/>, in one pass.</summary>
    /// <param name="beta">β, <see cref="IObjective.Dimension"/> entries.</param>
    /// <returns>Packed lower triangles, row after row, one a block.</returns>
    double[][] EvaluateBlocks(ReadOnlySpan<double> beta);
}
