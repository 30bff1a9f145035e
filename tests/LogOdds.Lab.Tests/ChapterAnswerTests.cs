using System.Net;
using System.Text.Json;
using LogOdds.Lab.Chapters;
using LogOdds.Solvers;

namespace LogOdds.Tests;

/// <summary>The engine's answers to the chapters: the guides' numbers, and words instead of faults for points that tell nothing.</summary>
public class ChapterAnswerTests(LabFixture fixture) : IClassFixture<LabFixture>
{
    private static readonly string[] OnALine =
    [
        "1;0,2;0,3;1,4;1", "1;0", "1;1,2;1,3;1", "2;0,2;1", "2;0,2;1,2;1", "1;0,2;1", "5;0,5;0,5;1,5;1", "1e6;0,-1e6;1,3;0", "1;0,2;1,3;0,4;1", "0;0,0;0,1;1",
    ];

    private static readonly string[] InThePlane =
    [
        "1;2;0,2;1;1", "1;1;0", "1;1;1,2;2;1,3;4;1", "1;1;0,1;1;1", "1;0;0,2;0;1,3;0;0,4;0;1", "0;0;0,1;1;1,0;1;0,1;0;1", "1e6;0;1,0;1e6;0,3;3;1",
    ];

    public static TheoryData<string> Questions =>
    [
        "line?hours=4.5", "sigmoid?w=1&b=-3&at=5", "sigmoid/best?", "loss?p=0.5&y=1&w=1&b=0", "landscapes?", "landscapes/paths?w=0&b=0&rate=1&momentum=0&steps=50",
        "descent?w=0&b=0&scale=none", "descent/run?w=0&b=0&rate=0.1&momentum=0&batch=0&steps=50&seed=1", "descent/steps?w=0&b=0&rate=0.1&momentum=0.5&batch=2&steps=50&seed=1&scale=population", "descent/at?w=1&b=1&scale=population",
        "scaling?", "scaling/paths?raw=0.001&scaled=1&steps=50", "race?w=0&b=0&scale=population", "race/run?w=0&b=0&rate=0.1&momentum=0&batch=2&steps=30&seed=1&scale=population",
        "separation?step=100&lambda=0.01", "certainty?level=0.95", "certainty/samples?way=rows&samples=20&seed=1",
        "boundary?", "boundary/run?rate=0.1&steps=20", "boundary/steps?rate=0.1&steps=20&scale=sample", "boundary/at?w1=1&w2=1&b=0&scale=sample", "features?terms=cubes",
        "split?way=random&share=0.3&seed=1&terms=both&fit=best",
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Points_of_every_kind_get_an_answer_or_words(string question)
    {
        var isPlane = question.Split('/', '?')[0] is "boundary" or "features" or "split";
        foreach (var points in isPlane ? InThePlane : OnALine)
        {
            var data = !isPlane ? "hours" : question.StartsWith("boundary", StringComparison.Ordinal) ? "exams" : "moons";
            using var response = await fixture.Lab.Client.GetAsync($"/api/{question}&data={data}&points={points}", TestContext.Current.CancellationToken);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, $"{question} {points}: {text}");
            Assert.DoesNotContain("Lab's own", text);
            if (response.StatusCode != HttpStatusCode.OK) Assert.NotEmpty(JsonDocument.Parse(text).RootElement.GetProperty("message").GetString()!);
        }
    }

