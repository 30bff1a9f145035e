using System.Net;
using System.Text.Json;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Lab.Chapters;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests;

/// <summary>The chapter on penalties: its figures are the library's, and what touches in the picture touches by law.</summary>
public class PenaltiesChapterTests(LabFixture fixture) : IClassFixture<LabFixture>
{
    private const string Formula = "type ~ npreg + glu + bp + skin + bmi + ped + age";

    private static readonly Table Pima = LogOdds.Lab.SampleData.Read("pima");

    [Theory]
    [InlineData(1, 0.05)]
    [InlineData(1, 0.18)]
    [InlineData(0.5, 0.1)]
    [InlineData(0, 0.3)]
    public void The_fits_are_the_librarys(double alpha, double lambda)
    {
        var answer = Get(PenaltiesChapter.Answer("pima", "glu", "bmi", alpha, lambda));
        var options = new FitOptions { Penalty = new ElasticNet(lambda, alpha), Standardize = StandardizeKind.Population };
        var (all, two) = (LogisticRegression.Fit(Pima, Formula, options), LogisticRegression.Fit(Pima, "type ~ glu + bmi", options));
        var coefficients = answer.GetProperty("coefficients").EnumerateArray().ToArray();
        Assert.Equal(all.Coefficients.Skip(1).Select(c => (c.Term, c.ScaledEstimate)), coefficients.Select(c => (c.GetProperty("name").GetString()!, (double?)c.GetProperty("value").GetDouble())));
        Assert.Equal(two.Coefficients.Skip(1).Select(c => c.ScaledEstimate!.Value), Numbers(answer.GetProperty("map").GetProperty("place")));
        Assert.Equal(all.Coefficients.Skip(1).Count(c => c.Estimate != 0), answer.GetProperty("nonZero").GetInt32());
        Assert.Equal(all.Statistics.Objective, answer.GetProperty("objective").GetDouble());
        Near.Relative(all.Statistics.TotalLoss / Pima.Rows, answer.GetProperty("loss").GetDouble(), 1e-12);
        Near.Relative(1 / (lambda * Pima.Rows), answer.GetProperty("c").GetDouble(), 1e-12);
        Assert.InRange(answer.GetProperty("gap").GetDouble(), 0, 1e-9);

        // A column pulls at the loss as hard as the price holds; at 0, no harder than that.
        foreach (var c in coefficients)
        {
            var (value, pull) = (c.GetProperty("value").GetDouble(), c.GetProperty("pull").GetDouble());
            if (value != 0) Assert.Equal(lambda * (alpha + (1 - alpha) * Math.Abs(value)), pull, 1e-8);
            else Assert.True(pull <= answer.GetProperty("limit").GetDouble() + 1e-9);
        }
    }

    [Fact]
    public void The_lasso_drops_columns_and_the_ridge_keeps_them()
    {
        int NonZero(double alpha, double lambda) => Get(PenaltiesChapter.Answer("pima", "glu", "bmi", alpha, lambda)).GetProperty("nonZero").GetInt32();
        Assert.Equal([7, 5, 1, 0], new[] { 0.001, 0.05, 0.2, 0.3 }.Select(lambda => NonZero(1, lambda)));
        Assert.Equal([7, 7, 7, 7], new[] { 0.001, 0.05, 0.3, 2 }.Select(lambda => NonZero(0, lambda)));
        Assert.Equal([0.0], Numbers(Get(PenaltiesChapter.Answer("pima", "glu", "bmi", 1, 0.18)).GetProperty("map").GetProperty("place"))[1..]);
    }

    /// <summary>Where one stands, the loss is least among equal prices, and the price least among equal losses.</summary>
    [Theory]
    [InlineData("pima", "glu", "bmi", 1, 0.05)]
    [InlineData("pima", "glu", "bmi", 1, 0.18)]
    [InlineData("pima", "bp", "age", 0, 0.3)]
    [InlineData("breast_cancer", "mean radius", "mean perimeter", 0.5, 0.01)]
    [InlineData("birthwt", "ht", "ptl", 0.3, 0.05)]
    [InlineData("birthwt", "ht", "ptl", 1, 1)]
    public void The_line_of_the_loss_touches_that_of_the_price(string data, string first, string second, double alpha, double lambda)
    {
        var map = Get(PenaltiesChapter.Answer(data, first, second, alpha, lambda)).GetProperty("map");
        var (profile, penalty, place) = (ProfileOf(data, first, second), new ElasticNet(lambda, alpha), Numbers(map.GetProperty("place")));
        var (loss, price) = (profile(place), penalty.Value(place));
        foreach (var at in Places(map.GetProperty("level")))
        {
            Near.Relative(loss, profile(at), 1e-6);
            Assert.True(penalty.Value(at) >= price - 1e-6);
        }
        foreach (var at in Places(map.GetProperty("shape")))
        {
            Assert.Equal(price, penalty.Value(at), 1e-12);
            Assert.True(profile(at) >= loss - 1e-9);
        }
    }

