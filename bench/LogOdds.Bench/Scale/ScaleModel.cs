namespace LogOdds.Bench.Scale;

/// <summary>
/// What a fit costs where rows are shared out over nodes: each pass reads every number once, a Hessian multiplies every pair of columns, and the
/// sums of each pass travel over the network once.
/// </summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="BytesPerSecond">What a node reads of its rows in a pass: from memory, or from its disk.</param>
/// <param name="ProductsPerSecond">The multiply-adds of a Hessian that a node does.</param>
/// <param name="LatencySeconds">What one message takes.</param>
/// <param name="NetworkBytesPerSecond">What a link carries.</param>
internal sealed record ScaleModel(int Nodes, double BytesPerSecond, double ProductsPerSecond, double LatencySeconds, double NetworkBytesPerSecond)
{
    /// <summary>One pass for loss and gradient.</summary>
    public double Pass(double rows, int columns) => rows * (columns + 1) * 8 / Nodes / BytesPerSecond + Reduction(columns + 2);

    /// <summary>One pass for the Hessian besides.</summary>
    public double CurvedPass(double rows, int columns)
    {
        var pairs = (columns + 1) * (columns + 2) / 2.0;
        return Pass(rows, columns) + rows * pairs / Nodes / ProductsPerSecond + Reduction(pairs);
    }

    /// <summary>Newton's method, all of whose passes take the Hessian.</summary>
    public double Newton(double rows, int columns, int iterations) => iterations * CurvedPass(rows, columns) + columns * (double)columns * columns / 6 * iterations / ProductsPerSecond;

    /// <summary>Newton on a sample of one row in sixteen, and so many passes over all rows.</summary>
    public double SampledNewton(double rows, int columns, int passes) => 2 * CurvedPass(rows / 16, columns) + 8 * Pass(rows / 16, columns) + passes * Pass(rows, columns) + CurvedPass(rows, columns);

    /// <summary>Sums that go round in doubling distance: as many messages as the number of nodes has doublings, and twice the numbers over each link.</summary>
    private double Reduction(double numbers) => Nodes == 1 ? 0 : Math.Ceiling(Math.Log2(Nodes)) * LatencySeconds + 2 * 8 * numbers * (Nodes - 1.0) / Nodes / NetworkBytesPerSecond;
}
