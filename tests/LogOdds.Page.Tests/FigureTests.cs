using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;
using Microsoft.Playwright;

namespace LogOdds.Tests;

/// <summary>Figures follow the hand, and their numbers are the library's.</summary>
public class FigureTests(Browser browser)
{
    private static readonly Table Hours = TableReader.Read(Repository.Sample("study_hours_16.csv"));

    private static LinearObjective Objective { get; } = new(
        new DenseDesign<double>(Hours.Rows, [((NumericColumn)Hours["hours"]).Values.ToArray()]), new Response(((NumericColumn)Hours["passed"]).Values.ToArray()), new Logistic());

    [Fact]
    public async Task Weight_and_bias_are_dragged()
    {
        await using var lab = await browser.Open("/sigmoid");
        foreach (var name in (string[])["w", "b"])
        {
            var (drawn, cost) = (await lab.Drawing("curve"), await lab.Number("cost"));
            await lab.Drag(lab.Slider(name), 40, 0);
            await lab.Number("cost", cost);
            Assert.NotEqual(drawn, await lab.Drawing("curve"));
        }
        await lab.Set("w", 1.5);
        await lab.Set("b", -7);
        await lab.Shows("boundary", 7 / 1.5);
        await lab.Shows("steepness", 1.5 / 4);
        await lab.Shows("cost", Objective.Evaluate([1.5, -7], new double[2]));
        await lab.Shows("p", Logistic.Probability(1.5 * 5 - 7));
        lab.HasNoErrors();
    }

    [Fact]
    public async Task The_boundary_is_dragged_on_the_figure_and_the_engine_fits()
    {
        await using var lab = await browser.Open("/sigmoid");
        var before = await lab.Number("boundary");
        await lab.Drag(lab.Page.Locator("[data-figure=curve] .handle circle"), 60, 0);
        Assert.True(await lab.Number("boundary", before) > before);

        await lab.Button("best").ClickAsync();
        var model = LogisticRegression.Fit(Hours, "passed ~ hours");
        await lab.Shows("boundary", model.DecisionBoundary());
        await lab.Shows("cost", model.Statistics.Objective);
    }

    [Fact]
    public async Task Students_are_dragged_flipped_added_and_removed()
    {
        await using var lab = await browser.Open("/sigmoid");
        var points = lab.Page.Locator("[data-figure=curve] .point");
        Assert.Equal(16, await points.CountAsync());
        var cost = await lab.Number("cost");
        await lab.Drag(points.Nth(0), 120, 0);
        cost = await lab.Number("cost", cost);
        await points.Nth(15).ClickAsync();
        cost = await lab.Number("cost", cost);
        var box = (await lab.Page.Locator("[data-figure=curve] .back").BoundingBoxAsync())!;
        await lab.Page.Mouse.ClickAsync(box.X + box.Width * 0.9f, box.Y + box.Height * 0.4f);
        await Assertions.Expect(points).ToHaveCountAsync(17);
        await points.Nth(16).FocusAsync();
        await lab.Page.Keyboard.PressAsync("Delete");
        await Assertions.Expect(points).ToHaveCountAsync(16);
        lab.HasNoErrors();
    }

    [Fact]
    public async Task The_descent_is_played_paused_stepped_and_rewound()
    {
        await using var lab = await browser.Open("/descent?step=0");
        await lab.Shows("cost", Math.Log(2));
        await lab.Player("one").ClickAsync();
        await lab.Shows("w", 0.1 * Slope());
        await lab.Player("ten").ClickAsync();
        await lab.Player("hundred").ClickAsync();
        await Step(lab, 111);
        await lab.Player("back").ClickAsync();
        await Step(lab, 110);
        await lab.Shows("cost", After(110).Objective);

        await lab.Player("play").ClickAsync();
        await lab.Page.WaitForFunctionAsync("() => Number(document.querySelector('.player input').value) > 200");
        await lab.Player("play").ClickAsync();
        var paused = await lab.Page.Locator(".player input").InputValueAsync();
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(paused, await lab.Page.Locator(".player input").InputValueAsync());

        await lab.Player("rewind").ClickAsync();
        await lab.Shows("cost", Math.Log(2));
        // The guide's run, to its last digit.
        await lab.Player("end").ClickAsync();
        var end = After(3000);
        await lab.Shows("w", end.Coefficients[0]);
        await lab.Shows("b", end.Coefficients[1]);
        await lab.Shows("cost", end.Objective);
        Assert.Equal("0.1721133158", await lab.Page.Locator("[data-number=cost] dd").TextContentAsync());
        lab.HasNoErrors();

        static double Slope()
        {
            var gradient = new double[2];
            Objective.Evaluate([0, 0], gradient);
            return -gradient[0];
        }
    }

