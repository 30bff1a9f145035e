using LogOdds.Formulas;
using LogOdds.Numerics;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>Paths fitted without the rows of each fold, and what was measured on those.</summary>
/// <param name="Partitions">How the rows were shared out, once a repeat.</param>
/// <param name="Folds">By penalty, repeat and fold.</param>
/// <param name="Curves">What was measured, one curve a penalty.</param>
internal sealed record FoldedPaths(Folds[] Partitions, FoldPath[][][] Folds, CrossValidationCurve[] Curves)
{
    /// <summary>Fits the folds of paths.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="vectors">How many vectors of coefficients there are: one for the log-odds of two classes, else one a class.</param>
    /// <param name="partitions">How the rows are shared out, once a repeat.</param>
    /// <param name="paths">The paths over all rows, whose strengths are those of the folds, with the trails that they left.</param>
    public static FoldedPaths Of(FitData data, CrossValidationOptions options, int vectors, Folds[] partitions, (PenaltyPath Path, PathTrail? Trail)[] paths)
    {
        // 1. Each fold of each repeat by itself, on a core of its own.
        var fit = options.Path.Fit;
        var folded = paths.Select(_ => Array.ConvertAll(partitions, folds => new FoldPath[folds.Count])).ToArray();
        (int Path, int Repeat, int Fold)[] jobs = [.. from path in Enumerable.Range(0, paths.Length) from repeat in Enumerable.Range(0, partitions.Length) from fold in Enumerable.Range(0, partitions[repeat].Count) select (path, repeat, fold)];
        var lambdas = Array.ConvertAll(paths, path => path.Path.Lambdas);
        var done = 0;
        Cores.Each(jobs.Length, isWorthSeveral: true, fit.Threads, job =>
        {
            fit.Cancellation.ThrowIfCancellationRequested();
            var (path, repeat, fold) = jobs[job];
            folded[path][repeat][fold] = FoldPath.Of(data, paths[path].Path.Options, vectors, lambdas[path], partitions[repeat], fold, options.Measure, paths[path].Trail);
            options.Progress?.Report(Interlocked.Increment(ref done) / (double)jobs.Length);
        });

        // 2. The mean over folds, and how far it may be off.
        var curves = paths.Select((path, k) => new CrossValidationCurve(path.Path.Options.Penalty, options.Measure,
            [.. path.Path.Points.Select((point, strength) => PointOf(point, [.. folded[k].Select(repeat => MeanOf(repeat, strength))]))])).ToArray();
        return new FoldedPaths(partitions, folded, curves);
    }

    /// <summary>Shares the rows out, once a repeat.</summary>
    public static Folds[] PartitionsOf(FitData data, CrossValidationOptions options)
    {
        string[] Texts(string name) => [.. Enumerable.Range(0, data.Data.Rows).Select(data.Rows.Table[name].TextAt)];
        if (options.FoldColumn is { } given) return [Selection.Folds.Given(Texts(given))];
        var response = data.Encoding.Response;
        var random = new SeededRandom(options.Seed);
        return [.. Enumerable.Range(0, options.Repeats).Select(repeat =>
        {
            var seed = repeat == 0 ? options.Seed : (long)random.NextBits();
            if (options.GroupColumn is { } groups) return Selection.Folds.Grouped(Texts(groups), options.Folds, seed);
            return options.IsStratified && response.Kind == ResponseKind.Classes
                ? Selection.Folds.Stratified([.. data.Response.Values.ToArray().Select(y => response.Levels[(int)y])], options.Folds, seed)
                : Selection.Folds.Random(data.Data.Rows, options.Folds, seed);
        })];
    }

    /// <summary>The mean over repeats. They share their rows, so that they do not make the error of their mean less than that of one.</summary>
    private static CrossValidationPoint PointOf(PathPoint point, (double Mean, double Error)[] repeats) =>
        new(point.Lambda, repeats.Average(repeat => repeat.Mean), Math.Sqrt(repeats.Average(repeat => repeat.Error * repeat.Error)), point.NonZero);

    /// <summary>The mean over folds by their weights, and its standard error as of so many independent values.</summary>
    private static (double Mean, double Error) MeanOf(FoldPath[] folds, int strength)
    {
        var total = folds.Sum(fold => fold.Weight);
        var mean = folds.Sum(fold => fold.Weight * fold.Values[strength]) / total;
        var square = folds.Sum(fold => fold.Weight * (fold.Values[strength] - mean) * (fold.Values[strength] - mean)) / total;
        return (mean, Math.Sqrt(square / (folds.Length - 1)));
    }
}