    [Theory]
    [InlineData("sigmoid?w=1&b=x&at=5", HttpStatusCode.BadRequest)]
    [InlineData("sigmoid?w=1&b=1&at=5&points=1;2", HttpStatusCode.UnprocessableEntity)]
    [InlineData("sigmoid?w=1&b=1&at=5&data=nothing", HttpStatusCode.UnprocessableEntity)]
    [InlineData("landscapes/paths?w=0&b=0&rate=-1&momentum=0&steps=50", HttpStatusCode.UnprocessableEntity)]
    [InlineData("landscapes/paths?w=0&b=0&rate=1&momentum=1&steps=50", HttpStatusCode.UnprocessableEntity)]
    [InlineData("landscapes/paths?w=0&b=0&rate=1&momentum=0&steps=1000000", HttpStatusCode.UnprocessableEntity)]
    [InlineData("nothing", HttpStatusCode.NotFound)]
    public async Task A_question_that_makes_no_sense_is_refused(string question, HttpStatusCode status)
    {
        using var response = await fixture.Lab.Client.GetAsync($"/api/{question}", TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
    }

    /// <summary>Guide C: w, b and the cost after 3000 steps, and the probability at 5 hours.</summary>
    [Fact]
    public async Task The_descent_on_hours_ends_where_the_guide_ends()
    {
        var places = await Places("descent/steps?w=0&b=0&rate=0.1&momentum=0&batch=0&steps=3000&seed=1");
        Assert.Equal(3001, places.Count);
        Near.Relative(1.6996683625, places[^1][0], 1e-9);
        Near.Relative(-7.9625714413, places[^1][1], 1e-9);
        Near.Relative(0.1721133158, places[^1][2], 1e-9);
        Near.Relative(0.6308279509, Get(SigmoidChapter.Answer(places[^1][0], places[^1][1], 5)).GetProperty("p").GetDouble(), 1e-9);
    }

    /// <summary>Guide D: β on z-scores and the loss after 5000 steps at a third.</summary>
    [Fact]
    public async Task The_descent_on_two_exams_ends_where_the_guide_ends()
    {
        var places = await Places("boundary/steps?rate=0.3333333333333333&steps=5000&scale=sample");
        double[] guide = [4.0128157, 3.7438190, 1.7184091, 0.2034977];
        for (var j = 0; j < guide.Length; j++) Assert.Equal(guide[j], places[^1][j], 5e-8);
        var counts = Get(BoundaryChapter.At(places[^1][0], places[^1][1], places[^1][2])).GetProperty("counts");
        Assert.Equal([55, 34, 6, 5], new[] { "truePositives", "trueNegatives", "falsePositives", "falseNegatives" }.Select(name => counts.GetProperty(name).GetInt32()));
    }

    /// <summary>Guide B: 90 % of the 200 rows that were set aside.</summary>
    [Fact]
    public void The_split_of_the_file_has_the_guides_accuracy()
    {
        var answer = Get(SplitChapter.Answer("fixed", 0.2, 1, "line", "descent"));
        Assert.Equal(0.9, answer.GetProperty("test").GetProperty("accuracy").GetDouble());
        Assert.Equal(200, answer.GetProperty("test").GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public void All_four_solvers_of_the_race_run_to_the_same_place()
    {
        var race = Get(RaceChapter.Race(0, 0, 4, 0.5, 8, 2000, 1, scale: "population"));
        var best = Get(RaceChapter.Landscape(0, 0, scale: "population")).GetProperty("best");
        foreach (var solver in race.GetProperty("solvers").EnumerateArray().Where(s => s.GetProperty("name").GetString() != "sgd"))
        {
            var end = solver.GetProperty("places").EnumerateArray().Last();
            Assert.Equal(best[0].GetDouble(), end[0].GetDouble(), 1e-4);
            Assert.True(solver.GetProperty("gaps").EnumerateArray().Last().GetDouble() < 1e-10);
        }
    }

    [Fact]
    public void The_profile_crosses_the_level_at_the_ends_of_its_interval()
    {
        var answer = Get(CertaintyChapter.Answer(0.95));
        var set = PointSetOf("hours12");
        var model = LogisticRegression.Fit(set.Table, set.Formula);
        var ends = answer.GetProperty("likelihood");
        foreach (var rise in new Analysis(model, set.Table).Profile("hours", [ends[0].GetDouble(), ends[1].GetDouble()])) Near.Relative(answer.GetProperty("rise").GetDouble(), rise!.Value, 1e-6);
        Near.Relative(model["hours"].StandardError!.Value, answer.GetProperty("error").GetDouble(), 1e-12);
    }

    [Fact]
    public void Parted_points_have_no_likelihood_weight_but_a_ridge_and_Firths()
    {
        var answer = Get(SeparationChapter.Answer(100, 0.01, points: "1;0,2;0,3;0,4;1,5;1,6;1"));
        var text = answer.ToString();
        Assert.Contains("separated", text);
        Assert.Equal(SolverStatus.Separated, LogisticRegression.Fit(PointSetOf("hours", "1;0,2;0,3;0,4;1,5;1,6;1").Table, "passed ~ hours").Solver.Status);
    }

    private static LogOdds.Lab.PointSet PointSetOf(string data, string? points = null) => LogOdds.Lab.PointSet.Of(data, points);

    private static JsonElement Get(object answer) => JsonSerializer.SerializeToElement(answer, LogOdds.Lab.LabJson.Options);

    private async Task<List<double[]>> Places(string question)
    {
        var places = new List<double[]>();
        foreach (var text in (await fixture.Lab.Client.GetStringAsync($"/api/{question}")).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(text => text.StartsWith("event: steps", StringComparison.Ordinal)))
            places.AddRange(JsonSerializer.Deserialize<double[][]>(text[(text.IndexOf("data: ", StringComparison.Ordinal) + 6)..])!);
        return places;
    }
}