    [Fact]
    public async Task The_learning_rate_is_dragged()
    {
        await using var lab = await browser.Open("/descent?step=100");
        var (drawn, cost) = (await lab.Drawing("costs"), await lab.Number("cost"));
        await lab.Drag(lab.Slider("rate"), -60, 0);
        await lab.Number("cost", cost);
        Assert.NotEqual(drawn, await lab.Drawing("costs"));
        await lab.Set("rate", 0.05);
        await lab.Shows("cost", After(100, 0.05).Objective);
    }

    [Fact]
    public async Task The_line_of_two_exams_ends_where_the_guide_ends()
    {
        await using var lab = await browser.Open("/boundary");
        var model = LogisticRegression.Fit(TableReader.Read(Repository.Sample("exam_marks.csv")), "admitted ~ exam1 + exam2", new FitOptions
        {
            Solver = new GradientDescent { LearningRate = 1.0 / 3, MaxIterations = 5000, Tolerance = 0 },
            ProbabilityClip = 0,
            Standardize = StandardizeKind.Sample,
        });
        await lab.Shows("b", model.Coefficients[0].ScaledEstimate!.Value);
        await lab.Shows("w1", model.Coefficients[1].ScaledEstimate!.Value);
        await lab.Shows("w2", model.Coefficients[2].ScaledEstimate!.Value);
        await lab.Shows("cost", model.Statistics.Objective);
        Assert.Equal(["55", "34", "6", "5"], await Task.WhenAll(new[] { "truePositives", "trueNegatives", "falsePositives", "falseNegatives" }.Select(async name => (await lab.Page.Locator($"[data-number={name}] dd").TextContentAsync())!)));
    }

    [Fact]
    public async Task The_penalised_fit_is_pulled_into_the_corner_and_a_guess_is_answered()
    {
        await using var lab = await browser.Open("/penalties");
        var (drawn, path, place) = (await lab.Drawing("map"), await lab.Drawing("path"), await lab.Number("second"));
        await lab.Drag(lab.Page.Locator("[data-figure=path] .handle circle"), 60, 0);
        Assert.True(await lab.Number("second", place) < place);
        Assert.NotEqual(drawn, await lab.Drawing("map"));
        Assert.NotEqual(path, await lab.Drawing("path"));
        await lab.Set("lambda", 0.18);
        await lab.Shows("second", 0);
        await lab.Shows("first", LogisticRegression.Fit(TableReader.Read(Repository.Sample("pima.csv")), "type ~ glu + bmi", new FitOptions { Penalty = ElasticNet.Lasso(0.18), Standardize = StandardizeKind.Population })["glu"].ScaledEstimate!.Value);
        await Assertions.Expect(lab.Page.Locator(".saying")).ToContainTextAsync("in a corner: bmi is exactly 0");

        // The other columns are offered with the other data.
        await lab.Page.Locator("#control-data").SelectOptionAsync("birthwt");
        await lab.Page.Locator("#control-guess").SelectOptionAsync("ht");
        await Assertions.Expect(lab.Page.Locator(".saying")).ToContainTextAsync("Not ht: ptl goes last, at λ = 0.09086.");
        await Assertions.Expect(lab.Page.Locator("#control-first")).ToHaveValueAsync("ht");
        await lab.Page.Locator("#control-first").SelectOptionAsync("ptl");
        await Assertions.Expect(lab.Page.Locator("#control-second")).ToHaveValueAsync("ht");
        lab.HasNoErrors();
    }

    [Fact]
    public async Task Damaged_points_in_an_address_are_told_of_and_the_page_lives_on()
    {
        await using var lab = await browser.Open("/sigmoid?points=1;0,two;1");
        await Assertions.Expect(lab.Page.Locator(".problem")).ToContainTextAsync("two;1");
        await lab.Page.GetByRole(AriaRole.Button, new() { Name = "Start over" }).ClickAsync();
        await Assertions.Expect(lab.Page.Locator(".problem")).ToBeHiddenAsync();
        await lab.Number("cost");
    }

    private static SolverResult After(int steps, double rate = 0.1) =>
        new GradientDescent { LearningRate = rate, MaxIterations = steps, Tolerance = 0 }.Solve(Objective, new NoPenalty(), [0, 0]);

    private static Task Step(LabPage lab, int step) => lab.Page.WaitForFunctionAsync("step => document.querySelector('.player input').value === String(step)", step);
}
