using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds.Tests.Laws;

/// <summary>Where the columns of a table lie changes nothing: a table in a tile file gives the answers of the table in memory, to the last bit.</summary>
public sealed class TileLawTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Table _inMemory;
    private readonly TileFile _tiles;

    public TileLawTests()
    {
        // Births with values missing here and there, weights and clusters.
        var lines = File.ReadAllLines(Repository.Sample("birthwt.csv"));
        var text = $"{lines[0]},w,clinic\n" + string.Concat(lines.Skip(1).Select((line, i) => i % 23 == 7 ? $"{line.Replace("white", "NA")},{1 + i % 3},c{i % 17}\n" : $"{line},{1 + i % 3},c{i % 17}\n"));
        var source = _folder.Write("births.csv", text);
        _inMemory = TableReader.Read(source);
        _tiles = TileFile.Pack([source], _folder.PathOf("births.tiles"));
    }

    public void Dispose()
    {
        _tiles.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string, FitOptions> Fits => new()
    {
        { "low ~ age + log(lwt) + race * smoke + poly(age, 2):ui", new FitOptions() },
        { "low ~ .", new FitOptions { Weights = "w", WeightKind = WeightKind.Frequency, Except = ["clinic"] } },
        { "low ~ age + lwt + race", new FitOptions { Covariance = CovarianceKind.Cluster, Cluster = "clinic" } },
        { "low ~ age + race + smoke", new FitOptions { Intervals = IntervalKind.Profile } },
        { "low ~ age + race + smoke", new FitOptions { BiasReduction = BiasReduction.Firth } },
        { "low ~ age + lwt + smoke", new FitOptions { Penalty = new ElasticNet(0.02, 1), Standardize = StandardizeKind.Population, Storage = NumberStorage.Single } },
        { "low ~ age + lwt + race - 1", new FitOptions { Penalty = new Ridge(0.1) } },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void A_fit_is_the_same(string formula, FitOptions options)
    {
        var model = LogisticRegression.Fit(_inMemory, formula, options);
        var onTiles = LogisticRegression.Fit(_tiles.Table, formula, options);
        Assert.Equal(Text(model), Text(onTiles));
        Assert.Equal(model.Probability(_inMemory), onTiles.Probability(_tiles.Table));
        Assert.Equal(model.Evaluate(_inMemory), onTiles.Evaluate(_tiles.Table));
    }

    [Fact]
    public void Paths_and_cross_validation_are_the_same()
    {
        const string formula = "low ~ age + lwt + race + smoke";
        var (path, onTiles) = (LogisticRegression.FitPath(_inMemory, formula), LogisticRegression.FitPath(_tiles.Table, formula));
        Assert.Equal(Text(path.Refit(path.Points.Count - 1)), Text(onTiles.Refit(onTiles.Points.Count - 1)));
        var (cv, cvOnTiles) = (LogisticRegression.CrossValidate(_inMemory, formula), LogisticRegression.CrossValidate(_tiles.Table, formula));
        Assert.Equal(cv.HeldOutLogOdds(), cvOnTiles.HeldOutLogOdds());
        Assert.Equal(Text(cv.Model()), Text(cvOnTiles.Model()));
    }

    private static string Text(LogisticModel model)
    {
        var stream = new MemoryStream();
        ModelFile.Save(model, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
