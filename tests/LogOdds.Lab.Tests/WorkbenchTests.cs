using System.Net;
using System.Text;
using System.Text.Json;
using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.IO;
using LogOdds.Lab;
using LogOdds.Lab.Workbench;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests;

/// <summary>The workbench over HTTP, against the library.</summary>
public sealed class WorkbenchTests(LabFixture fixture) : IClassFixture<LabFixture>
{
    private const string Formula = "low ~ age + lwt + race + smoke + ptl + ht + ui + ftv";

    private static Table Birthwt => TableReader.Read(Repository.Sample("birthwt.csv"));

    private async Task<(string Id, JsonElement View)> FitBirthwt(string formula = Formula, double testShare = 0, string penalty = "none", double? lambda = null, double? l1Ratio = null)
    {
        var view = await fixture.Lab.Fit(new { table = await fixture.Lab.Open("birthwt.csv"), formula, testShare, seed = 7, penalty, lambda, l1Ratio });
        return (view.GetProperty("id").GetString()!, view);
    }

    [Fact]
    public async Task An_upload_is_told_by_its_columns()
    {
        var (status, table) = await fixture.Lab.Upload("people.csv", "id,group,score,note,same,flag\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{"ab"[i % 2]},{(i == 3 ? "" : $"{i / 7.0:F2}")},n{i},5,{(i % 3 == 0 ? "yes" : "no")}\n")));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(30, table.GetProperty("rows").GetInt32());
        Assert.Equal("flag", table.GetProperty("target").GetString());
        var columns = table.GetProperty("columns").EnumerateArray().ToDictionary(column => column.GetProperty("name").GetString()!);
        Assert.True(columns["id"].GetProperty("isAllDifferent").GetBoolean());
        Assert.True(columns["note"].GetProperty("isAllDifferent").GetBoolean());
        Assert.False(columns["score"].GetProperty("isAllDifferent").GetBoolean());
        Assert.Equal(1, columns["score"].GetProperty("missing").GetInt32());
        Assert.Equal(29 / 7.0, columns["score"].GetProperty("high").GetDouble(), 2);
        Assert.True(columns["same"].GetProperty("isConstant").GetBoolean());
        Assert.False(columns["group"].GetProperty("isNumeric").GetBoolean());
        Assert.Equal([("no", 20), ("yes", 10)], columns["flag"].GetProperty("values").EnumerateArray().Select(v => (v.GetProperty("value").GetString()!, v.GetProperty("rows").GetInt32())));
    }

    [Fact]
    public async Task Built_in_data_open_by_name()
    {
        var start = await fixture.Lab.Get("");
        Assert.Contains(start.GetProperty("samples").EnumerateArray(), sample => sample.GetProperty("name").GetString() == "pima");
        var table = await fixture.Lab.PostJson("samples/pima", new { });
        Assert.Equal(532, table.GetProperty("rows").GetInt32());
        Assert.Equal("type", table.GetProperty("target").GetString());
    }

    [Fact]
    public async Task A_fit_is_R_s_and_the_library_s()
    {
        var golden = Golden.Load("golden/glm_birthwt.json");
        var (_, view) = await FitBirthwt();
        var lines = view.GetProperty("coefficients").EnumerateArray().ToArray();
        var model = LogisticRegression.Fit(Birthwt, Formula);
        for (var i = 0; i < lines.Length; i++)
        {
            Near.Relative(golden["estimate"].Numbers[i], lines[i].GetProperty("estimate").GetDouble(), 1e-8, "estimate");
            Near.Relative(golden["standard_error"].Numbers[i], lines[i].GetProperty("standardError").GetDouble(), 1e-8, "standard error");
            Assert.Equal(model.Coefficients[i].Term, lines[i].GetProperty("term").GetString());
            Assert.Equal(model.Coefficients[i].Estimate, lines[i].GetProperty("estimate").GetDouble());
            Assert.Equal(Math.Exp(model.Coefficients[i].High!.Value), lines[i].GetProperty("oddsHigh").GetDouble());
        }
        Assert.Equal("converged", view.GetProperty("status").GetString());
        Assert.Equal(model.InWords().Select(line => line.Sentence), view.GetProperty("words").EnumerateArray().Select(line => line.GetProperty("sentence").GetString()));
    }

    [Fact]
    public async Task Iterations_come_as_events_before_the_model()
    {
        var events = await fixture.Lab.Events(new { table = await fixture.Lab.Open("pima.csv"), formula = "type ~ ." });
        var iterations = events[..^1];
        Assert.All(iterations, e => Assert.Equal("iteration", e.Kind));
        Assert.Equal("model", events[^1].Kind);
        Assert.Equal(Enumerable.Range(0, iterations.Count), iterations.Select(e => e.Content.GetProperty("iteration").GetInt32()));
        var objectives = iterations.Select(e => e.Content.GetProperty("objective").GetDouble()).ToArray();
        Assert.Equal(objectives.OrderDescending(), objectives);
        Near.Relative(LogisticRegression.Fit(TableReader.Read(Repository.Sample("pima.csv")), "type ~ .").Statistics.Objective, objectives[^1], 1e-12);
    }

    [Fact]
    public async Task A_fit_that_nobody_waits_for_ends()
    {
        var table = await fixture.Lab.Open("pima.csv");
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/api/workbench/fits") { Content = new StringContent(JsonSerializer.Serialize(new { table, formula = "type ~ ." }), Encoding.UTF8, "application/json") })
        using (var response = await fixture.Lab.Send(request))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("converged", (await fixture.Lab.Fit(new { table, formula = "type ~ ." })).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_fit_beyond_the_time_limit_is_stopped_and_told()
    {
        await using var lab = await Lab.Start(new LabOptions { TimeLimit = TimeSpan.Zero });
        var (kind, content) = (await lab.Events(new { table = await lab.Open("pima.csv"), formula = "type ~ ." }))[^1];
        Assert.Equal("problem", kind);
        Assert.Contains("longer than", content.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_broken_file_is_told_with_its_line()
    {
        var (status, problem) = await fixture.Lab.Upload("broken.csv", "a,b\n1,2\n3\n");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.StartsWith("broken.csv, line 3: 1 field where the header has 2", problem.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_formula_that_cannot_be_read_points_at_the_character()
    {
        var table = await fixture.Lab.Open("birthwt.csv");
        var problem = await fixture.Lab.PostJson($"tables/{table}/formula", new { formula = "low ~ age + log(lwt" });
        Assert.Equal(15, problem.GetProperty("position").GetInt32());
        var (kind, content) = Assert.Single(await fixture.Lab.Events(new { table, formula = "low ~ age + log(lwt" }));
        Assert.Equal("problem", kind);
        Assert.Equal(15, content.GetProperty("position").GetInt32());
    }

    [Fact]
    public async Task Ticks_and_formulas_follow_each_other()
    {
        var table = await fixture.Lab.Open("birthwt.csv");
        var written = await fixture.Lab.PostJson($"tables/{table}/formula", new { target = "low", columns = new[] { "age", "race" } });
        Assert.Equal("low ~ age + race", written.GetProperty("formula").GetString());
        Assert.True(written.GetProperty("isSum").GetBoolean());
        var all = await fixture.Lab.PostJson($"tables/{table}/formula", new { target = "low", columns = new[] { "age", "lwt", "race", "smoke", "ptl", "ht", "ui" }, weights = "ftv" });
        Assert.Equal("low ~ .", all.GetProperty("formula").GetString());
        Assert.DoesNotContain("ftv", all.GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
        var read = await fixture.Lab.PostJson($"tables/{table}/formula", new { formula = "low ~ log(lwt) * race" });
        Assert.Equal(["lwt", "race"], read.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!));
        Assert.False(read.GetProperty("isSum").GetBoolean());
    }

    [Fact]
    public async Task Uploads_have_limits_that_are_told()
    {
        await using var lab = await Lab.Start(new LabOptions { MaxUploadBytes = 1000, MaxRows = 5 });
        var (status, problem) = await lab.Upload("large.csv", "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 1000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("takes up to 1,000", problem.GetProperty("message").GetString());
        (status, problem) = await lab.Upload("long.csv", "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 6)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("6 rows; the Lab takes up to 5", problem.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Only_the_own_page_is_answered()
    {
        async Task<HttpStatusCode> Status(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workbench/samples/pima") { Content = new StringContent("{}") };
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await fixture.Lab.Send(request);
            return response.StatusCode;
        }
        Assert.Equal(HttpStatusCode.Forbidden, await Status("Host", "evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status("Origin", "http://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await Status("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.OK, await Status("Origin", fixture.Lab.Address.GetLeftPart(UriPartial.Authority)));
    }

    [Theory]
    [InlineData("tables/0123456789abcdef")]
    [InlineData("fits/0123456789abcdef/rows")]
    [InlineData("fits/0123456789abcdef/model.json")]
    public async Task What_is_forgotten_is_told(string path)
    {
        var (status, problem) = await fixture.Lab.Ask(path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("no longer in memory", problem.GetProperty("message").GetString());
    }

    [Fact]
    public void The_store_forgets_what_was_used_longest_ago_and_its_fits()
    {
        var store = new WorkbenchStore();
        var tables = Enumerable.Range(0, WorkbenchStore.MostTables).Select(i => store.Keep(OpenedTable.Of(Birthwt, $"{i}.csv"))).ToArray();
        var request = new FitRequest { Table = tables[1].Id, Formula = "low ~ age" };
        var fit = store.Keep(FittedModel.Fit(tables[1], request, request.Options));
        _ = store.Table(tables[0].Id);
        _ = store.Fit(fit.Id);
        store.Keep(OpenedTable.Of(Birthwt, "one more.csv"));
        _ = store.Table(tables[0].Id);
        _ = store.Fit(fit.Id);
        Assert.Throws<ForgottenException>(() => store.Table(tables[2].Id));
        for (var i = 0; i < WorkbenchStore.MostTables; i++) store.Keep(OpenedTable.Of(Birthwt, $"again {i}.csv"));
        Assert.Throws<ForgottenException>(() => store.Fit(fit.Id));
        var small = new WorkbenchStore { MostBytes = 1 };
        var only = small.Keep(OpenedTable.Of(Birthwt, "only.csv"));
        Assert.Same(only, small.Table(only.Id));
        small.Keep(OpenedTable.Of(Birthwt, "next.csv"));
        Assert.Throws<ForgottenException>(() => small.Table(only.Id));
    }

    [Fact]
    public async Task Hostile_names_and_cells_come_back_as_data()
    {
        const string name = "<img src=x onerror=alert(1)>.csv";
        var (_, table) = await fixture.Lab.Upload(name, "y,\"<script>alert(1)</script>\"\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i * 7 % 10 > 4 ? "\"<b>\"\"yes\"\"</b>\"" : "no")},{i % 13}\n")));
        Assert.Equal(name, table.GetProperty("file").GetString());
        var fit = await fixture.Lab.Fit(new { table = table.GetProperty("id").GetString(), formula = "y ~ ." });
        Assert.Equal("<script>alert(1)</script>", fit.GetProperty("coefficients")[1].GetProperty("term").GetString());
        var html = Encoding.UTF8.GetString(await fixture.Lab.Download($"fits/{fit.GetProperty("id").GetString()}/report.html"));
        Assert.DoesNotContain("<script>alert", html);
        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("<b>", html);
        Assert.Contains("&lt;script&gt;alert(1)", html);
    }

    [Fact]
    public async Task The_model_file_is_read_by_the_library_and_predicts_the_same()
    {
        var (id, _) = await FitBirthwt();
        var model = ModelFile.Load(new MemoryStream(await fixture.Lab.Download($"fits/{id}/model.json")));
        Assert.Equal(LogisticRegression.Fit(Birthwt, Formula).Probability(Birthwt), model.Probability(Birthwt));
    }

    [Fact]
    public async Task Scored_rows_are_the_library_s()
    {
        var (id, _) = await FitBirthwt();
        var scored = TableReader.Read(await fixture.Lab.Download($"fits/{id}/scored.csv?threshold=0.3"), "scored");
        var p = LogisticRegression.Fit(Birthwt, Formula).Probability(Birthwt);
        Assert.Equal(p, ((NumericColumn)scored["probability[1]"]).Values.ToArray());
        Assert.Equal(p.Select(value => value >= 0.3 ? 1.0 : 0), ((NumericColumn)scored["prediction"]).Values.ToArray());
    }

    [Fact]
    public async Task Pasted_rows_are_predicted_with_intervals()
    {
        var (id, _) = await FitBirthwt("low ~ age + race");
        var answer = await fixture.Lab.PostJson($"fits/{id}/predict", new { text = "race,age\nwhite,30\nblack,\n", threshold = 0.5 });
        var model = LogisticRegression.Fit(Birthwt, "low ~ age + race");
        var expected = model.Predict(TableReader.Read("race,age\nwhite,30\n"u8.ToArray(), "rows"))[0];
        var columns = answer.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToList();
        var row = answer.GetProperty("rows")[0].EnumerateArray().Select(cell => cell.GetString()!).ToArray();
        Near.Relative(expected.Probability, double.Parse(row[columns.IndexOf("probability[1]")]), 1e-14);
        Near.Relative(expected.Low, double.Parse(row[columns.IndexOf("probability[1].low")]), 1e-14);
        Assert.Equal("", answer.GetProperty("rows")[1][columns.IndexOf("prediction")].GetString());
        var problem = await fixture.Lab.PostJson($"fits/{id}/predict", new { text = "race,age\npurple,30\n", threshold = 0.5 });
        Assert.Contains("purple", problem.GetProperty("message").GetString());
    }

    [Fact]
    public async Task What_if_is_the_library_s_prediction()
    {
        var (id, view) = await FitBirthwt("low ~ poly(age, 2) + race");
        Assert.Equal(["age", "race"], view.GetProperty("predictors").EnumerateArray().Select(predictor => predictor.GetProperty("name").GetString()!));
        var answer = await fixture.Lab.PostJson($"fits/{id}/what-if", new { values = new { age = "30", race = "white" }, along = "age" });
        var model = LogisticRegression.Fit(Birthwt, "low ~ poly(age, 2) + race");
        var expected = model.Predict(TableReader.Read("race,age\nwhite,30\nwhite,14\n"u8.ToArray(), "rows"));
        Near.Relative(expected[0].Probability, answer.GetProperty("here").GetProperty("probability").GetDouble(), 1e-14);
        Near.Relative(expected[0].High, answer.GetProperty("here").GetProperty("high").GetDouble(), 1e-14);
        double[] first = [14, expected[1].Probability, expected[1].Low, expected[1].High];
        for (var k = 0; k < first.Length; k++) Near.Relative(first[k], answer.GetProperty("curve")[0][k].GetDouble(), 1e-14);
        var (ridge, _) = await FitBirthwt("low ~ age", penalty: "l2", lambda: 0.1);
        answer = await fixture.Lab.PostJson($"fits/{ridge}/what-if", new { values = new { age = "30" }, along = "age" });
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("here").GetProperty("low").ValueKind);
        Assert.Contains("penalised", answer.GetProperty("refusal").GetString());
        var (nothing, _) = await FitBirthwt("low ~ 1");
        answer = await fixture.Lab.PostJson($"fits/{nothing}/what-if", new { values = new { }, along = "" });
        Near.Relative(59 / 189.0, answer.GetProperty("here").GetProperty("probability").GetDouble(), 1e-10);
    }

    [Fact]
    public async Task Performance_is_measured_on_rows_that_the_fit_has_not_seen()
    {
        var (id, view) = await FitBirthwt(testShare: 0.25);
        var split = TrainTestSplit.Stratified(Birthwt, "low", 0.25, 7);
        var model = LogisticRegression.Fit(split.Train, Formula);
        Assert.Equal(model.Coefficients.Select(c => c.Estimate!.Value), view.GetProperty("coefficients").EnumerateArray().Select(c => c.GetProperty("estimate").GetDouble()));
        foreach (var (table, isTest) in new[] { (split.Test, "true"), (split.Train, "false") })
        {
            var outcomes = ScoredOutcomes.Of(model, table);
            var performance = await fixture.Lab.Get($"fits/{id}/performance?test={isTest}");
            Assert.Equal(model.Evaluate(table).Auc, performance.GetProperty("auc")[0].GetDouble());
            Assert.Equal(table.Rows, performance.GetProperty("histogram").EnumerateArray().Sum(bar => bar[2].GetDouble() + bar[3].GetDouble()));
            var at = (await fixture.Lab.Get($"fits/{id}/threshold?test={isTest}&threshold=0.3&costFp=1&costFn=5"));
            var confusion = ConfusionCounts.At(outcomes.Classes.Span, outcomes.Probabilities.Span, 0.3);
            Assert.Equal(confusion.TruePositives, at.GetProperty("confusion").GetProperty("truePositives").GetDouble());
            Assert.Equal(confusion.FalsePositives + 5 * confusion.FalseNegatives, at.GetProperty("cost").GetDouble());
            var best = ThresholdChoice.ByCosts(outcomes.Classes.Span, outcomes.Probabilities.Span, 1, 5);
            var answer = await fixture.Lab.Get($"fits/{id}/best-threshold?test={isTest}&costFp=1&costFn=5");
            Assert.Equal(best.Threshold, answer.GetProperty("threshold").GetDouble());
        }
        // The commands of the page take up the same rows.
        var file = TableReader.Read(await fixture.Lab.Download($"fits/{id}/split.csv"), "split");
        Assert.Equal(split.Train.Rows, file.Where("split", "train").Rows);
        Assert.Contains("--rows split=train", view.GetProperty("run").GetProperty("command").GetString());
        Assert.Contains("TrainTestSplit.Stratified(table, \"low\", 0.25, 7)", view.GetProperty("run").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Influence_and_tests_of_terms_are_the_library_s()
    {
        var (id, _) = await FitBirthwt();
        var analysis = new Analysis(LogisticRegression.Fit(Birthwt, Formula), Birthwt);
        var rows = analysis.Rows();
        var overview = await fixture.Lab.Get($"fits/{id}/rows");
        var top = overview.GetProperty("top")[0];
        var most = Enumerable.Range(0, rows.Rows.Count).MaxBy(i => rows.CooksDistances[i]);
        Assert.Equal(most, top.GetProperty("place").GetInt32());
        Assert.Equal(rows.CooksDistances[most], top.GetProperty("cook").GetDouble());
        Assert.Equal(189, overview.GetProperty("points").GetArrayLength());
        var row = await fixture.Lab.Get($"fits/{id}/rows/{most}");
        Assert.Equal($"birthwt.csv, line {most + 2}", row.GetProperty("figures").GetProperty("where").GetString());
        Assert.Equal(Birthwt["race"].TextAt(most), row.GetProperty("values").EnumerateArray().Single(pair => pair[0].GetString() == "race")[1].GetString());
        Assert.Equal(analysis.Drop().Select(test => test.LikelihoodRatio), (await fixture.Lab.Get($"fits/{id}/terms")).EnumerateArray().Select(test => test.GetProperty("likelihoodRatio").GetDouble()));
    }

    [Fact]
    public async Task The_run_of_the_page_names_every_choice()
    {
        var (_, view) = await FitBirthwt("low ~ age + race", penalty: "l2", lambda: 0.25);
        Assert.Equal("logodds fit birthwt.csv --formula \"low ~ age + race\" --penalty l2 --lambda 0.25 --out model.json", view.GetProperty("run").GetProperty("command").GetString());
        Assert.Contains("new FitOptions { Penalty = new Ridge(0.25) }", view.GetProperty("run").GetProperty("code").GetString());
        var (_, firth) = await FitBirthwt("low ~ age", penalty: "firth");
        Assert.Contains("BiasReduction = BiasReduction.Firth", firth.GetProperty("run").GetProperty("code").GetString());
        Assert.Equal(LogisticRegression.Fit(Birthwt, "low ~ age", new FitOptions { BiasReduction = BiasReduction.Firth }).Coefficients[1].Estimate, firth.GetProperty("coefficients")[1].GetProperty("estimate").GetDouble());
        var ridge = LogisticRegression.Fit(Birthwt, "low ~ age + race", new FitOptions { Penalty = new Ridge(0.25) });
        Assert.Equal(ridge.Coefficients[1].Estimate, view.GetProperty("coefficients")[1].GetProperty("estimate").GetDouble());
    }

    [Theory]
    [InlineData("l1", null, "--penalty l1 --lambda 0.02", "ElasticNet.Lasso(0.02)")]
    [InlineData("elastic-net", 0.25, "--penalty elastic-net --l1-ratio 0.25 --lambda 0.02", "new ElasticNet(0.02, 0.25)")]
    [InlineData("group-lasso", null, "--penalty group-lasso --lambda 0.02", "new GroupLasso(0.02)")]
    public async Task Penalties_that_leave_columns_out_are_fitted(string penalty, double? ratio, string flags, string code)
    {
        var (_, view) = await FitBirthwt("low ~ age + race", penalty: penalty, lambda: 0.02, l1Ratio: ratio);
        Assert.Contains(flags, view.GetProperty("run").GetProperty("command").GetString());
        Assert.Contains(code, view.GetProperty("run").GetProperty("code").GetString());
        var model = LogisticRegression.Fit(Birthwt, "low ~ age + race", new FitOptions { Penalty = penalty switch { "l1" => ElasticNet.Lasso(0.02), "group-lasso" => new GroupLasso(0.02), _ => new ElasticNet(0.02, ratio!.Value) } });
        Assert.Equal(model.Coefficients.Select(c => c.Estimate), view.GetProperty("coefficients").EnumerateArray().Select(c => (double?)c.GetProperty("estimate").GetDouble()));
    }

    [Fact]
    public async Task Data_of_the_command_line_are_open_from_the_start()
    {
        await using var lab = await Lab.Start(new LabOptions { Data = "birthwt" });
        var given = (await lab.Get("")).GetProperty("given");
        Assert.Equal("birthwt.csv", given.GetProperty("file").GetString());
        Assert.Equal("low", (await lab.Get($"tables/{given.GetProperty("id").GetString()}")).GetProperty("target").GetString());
        var fault = await Assert.ThrowsAsync<UnusableDataException>(() => Lab.Start(new LabOptions { Data = "no-such-file.csv" }));
        Assert.Contains("no such file", fault.Message);
    }
}
