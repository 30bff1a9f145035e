using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Numerics;

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

    [Fact]
    public void A_disk_without_room_is_told_with_what_is_needed()
    {
        var fault = Assert.Throws<IOException>(() => TemporaryFile.Create(Path.GetTempPath(), 1L << 60));
        Assert.Contains($"{Path.GetTempPath().TrimEnd('/')} has no room: 1152921504.6 GB are needed there, ", fault.Message);
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
