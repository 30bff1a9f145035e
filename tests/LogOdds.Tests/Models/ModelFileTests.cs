using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds.Tests.Models;

public class ModelFileTests
{
    public static TheoryData<string, string, bool> Fits => new()
    {
        { "birthwt.csv", "low ~ .", false },
        { "birthwt.csv", "low ~ .", true },
        { "breast_cancer.csv", "benign ~ .", false },
        { "study_hours_16.csv", "passed ~ 1", false },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void A_model_reads_back_bit_for_bit(string file, string formula, bool hasPenalty)
    {
        var table = TableReader.Read(Repository.Sample(file));
        var model = LogisticRegression.Fit(table, formula, hasPenalty ? new FitOptions { Penalty = new Ridge(0.1), Standardize = StandardizeKind.Sample } : null);
        var back = Load(Save(model));
        Assert.Equal(model.Coefficients, back.Coefficients);
        Assert.Equal(model.Statistics, back.Statistics);
        Assert.Equivalent(model.Objective, back.Objective, strict: true);
        Assert.Equal(model.Solver, back.Solver);
        Assert.Equal(model.Training, back.Training);
        Assert.Equal(model.Summary().ToString(), back.Summary().ToString());
        Assert.Equal(model.Probability(table), back.Probability(table));
        Assert.Equal(Save(model), Save(back));
    }

    [Fact]
    public void The_first_version_stays_readable()
    {
        // Written by version 1 of the format and kept as it was.
        var model = Load(File.ReadAllText(Repository.PathOf("tests", "LogOdds.Tests", "Models", "model-1.json")));
        Assert.Equal("low ~ age + race", model.Encoding.Formula);
        Assert.Equal(["black", "other", "white"], Assert.IsType<FactorVariable>(model.Encoding.Variables[1]).Levels);
        Near.Relative(0.4370873681390257, model.Probability(20, 0, 0), 1e-14);
        Near.Relative(model.Probability(20, 0, 1), model.Probability(new Table([new NumericColumn("age", new double[] { 20 }), CategoricalColumn.FromTexts("race", ["white"])]))[0], 1e-15);
    }

    [Fact]
    public void An_offset_is_asked_for_again_at_prediction()
    {
        var table = TableReader.Read(Path.Combine(Golden.Folder, "data/birthwt_weighted.csv"));
        var model = Load(Save(LogisticRegression.Fit(table, "low ~ age", new FitOptions { Offset = "off" })));
        var without = new Table(table.Columns.Where(c => c.Name != "off"));
        Assert.Contains("there is no column 'off'", Assert.Throws<UnusableDataException>(() => model.Probability(without)).Message);
        var off = ((NumericColumn)table["off"]).Values[0];
        Near.Relative(model.LogOdds(19) + off, model.LogOdds(table)[0], 1e-14);
    }

    [Theory]
    [InlineData("{", "not whole JSON")]
    [InlineData("[]", "there is no 'schema'")]
    [InlineData("{\"schema\": \"logodds.fit/1\"}", "not a model file: its schema is 'logodds.fit/1'")]
    [InlineData("{\"schema\": \"logodds.model/3\"}", "written by a later version (logodds.model/3; this one reads logodds.model/2). Update LogOdds")]
    [InlineData("{\"schema\": \"logodds.model/1\"}", "there is no 'response'")]
    [InlineData("{\"schema\": \"logodds.model/2\"}", "there is no 'response'")]
    public void What_is_no_model_is_refused_in_words(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<UnusableDataException>(() => Load(text)).Message);

    [Theory]
    [InlineData("\"estimate\": 0.", "\"estimate\": \"0.", null)]
    [InlineData("\"kind\": \"factor\"", "\"kind\": \"spline\"", "'predictors[1].kind' is 'spline'; known are numeric, factor")]
    [InlineData("\"term\": \"age\"", "\"term\": \"aged\"", "not the intercept followed by the terms")]
    [InlineData("\"status\": \"converged\"", "\"status\": \"great\"", "'solver.status' is 'great'")]
    [InlineData("\"column\": \"age\"", "\"column\": 7", "'predictors[0].column' is not a text")]
    public void Damage_is_named_by_its_place(string from, string to, string? expected)
    {
        var text = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Tests", "Models", "model-1.json"));
        Assert.Contains(from, text);
        var message = Assert.Throws<UnusableDataException>(() => Load(text.Replace(from, to))).Message;
        Assert.Contains("the model file is damaged", message);
        if (expected is not null) Assert.Contains(expected, message);
    }

    [Fact]
    public void No_cut_of_the_file_is_taken_for_a_model()
    {
        var text = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Tests", "Models", "model-1.json")).TrimEnd();
        for (var length = 0; length < text.Length; length += 7)
            Assert.Throws<UnusableDataException>(() => Load(text[..length]));
    }

    private static string Save(LogisticModel model)
    {
        var stream = new MemoryStream();
        ModelFile.Save(model, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static LogisticModel Load(string text) => ModelFile.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
}