    [Theory]
    [InlineData("pima", "glu", "bmi")]
    [InlineData("breast_cancer", "mean radius", "mean perimeter")]
    public void The_map_is_the_loss_with_the_intercept_at_its_best(string data, string first, string second)
    {
        var answer = Get(PenaltiesChapter.Plane(data, first, second));
        var profile = ProfileOf(data, first, second);
        var surface = answer.GetProperty("surface");
        var (x, y, values) = (Numbers(surface.GetProperty("x")), Numbers(surface.GetProperty("y")), Numbers(surface.GetProperty("values")));
        for (var k = 0; k < values.Length; k += 97) Assert.Equal(profile([x[k % x.Length], y[k / x.Length]]), values[k], 2e-6);
        Assert.True(profile(Numbers(answer.GetProperty("lowest"))) <= values.Min());
        Near.Relative(x[^1] - x[0], y[^1] - y[0], 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.4)]
    [InlineData(0)]
    public void The_path_is_the_fits_of_its_strengths(double alpha)
    {
        var answer = Get(PenaltiesChapter.Path("pima", alpha));
        var lambdas = Numbers(answer.GetProperty("lambdas"));
        var columns = answer.GetProperty("columns").EnumerateArray().ToArray();
        for (var k = 0; k < lambdas.Length; k += 20)
        {
            var fit = LogisticRegression.Fit(Pima, Formula, new FitOptions { Penalty = new ElasticNet(lambdas[k], alpha), Standardize = StandardizeKind.Population });
            for (var j = 0; j < columns.Length; j++)
            {
                var expected = fit.Coefficients[j + 1].ScaledEstimate!.Value;
                Assert.Equal(expected, columns[j].GetProperty("values")[k].GetDouble(), 2e-4);
                Assert.Equal(columns[j].GetProperty("gone").ValueKind == JsonValueKind.Number && lambdas[k] >= columns[j].GetProperty("gone").GetDouble(),
                    Enumerable.Range(0, k + 1).All(i => columns[j].GetProperty("values")[i].GetDouble() == 0));
            }
        }
        Assert.Equal(alpha > 0, columns.All(column => column.GetProperty("gone").ValueKind == JsonValueKind.Number));
    }

    [Theory]
    [InlineData("pima", "glu", "glu")]
    [InlineData("birthwt", "ptl", "ht")]
    public void The_last_to_go_is_the_first_to_come(string data, string last, string largest)
    {
        var answer = Get(PenaltiesChapter.Path(data, 1));
        Assert.Equal((last, largest), (answer.GetProperty("last").GetString(), answer.GetProperty("largest").GetString()));
        var critical = answer.GetProperty("critical").GetDouble();
        string[] In(double lambda) => [.. Get(PenaltiesChapter.Answer(data, "age", last, 1, lambda)).GetProperty("coefficients").EnumerateArray().Where(c => c.GetProperty("value").GetDouble() != 0).Select(c => c.GetProperty("name").GetString()!)];
        Assert.Empty(In(1.0001 * critical));
        Assert.Equal([last], In(0.9999 * critical));
    }

    [Theory]
    [InlineData("?data=pima&first=glu&second=bmi&alpha=1&lambda=0", "above 0")]
    [InlineData("?data=pima&first=glu&second=bmi&alpha=2&lambda=1", "from 0 to 1")]
    [InlineData("?data=pima&first=glu&second=glu&alpha=1&lambda=1", "chosen twice")]
    [InlineData("plane?data=pima&first=glu&second=height", "no column 'height'")]
    [InlineData("path?data=nothing&alpha=1", "'nothing'")]
    public async Task What_makes_no_sense_is_refused_in_words(string question, string words)
    {
        using var response = await fixture.Lab.Client.GetAsync($"/api/penalties/{question}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(words, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("message").GetString());
    }

    /// <summary>The mean log loss of two scaled slopes, the intercept fitted to the rest.</summary>
    private static Func<double[], double> ProfileOf(string data, string first, string second)
    {
        var table = LogOdds.Lab.SampleData.Read(data);
        var target = LogOdds.Lab.SampleData.All.Single(entry => entry.Name == data).Target;
        double[] Scaled(string name)
        {
            var values = ((NumericColumn)table[name]).Values.ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            return [.. values.Select(v => (v - mean) / deviation)];
        }
        var (x, z, y) = (Scaled(first), Scaled(second), ((NumericColumn)table[target]).Values.ToArray());
        return b =>
        {
            var offsets = Enumerable.Range(0, y.Length).Select(i => b[0] * x[i] + b[1] * z[i]).ToArray();
            var objective = new LinearObjective(new DenseDesign<double>(y.Length, []), new Response(y, Offsets: offsets), new Logistic());
            return new Newton().Solve(objective, new NoPenalty(), [0]).Objective;
        };
    }

    private static JsonElement Get(object answer) => JsonSerializer.SerializeToElement(answer, LogOdds.Lab.LabJson.Options);

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static double[][] Places(JsonElement list) => [.. list.EnumerateArray().Select(Numbers)];
}
