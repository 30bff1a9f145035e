using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds.Tests.Simulation;

/// <summary>Intervals and estimates over many made samples, from a seed: what theory says of them on average.</summary>
[Trait("Category", "Slow")]
public class CoverageTests
{
    private const double Slope = 0.8;
    private const int Replicates = 2000;

    [Theory]
    [InlineData("Wald", 300, 2000)]
    [InlineData("profile", 60, 1000)]
    [InlineData("robust", 400, 1000)]
    [InlineData("Firth", 50, 400)]
    public void Intervals_of_95_percent_cover_95_of_100(string kind, int rows, int samples)
    {
        var options = kind switch
        {
            "profile" => new FitOptions { Intervals = IntervalKind.Profile },
            "robust" => new FitOptions { Covariance = CovarianceKind.HC1 },
            "Firth" => new FitOptions { BiasReduction = BiasReduction.Firth },
            _ => new FitOptions(),
        };
        var (covered, counted) = (0, 0);
        foreach (var model in Samples(rows, samples, options))
        {
            // Where the classes are separated maximum likelihood has no interval; at these sizes that is rare.
            if (model["x"] is not { Low: { } low, High: { } high }) continue;
            counted++;
            if (low <= Slope && Slope <= high) covered++;
        }
        Assert.True(counted > 0.99 * samples, $"{counted} of {samples} samples have an interval");
        // Four standard errors of the share in so many samples.
        Near.Absolute(0.95, (double)covered / counted, 4 * Math.Sqrt(0.95 * 0.05 / samples), $"coverage of {kind} intervals at {rows} rows");
    }

    [Fact]
    public void Errors_by_clusters_cover_where_rows_of_a_cluster_are_copies_and_the_models_own_do_not()
    {
        // Each row stands four times: a quarter of the information that the model believes in.
        var (byCluster, byModel) = (0, 0);
        for (var k = 0; k < Replicates / 4; k++)
        {
            var sample = Sample(100, new SeededRandom(1000 + k));
            var copies = sample.Select([.. Enumerable.Range(0, 400).Select(i => i / 4)]);
            var table = new Table([.. copies.Columns, new NumericColumn("cluster", Enumerable.Range(0, 400).Select(i => (double)(i / 4)).ToArray())]);
            if (Covers(LogisticRegression.Fit(table, "y ~ x + z", new FitOptions { Cluster = "cluster" }))) byCluster++;
            if (Covers(LogisticRegression.Fit(table, "y ~ x + z"))) byModel++;
        }
        // The sandwich of a hundred clusters is a little short; the model's own interval half as wide as it should be.
        Assert.InRange(byCluster / (Replicates / 4.0), 0.91, 0.975);
        Assert.InRange(byModel / (Replicates / 4.0), 0.55, 0.78);

        static bool Covers(LogisticModel model) => model["x"] is { Low: { } low, High: { } high } && low <= Slope && Slope <= high;
    }

    [Fact]
    public void Firth_takes_most_of_the_bias_of_maximum_likelihood_out()
    {
        double[] likelihood = [.. Samples(50, Replicates, new FitOptions()).Where(model => model.Separation is null).Select(model => model["x"].Estimate!.Value - Slope)];
        double[] firth = [.. Samples(50, Replicates, new FitOptions { BiasReduction = BiasReduction.Firth, Intervals = IntervalKind.Wald }).Select(model => model["x"].Estimate!.Value - Slope)];
        var error = Math.Sqrt(likelihood.Sum(d => d * d)) / likelihood.Length;
        Assert.True(likelihood.Average() > 4 * error, $"maximum likelihood: bias {likelihood.Average():F4}, standard error {error:F4}");
        Assert.True(Math.Abs(firth.Average()) < likelihood.Average() / 3, $"Firth: bias {firth.Average():F4}, maximum likelihood {likelihood.Average():F4}");
    }

    private static IEnumerable<LogisticModel> Samples(int rows, int count, FitOptions options) =>
        Enumerable.Range(0, count).Select(k => LogisticRegression.Fit(Sample(rows, new SeededRandom(k)), "y ~ x + z", options));

    private static Table Sample(int rows, SeededRandom random)
    {
        var (x, z, y) = (new double[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            (x[i], z[i]) = (random.NextNormal(), random.NextInt(2));
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(0.3 - Slope * x[i] + 0.5 * z[i])) ? 1 : 0;
        }
        return new Table([new NumericColumn("y", y), new NumericColumn("x", x), new NumericColumn("z", z)]);
    }
}
