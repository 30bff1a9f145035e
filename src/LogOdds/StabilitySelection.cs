using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Numerics;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>
/// Columns that are selected again and again on random halves of the rows, with a bound on how many of them are there by chance (Meinshausen and
/// Bühlmann, Journal of the Royal Statistical Society B 72, 2010; halves in complementary pairs: Shah and Samworth, ibid. 75, 2013).
/// </summary>
/// <remarks>
/// On each half the path is followed until q columns have been selected. The expected number of columns without effect that are called stable is
/// then at most q²/((2π − 1)p), for p columns and the threshold π, if these have all the same chance and selection is better than guessing
/// (theorem 1 of Meinshausen and Bühlmann). q is the largest that keeps the bound.
/// </remarks>
public sealed class StabilitySelection
{
    private StabilitySelection(StabilityOptions options, IReadOnlyList<double> lambdas, IReadOnlyList<StableColumn> columns, int selected, double bound) =>
        (Options, Lambdas, Columns, SelectedEachTime, FalseSelectionBound) = (options, lambdas, columns, selected, bound);

    /// <summary>What was asked for.</summary>
    public StabilityOptions Options { get; }

    /// <summary>The strengths of the paths, falling.</summary>
    public IReadOnlyList<double> Lambdas { get; }

    /// <summary>All columns that are penalised, the most often selected first.</summary>
    public IReadOnlyList<StableColumn> Columns { get; }

    /// <summary>q: a path ends once so many columns have been selected.</summary>
    public int SelectedEachTime { get; }

    /// <summary>The most columns without effect that are to be expected among the stable ones.</summary>
    public double FalseSelectionBound { get; }

    /// <summary>The columns that are stable.</summary>
    public IEnumerable<StableColumn> Stable => Columns.Where(column => column.IsStable);

    internal static StabilitySelection Of(Table table, Formula formula, StabilityOptions options)
    {
        options.Validate();
        var fit = options.Path.Fit;
        var data = FitData.Learn(table, formula, fit);
        var whole = new PathFit(data, options.Path, data.WithClassWeights(data.Response, fit.ClassWeight), vectors: 1, fit.Threads);
        var lambdas = whole.Strengths();
        var candidates = whole.Penalized();
        var most = (int)Math.Floor(Math.Sqrt(options.FalseSelections * (2 * options.Threshold - 1) * candidates.Length));
        if (most < 1)
            throw new UnusableDataException($"with {candidates.Length} columns no path could select a single one and keep false selections to {options.FalseSelections}", remedy: "Raise the threshold, or allow more false selections.");

        // 1. For each half, at which λ each column was selected first.
        var first = new Dictionary<int, int>[2 * options.Pairs];
        var (halves, done) = (HalvesOf(data, options), 0);
        Cores.Each(first.Length, isWorthSeveral: true, fit.Threads, half =>
        {
            fit.Cancellation.ThrowIfCancellationRequested();
            first[half] = FirstSelected(data, options.Path, halves[half], lambdas, candidates, most);
            options.Progress?.Report(Interlocked.Increment(ref done) / (double)first.Length);
        });

        // 2. The share of halves that had selected it by each λ.
        var columns = candidates.Select(column =>
        {
            var shares = new double[lambdas.Length];
            foreach (var half in first)
                if (half.TryGetValue(column, out var at))
                    for (var k = at; k < shares.Length; k++) shares[k]++;
            VectorKernels.Scale(shares, 1.0 / first.Length);
            return new StableColumn(data.Encoding.Terms[column], shares[^1], shares, shares[^1] >= options.Threshold);
        }).OrderByDescending(column => column.Share).ToArray();
        return new StabilitySelection(options, lambdas, columns, most, most * most / ((2 * options.Threshold - 1) * candidates.Length));
    }

    private static Dictionary<int, int> FirstSelected(FitData data, PathOptions options, double[] weights, double[] lambdas, int[] candidates, int most)
    {
        var fit = new PathFit(data, options, data.WithClassWeights(data.Response with { Weights = weights }, options.Fit.ClassWeight), vectors: 1, threads: 1);
        var (seen, eligible, at) = (new Dictionary<int, int>(), candidates.ToHashSet(), 0);
        fit.Follow(lambdas, result =>
        {
            // Columns that come with one λ are all counted, or where they are too many, those that weigh most.
            foreach (var (column, _) in fit.Selected(result).Where(slope => eligible.Contains(slope.Column) && !seen.ContainsKey(slope.Column)).OrderByDescending(slope => slope.Size).Take(most - seen.Count)) seen[column] = at;
            at++;
            return seen.Count >= most;
        });
        return seen;
    }

    /// <summary>Weights of pairs of halves, drawn within each class so that all halves have both.</summary>
    private static double[][] HalvesOf(FitData data, StabilityOptions options)
    {
        var random = new SeededRandom(options.Seed);
        var y = data.Response.Values.ToArray();
        int[][] classes = [.. Enumerable.Range(0, y.Length).GroupBy(row => data.Encoding.Response.Kind == ResponseKind.Classes ? y[row] : 0).OrderBy(group => group.Key).Select(group => group.ToArray())];
        if (classes.Any(rows => rows.Length < 4)) throw new UnusableDataException("a class has fewer than 4 rows, too few for halves");
        var halves = new double[2 * options.Pairs][];
        for (var pair = 0; pair < options.Pairs; pair++)
        {
            var (one, other) = (new double[y.Length], new double[y.Length]);
            foreach (var rows in classes)
            {
                random.Shuffle(rows);
                for (var i = 0; i < rows.Length; i++) (i < rows.Length / 2 ? one : other)[rows[i]] = data.Response.WeightOf(rows[i]);
            }
            (halves[2 * pair], halves[2 * pair + 1]) = (one, other);
        }
        return halves;
    }
}
