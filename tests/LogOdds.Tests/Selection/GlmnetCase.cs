using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds.Tests.Selection;

/// <summary>A reference path of glmnet: its values, its data, and how LogOdds is asked for the same.</summary>
internal sealed class GlmnetCase
{
    private GlmnetCase(string file)
    {
        Golden = Golden.Load(file);
        var data = Golden["data"].Text;
        var own = Path.Combine(Golden.Folder, "more", "data", data);
        Table = TableReader.Read(file.StartsWith("more/", StringComparison.Ordinal) ? own : Repository.Sample(data));
        Columns = Golden.Has("columns") ? Golden["columns"].Texts : Golden["terms"].Texts;
        Response = Golden.Has("response") ? Golden["response"].Text.Split(' ')[0] : Golden["formula"].Text.Split(' ')[0];
        HasIntercept = !Golden.Has("intercept_fitted") || Golden["intercept_fitted"].Flag;
        string[] terms = [.. Columns.Where(c => !c.StartsWith("race", StringComparison.Ordinal)).Select(c => $"`{c}`"), .. Columns.Contains("raceother") ? ["race"] : Array.Empty<string>()];
        Formula = $"{Response} ~ {string.Join(" + ", terms)}{(HasIntercept ? "" : " - 1")}";
        Lambdas = Golden["all_lambda"].NumbersOrOne;
        var ownPath = !Golden.Has("own_path") || Golden["own_path"].Flag;
        Options = new PathOptions
        {
            Penalty = new ElasticNet(0, Golden["alpha"].Number),
            Count = 50,
            Given = ownPath ? [] : Lambdas,
            Fit = new FitOptions
            {
                Weights = Text("weights"),
                Offset = Text("offset"),
                Standardize = Golden["standardize"].Flag ? StandardizeKind.Population : StandardizeKind.None,
                TermPenalties = Terms(),
            },
        };
    }

    public static IEnumerable<string> Files { get; } = new[] { "golden", "more/golden" }.SelectMany(folder =>
        Directory.GetFiles(Path.Combine(Golden.Folder, folder), "glmnet_*.json").Select(path => $"{folder}/{Path.GetFileName(path)}")).Where(file => !file.Contains("multinomial")).Order(StringComparer.Ordinal);

    public Golden Golden { get; }

    public Table Table { get; }

    public string Formula { get; }

    public string Response { get; }

    public bool HasIntercept { get; }

    public string[] Columns { get; }

    /// <summary>All strengths, of which some have coefficients in the file.</summary>
    public double[] Lambdas { get; }

    public PathOptions Options { get; }

    public static GlmnetCase Load(string file) => new(file);

    /// <summary>What LogOdds calls a column.</summary>
    public static string TermOf(string column) => column.StartsWith("race", StringComparison.Ordinal) ? $"race[{column[4..]}]" : column;

    /// <summary>The points with coefficients: place on the path, intercept, slopes.</summary>
    public IEnumerable<(int At, double Intercept, double[] Slopes)> Points()
    {
        var (at, intercepts) = (Golden["at"].NumbersOrOne, Golden[Golden.Has("a0") ? "a0" : "intercept"].NumbersOrOne);
        double[][] slopes = [.. Golden["beta"].Items.Select(item => item.Numbers)];
        // glmnet says of its first ridge that λ is finite, but has fitted one beyond all numbers.
        for (var k = 0; k < at.Length; k++)
            if (Golden["alpha"].Number > 0 || at[k] > 1) yield return ((int)at[k] - 1, intercepts[k], slopes[k]);
    }

    /// <summary>The objective at coefficients, by its definition.</summary>
    public double Objective(double lambda, double intercept, double[] slopes)
    {
        var design = LogisticRegression.Fit(Table, Formula, Options.Fit with { Penalty = Options.Penalty.WithLambda(1), Standardize = StandardizeKind.Population });
        var y = design.Encoding.Response.Encode(Table);
        double[][] x = [.. Columns.Select(c => c.StartsWith("race", StringComparison.Ordinal)
            ? [.. Enumerable.Range(0, Table.Rows).Select(row => Table["race"].TextAt(row) == c[4..] ? 1.0 : 0)]
            : ((NumericColumn)Table[c]).Values.ToArray())];
        double[] Numbers(string? name, double otherwise) => name is null ? [.. Enumerable.Repeat(otherwise, y.Length)] : ((NumericColumn)Table[name]).Values.ToArray();
        var (w, offset) = (Numbers(Options.Fit.Weights, 1), Numbers(Options.Fit.Offset, 0));
        var loss = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            var eta = offset[i] + intercept;
            for (var j = 0; j < x.Length; j++) eta += slopes[j] * x[j][i];
            loss += w[i] * (Math.Max(eta, 0) + Math.Log(1 + Math.Exp(-Math.Abs(eta))) - y[i] * eta);
        }
        var penalty = 0.0;
        for (var j = 0; j < slopes.Length; j++)
        {
            var b = slopes[j] * (Golden["standardize"].Flag ? design[TermOf(Columns[j])].Scale!.Value : 1);
            var factor = Options.Fit.TermPenalties.TryGetValue(TermOf(Columns[j]), out var term) ? term.Factor : 1;
            penalty += factor * (Options.Penalty.L1Ratio * Math.Abs(b) + (1 - Options.Penalty.L1Ratio) / 2 * b * b);
        }
        return loss / w.Sum() + lambda * penalty;
    }

    private Dictionary<string, TermPenalty> Terms()
    {
        if (!Golden.Has("penalty_factor") && !Golden.Has("lower_limits") && !Golden.Has("upper_limits")) return [];
        // glmnet makes the factors sum to the number of columns.
        var factors = Golden.Has("penalty_factor") ? Golden["penalty_factor"].Numbers : [.. Columns.Select(_ => 1.0)];
        return Columns.Select((column, j) => (column, Penalty: new TermPenalty
        {
            Factor = factors[j] * factors.Length / factors.Sum(),
            Lower = Golden.Has("lower_limits") ? Golden["lower_limits"].Numbers[j] : double.NegativeInfinity,
            Upper = Golden.Has("upper_limits") ? Golden["upper_limits"].Numbers[j] : double.PositiveInfinity,
        })).ToDictionary(pair => TermOf(pair.column), pair => pair.Penalty);
    }

    private string? Text(string name) => Golden.Has(name) ? Golden[name].Text : null;
}
