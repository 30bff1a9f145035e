using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Models;

/// <summary>A fit that was interrupted and resumed is the fit that was not, to the last bit.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.PathOf("fit.checkpoint");

    public static TheoryData<string> Solvers => ["newton", "sampled-newton", "lbfgs", "newton-cg", "gradient-descent", "lasso", "fista", "profile"];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void A_file_that_is_cut_off_anywhere_gives_the_same_bits(string solver)
    {
        var options = Options(solver);
        var whole = LogisticRegression.Fit(Rows(), "y ~ a + b + c", options with { Checkpoint = new Checkpoint(Path) });
        var file = File.ReadAllBytes(Path);
        var random = new SeededRandom(4);
        int[] cuts = [file.Length, file.Length - 1, .. Enumerable.Range(0, 6).Select(_ => 600 + random.NextInt(file.Length - 600))];
        foreach (var cut in cuts)
        {
            File.WriteAllBytes(Path, file[..cut]);
            var resumed = LogisticRegression.Fit(Rows(), "y ~ a + b + c", options with { Checkpoint = new Checkpoint(Path) { IsResumed = true } });
            Assert.Equal(whole.Coefficients, resumed.Coefficients);
            Assert.Equal(whole.Solver, resumed.Solver);
            // What was missing has been written again.
            Assert.Equal(file, File.ReadAllBytes(Path));
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void A_checkpoint_changes_nothing(string solver)
    {
        var options = Options(solver);
        Assert.Equal(LogisticRegression.Fit(Rows(), "y ~ a + b + c", options).Coefficients, LogisticRegression.Fit(Rows(), "y ~ a + b + c", options with { Checkpoint = new Checkpoint(Path) }).Coefficients);
    }

    [Fact]
    public void Answers_that_are_damaged_are_asked_for_again()
    {
        var options = new FitOptions { Solver = new Newton(), Checkpoint = new Checkpoint(Path) };
        var whole = LogisticRegression.Fit(Rows(), "y ~ a + b + c", options);
        var file = File.ReadAllBytes(Path);
        var damaged = file.ToArray();
        damaged[^700] ^= 1;
        File.WriteAllBytes(Path, damaged);
        Assert.Equal(whole.Coefficients, LogisticRegression.Fit(Rows(), "y ~ a + b + c", options with { Checkpoint = new Checkpoint(Path) { IsResumed = true } }).Coefficients);
        Assert.Equal(file, File.ReadAllBytes(Path));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    [InlineData(0)]
    public void What_was_answered_is_not_asked_again(int lost)
    {
        double[] coefficients = [0.5, -0.25, 0.125, 1];
        var rows = new CountedSums();
        void Ask(bool isResumed, int questions)
        {
            using var file = CheckpointFile.Open(new Checkpoint(Path) { IsResumed = isResumed }, "a fit", [1], Alone.Instance);
            var sums = new LoggedSums(rows, file);
            for (var k = 0; k < questions; k++)
            {
                coefficients[0] = k;
                Assert.Equal(k, sums.Sum(coefficients, new double[4], new double[10]));
            }
        }
        Ask(isResumed: false, 10 - lost);
        Assert.Equal(10 - lost, rows.Passes);
        Ask(isResumed: true, 10);
        Assert.Equal(10, rows.Passes);
    }

    [Fact]
    public void Ranks_resume_from_what_the_first_of_them_wrote()
    {
        var table = Rows();
        LogisticModel[] Run(int size, bool isResumed) => ThreadRanks.Run(size, ranks =>
        {
            var (start, end) = (table.Rows * ranks.Rank / ranks.Size, table.Rows * (ranks.Rank + 1) / ranks.Size);
            return LogisticRegression.Fit(table.Select([.. Enumerable.Range(start, end - start)]), "y ~ a + b + c", new FitOptions { Communicator = ranks, Checkpoint = new Checkpoint(Path) { IsResumed = isResumed } });
        });
        var whole = Run(3, isResumed: false);
        var file = File.ReadAllBytes(Path);
        File.WriteAllBytes(Path, file[..(2 * file.Length / 3)]);
        Assert.Equal(whole.Select(model => model.Coefficients), Run(3, isResumed: true).Select(model => model.Coefficients));
        Assert.Equal(file, File.ReadAllBytes(Path));
        // As many ranks as are left.
        File.WriteAllBytes(Path, file[..(2 * file.Length / 3)]);
        foreach (var (one, other) in whole[0].Coefficients.Zip(Run(2, isResumed: true)[0].Coefficients)) Near.Relative(one.Estimate!.Value, other.Estimate!.Value, 1e-10);
    }

    [Fact]
    public void It_is_refused_by_other_fits_and_other_data()
    {
        var options = new FitOptions { Checkpoint = new Checkpoint(Path) };
        LogisticRegression.Fit(Rows(), "y ~ a + b + c", options);
        string Refusal(Table table, string formula, FitOptions options) => Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(table, formula, options)).Message;
        Assert.Contains("there is a checkpoint already", Refusal(Rows(), "y ~ a + b + c", options), StringComparison.Ordinal);
        var resumed = options with { Checkpoint = new Checkpoint(Path) { IsResumed = true } };
        Assert.Contains("of another fit: y ~ a + b + c", Refusal(Rows(), "y ~ a + b", resumed), StringComparison.Ordinal);
        Assert.Contains("of another fit", Refusal(Rows(), "y ~ a + b + c", resumed with { Penalty = new Ridge(1) }), StringComparison.Ordinal);
        Assert.Contains("of other data", Refusal(Rows().Select([.. Enumerable.Range(0, 399)]), "y ~ a + b + c", resumed), StringComparison.Ordinal);
        Assert.Contains("is not done with a checkpoint", Refusal(Rows(), "y ~ a", options with { BiasReduction = BiasReduction.Firth }), StringComparison.Ordinal);
        File.WriteAllText(Path, "a letter to my aunt");
        Assert.Contains("no checkpoint", Refusal(Rows(), "y ~ a + b + c", resumed), StringComparison.Ordinal);
    }

    [Fact]
    public void To_resume_from_nothing_is_to_begin() =>
        Assert.Equal(SolverStatus.Converged, LogisticRegression.Fit(Rows(), "y ~ a", new FitOptions { Checkpoint = new Checkpoint(Path) { IsResumed = true } }).Solver.Status);

    public void Dispose() => _folder.Dispose();

    private static FitOptions Options(string solver) => solver switch
    {
        "newton" => new FitOptions { Solver = new Newton() },
        "sampled-newton" => new FitOptions { Solver = new SampledNewton { SampleRows = 200 } },
        "lbfgs" => new FitOptions { Solver = new Lbfgs() },
        "newton-cg" => new FitOptions { Solver = new NewtonCg(), Penalty = new Ridge(0.01) },
        "gradient-descent" => new FitOptions { Solver = new GradientDescent { LearningRate = 1, MaxIterations = 50 }, Standardize = StandardizeKind.Population },
        "lasso" => new FitOptions { Penalty = new ElasticNet(0.02, 1) },
        "fista" => new FitOptions { Penalty = new ElasticNet(0.02, 0.5), ProximalSolver = new Fista() },
        _ => new FitOptions { Intervals = IntervalKind.Profile },
    };

    private static Table Rows()
    {
        var random = new SeededRandom(8);
        double[] Numbers() => [.. Enumerable.Range(0, 400).Select(_ => random.NextNormal())];
        double[] a = Numbers(), b = Numbers(), c = Numbers();
        double[] y = [.. a.Select((x, i) => x - 0.5 * b[i] + 2 * random.NextNormal() > 0 ? 1.0 : 0)];
        return new Table([new NumericColumn("y", y), new NumericColumn("a", a), new NumericColumn("b", b), new NumericColumn("c", c)]);
    }
}
