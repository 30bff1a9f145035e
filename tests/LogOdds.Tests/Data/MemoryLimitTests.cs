using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Tests.Data;

/// <summary>Columns beyond the memory limit go to mapped files, which changes nothing else.</summary>
[CollectionDefinition(nameof(MemoryLimitTests), DisableParallelization = true)]
[Collection(nameof(MemoryLimitTests))]
public class MemoryLimitTests
{
    [Fact]
    public void What_is_computed_beyond_the_limit_is_mapped_and_gives_the_same_model()
    {
        const string formula = "y ~ log(a) + poly(b, 2) + a:b + f * b + I(a > 1)";
        var table = RandomTable(20_000);
        var expected = Text(LogisticRegression.Fit(table, formula));
        var single = new FitOptions { Storage = NumberStorage.Single };
        var expectedSingle = Text(LogisticRegression.Fit(table, "y ~ a + b", single));
        using var folder = new TemporaryFolder();
        var place = Path.GetDirectoryName(folder.PathOf("x"))!;
        MemoryLimit.Set(new MemoryLimit(1, place));
        try
        {
            Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetMemoryManager<double, MappedMemory<double>>(ColumnMemory.Allocate<double>(20_000), out _));
            Assert.Equal(expected, Text(LogisticRegression.Fit(table, formula)));
            Assert.Equal(expectedSingle, Text(LogisticRegression.Fit(table, "y ~ a + b", single)));
            // Nobody sees the files, so none can stay behind.
            if (!OperatingSystem.IsWindows()) Assert.Empty(Directory.GetFiles(place));
        }
        finally
        {
            MemoryLimit.Set(null);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Samples_of_mapped_columns_are_copied_and_give_the_same_bits(bool hasFactor)
    {
        var table = RandomTable(40_000);
        var weights = new double[40_000];
        for (var i = 0; i < weights.Length; i++) weights[i] = 1 + i % 3;
        var response = new Response(((NumericColumn)table["y"]).Memory, weights);
        var expected = new DesignSums(DesignOf(table, hasFactor), response, new Logistic(), 2);
        using var folder = new TemporaryFolder();
        MemoryLimit.Set(new MemoryLimit(1, Path.GetDirectoryName(folder.PathOf("x"))!));
        try
        {
            var mapped = new DesignSums(DesignOf(table.Select([.. Enumerable.Range(0, 40_000)]), hasFactor), response, new Logistic(), 2);
            foreach (var (own, theirs) in new[] { (expected.Sample(10_000), mapped.Sample(10_000)), (expected.Sample(10_000).Sample(3_000), mapped.Sample(10_000).Sample(3_000)) })
            {
                Assert.Equal((own.Rows, own.TotalWeight), (theirs.Rows, theirs.TotalWeight));
                Assert.Same(mapped.Design.GetType(), ((DesignSums)theirs).Design.GetType());
                Assert.Equal(theirs.Rows, ((DesignSums)theirs).Design.Rows);
                Assert.False(((DesignSums)theirs).IsWhole);
                var d = own.Columns + 1;
                var beta = new double[d];
                Array.Fill(beta, 0.3);
                var (gradient, hessian, theirGradient, theirHessian) = (new double[d], new double[PackedSymmetric.Length(d)], new double[d], new double[PackedSymmetric.Length(d)]);
                Assert.Equal(own.Sum(beta, gradient, hessian), theirs.Sum(beta, theirGradient, theirHessian));
                Assert.Equal(gradient, theirGradient);
                Assert.Equal(hessian, theirHessian);
            }
        }
        finally
        {
            MemoryLimit.Set(null);
        }
    }

    [Fact]
    public void A_disk_without_room_is_told_with_what_is_needed()
    {
        var fault = Assert.Throws<IOException>(() => TemporaryFile.Create(Path.GetTempPath(), 1L << 60));
        Assert.Contains($"{Path.GetTempPath().TrimEnd('/')} has no room: 1152921504.6 GB are needed there, ", fault.Message);
    }

    /// <summary>X of the numbers, and of the codes of the factor.</summary>
    private static IDesign DesignOf(Table table, bool hasFactor)
    {
        ReadOnlyMemory<double>[] numbers = [((NumericColumn)table["a"]).Memory, ((NumericColumn)table["b"]).Memory];
        return hasFactor ? new MixedDesign(table.Rows, 4, numbers, [0.5, 0], [0, 3], [new FactorBlock(((CategoricalColumn)table["f"]).Memory, [5, 4, 1, 2])])
            : new DenseDesign<double>(table.Rows, numbers, [0.5, 0]);
    }

    private static Table RandomTable(int rows)
    {
        var random = new SeededRandom(5);
        var (y, a, b, f) = (new double[rows], new double[rows], new double[rows], new string?[rows]);
        for (var i = 0; i < rows; i++)
        {
            (a[i], b[i], f[i]) = (0.5 + random.NextDouble(), random.NextNormal(), i % 97 == 3 ? null : "pqr"[i % 3].ToString());
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(-(a[i] - b[i]))) ? 1 : 0;
        }
        return new Table([new NumericColumn("y", y), new NumericColumn("a", a), new NumericColumn("b", b), CategoricalColumn.FromTexts("f", f)]);
    }

    private static string Text(LogisticModel model)
    {
        var stream = new MemoryStream();
        ModelFile.Save(model, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
