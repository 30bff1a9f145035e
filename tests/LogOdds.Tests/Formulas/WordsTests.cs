using System.Globalization;
using System.IO.Compression;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds.Tests;

public class WordsTests
{
    [Fact]
    public void Words_are_weighted_as_scikit_learn_weights_them()
    {
        var table = Messages();
        var model = LogisticRegression.Fit(table, "label ~ 0 + words(text)", new FitOptions { Penalty = new Ridge(1 / (10.0 * table.Rows)) });
        var words = Assert.IsType<WordsVariable>(model.Encoding.Variables.Single());
        Assert.Equal(File.ReadAllLines(Path.Combine(Golden.Folder, "more", "data", "sms_spam_vocabulary.txt")), words.Vocabulary);
        var rows = ((BoundSparse)model.Encoding.Bind(table).Predictors.Single()).Matrix;
        var row = 0;
        foreach (var line in Lines("sms_spam.svm.gz"))
        {
            var expected = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(pair => pair.Split(':')).ToArray();
            var (indices, values) = rows.Row(row++);
            Assert.Equal(expected.Select(pair => int.Parse(pair[0], CultureInfo.InvariantCulture) - 1), indices.ToArray());
            for (var k = 0; k < expected.Length; k++) Near.Absolute(double.Parse(expected[k][1], CultureInfo.InvariantCulture), values.Span[k], 5.01e-7);
        }
        Assert.Equal(table.Rows, row);
        var golden = Golden.Load("more/golden/liblinear_sms_spam_l2_dual_C10.json")["exact"];
        Near.Relative(golden["objective_value"].Number, model.Statistics.Objective * 10 * table.Rows, 1e-6);
        foreach (var large in golden["largest"].Items) Near.Absolute(large["weight"].Number, model.Coefficients[(int)large["feature"].Number - 1].Estimate!.Value, 1e-4);
    }

    [Fact]
    public void What_was_learned_is_kept_with_the_model()
    {
        var table = Small();
        foreach (var formula in new[] { "y ~ words(text, min = 1)", "y ~ words(text, buckets = 8) + n", "y ~ hash(city, 4) + n", "y ~ hash(n, buckets = 3)" })
        {
            var model = LogisticRegression.Fit(table, formula, new FitOptions { Penalty = new Ridge(0.1) });
            var stream = new MemoryStream();
            ModelFile.Save(model, stream);
            stream.Position = 0;
            var read = ModelFile.Load(stream);
            Assert.Equal(model.Coefficients, read.Coefficients);
            Assert.Equal(model.Probability(table), read.Probability(table));
            Assert.Equal(model.Coefficients.Count, model.InWords().Count);
        }
    }

    [Fact]
    public void Words_and_levels_that_a_fit_did_not_know_do_no_harm()
    {
        var model = LogisticRegression.Fit(Small(), "y ~ words(text, min = 1)", new FitOptions { Penalty = new Ridge(0.1) });
        var p = model.LogOdds(Table(("text", ["free xylophone", "free", null, "!"])));
        Assert.Equal(p[1], p[0]);
        Assert.True(double.IsNaN(p[2]));
        Assert.Equal(model["(Intercept)"].Estimate, p[3]);
        var hashed = LogisticRegression.Fit(Small(), "y ~ hash(city, 4)", new FitOptions { Penalty = new Ridge(0.1) });
        Assert.True(double.IsFinite(hashed.LogOdds(Table(("city", ["Nowhere", "Bonn"])))[0]));
    }

    // Values of FNV-1a by its authors' test vectors.
    [Theory]
    [InlineData("", 0x811c9dc5)]
    [InlineData("a", 0xe40c292c)]
    [InlineData("foobar", 0xbf9cf968)]
    public void Buckets_are_the_same_everywhere(string text, uint hash)
    {
        foreach (var buckets in new[] { 2, 1000, 1 << 20 }) Assert.Equal((int)(hash % (uint)buckets), StableHash.BucketOf(text, buckets));
    }

    [Theory]
    [InlineData("y ~ words(n)", "column 'n' holds no texts")]
    [InlineData("y ~ words(text, min = 99)", "no word stands in 99 texts")]
    [InlineData("y ~ words(text):n", "cannot be part of a product")]
    public void What_cannot_be_learned_is_refused(string formula, string message) =>
        Assert.Contains(message, Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(Small(), formula)).Message);

    [Theory]
    [InlineData("y ~ words(text, 3)", "words takes min")]
    [InlineData("y ~ words(log(text))", "words takes a column of texts")]
    [InlineData("y ~ hash(city)", "hash takes a column and the number of buckets")]
    [InlineData("y ~ hash(city, 1.5)", "A whole number from 1 to")]
    public void What_cannot_be_meant_is_refused(string formula, string message) =>
        Assert.Contains(message, Assert.Throws<FormulaException>(() => LogisticRegression.Fit(Small(), formula)).Message);

    [Fact]
    public void A_factor_of_very_many_levels_needs_no_matrix()
    {
        const int rows = 20_000, levels = 6_000;
        var (y, codes) = (new double[rows], new int[rows]);
        for (var i = 0; i < rows; i++) (codes[i], y[i]) = ((int)(i * 2654435761L % levels), i * 40503L % 7 < 3 + i % 2 ? 1 : 0);
        var table = new Table([new NumericColumn("y", y), new CategoricalColumn("city", Enumerable.Range(0, levels).Select(level => $"c{level}"), codes), new NumericColumn("n", Enumerable.Range(0, rows).Select(i => (double)(i % 13)).ToArray())]);
        var model = LogisticRegression.Fit(table, "y ~ city + n", new FitOptions { Penalty = new Ridge(1e-3) });
        Assert.Equal(("newton-cg", LogOdds.Solvers.SolverStatus.Converged), (model.Solver.Name, model.Solver.Status));
    }

    private static Table Small()
    {
        string[] words = ["free", "prize", "now", "lunch", "home", "late"];
        var rows = Enumerable.Range(0, 60).ToArray();
        return Table(("text", [.. rows.Select(i => $"{words[i % 6]} {words[i * i % 5]}!")]), ("city", [.. rows.Select(i => i % 4 == 0 ? "Bonn" : i % 3 == 0 ? "Köln" : $"c{i % 7}")]),
            ("y", [.. rows.Select(i => i % 6 < 3 == (i % 5 > 0) ? "spam" : "ham")]), ("n", [.. rows.Select(i => $"{i % 9}")]));
    }

    private static Table Table(params (string Name, string?[] Values)[] columns) => new(columns.Select(column => column.Name == "n"
        ? (Column)new NumericColumn("n", column.Values.Select(v => double.Parse(v!, CultureInfo.InvariantCulture)).ToArray()) : CategoricalColumn.FromTexts(column.Name, column.Values)));

    private static Table Messages()
    {
        var fields = Lines("sms_spam.tsv.gz").Skip(1).Select(line => line.Split('\t', 2)).ToArray();
        return Table(("label", [.. fields.Select(f => f[0])]), ("text", [.. fields.Select(f => f[1])]));
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Golden.Folder, "more", "data", file)), CompressionMode.Decompress));
        foreach (var line in reader.ReadToEnd().TrimEnd('\n').Split('\n')) yield return line;
    }
}
