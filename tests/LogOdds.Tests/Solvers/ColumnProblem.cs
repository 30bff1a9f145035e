using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Tests.Solvers;

/// <summary>Columns and a response, made from a seed, of which a few columns count.</summary>
internal sealed record ColumnProblem(double[][] Columns, double[] Response)
{
    public double[] Weights { get; init; } = [];

    public double[] Offsets { get; init; } = [];

    public bool HasIntercept { get; init; } = true;

    public int Rows => Response.Length;

    public static ColumnProblem Random(int rows, int columns, long seed, double correlation = 0.3)
    {
        var random = new SeededRandom(seed);
        var common = Enumerable.Range(0, rows).Select(_ => random.NextNormal()).ToArray();
        var x = Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows)
            .Select(i => 10 * j + (1 + j % 7) * (Math.Sqrt(correlation) * common[i] + Math.Sqrt(1 - correlation) * random.NextNormal())).ToArray()).ToArray();
        var y = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            var eta = 0.3;
            for (var j = 0; j < Math.Min(8, columns); j++) eta += (j % 2 == 0 ? 1 : -0.7) * (x[j][i] - 10 * j) / (1 + j % 7);
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(-eta)) ? 1 : 0;
        }
        return new ColumnProblem(x, y);
    }

    /// <summary>The objective on columns of mean 0 and standard deviation 1, as the weights have it; without intercept, of root mean square 1.</summary>
    public LinearObjective Objective(int threads = 0, bool isScaled = true)
    {
        var moments = Columns.Select(Moments).ToArray();
        var design = new DenseDesign<double>(Rows, [.. Columns.Select(column => (ReadOnlyMemory<double>)column)], [.. moments.Select(m => HasIntercept ? m.Mean : 0)]);
        var scale = isScaled ? new Standardization(new double[Columns.Length], [.. moments.Select(m => HasIntercept ? m.Deviation : Math.Sqrt(m.Deviation * m.Deviation + m.Mean * m.Mean))]) : null;
        return new LinearObjective(design, new Response(Response, Weights, Offsets), new Logistic(), scale, threads, HasIntercept);
    }

    public (double Mean, double Deviation) Moments(double[] column)
    {
        double Weight(int i) => Weights.Length == 0 ? 1 : Weights[i];
        var total = Enumerable.Range(0, Rows).Sum(Weight);
        var mean = Enumerable.Range(0, Rows).Sum(i => Weight(i) * column[i]) / total;
        return (mean, Math.Sqrt(Enumerable.Range(0, Rows).Sum(i => Weight(i) * (column[i] - mean) * (column[i] - mean)) / total));
    }
}
