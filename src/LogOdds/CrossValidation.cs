using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>
/// The strength of a penalty, and the penalty where there are several, chosen by how fits do on rows they have not seen (Stone, Journal of
/// the Royal Statistical Society B 36, 1974). What is learned of the columns for the penalty is learned in each fold anew.
/// </summary>
public sealed class CrossValidation
{
    private readonly FitData _data;
    private readonly FoldPath[][][] _folds;

    private CrossValidation(FitData data, CrossValidationOptions options, IReadOnlyList<Folds> partitions, IReadOnlyList<CrossValidationCurve> curves, IReadOnlyList<RegularizationPath> paths, FoldPath[][][] folds) =>
        (_data, Options, Partitions, Curves, Paths, _folds) = (data, options, partitions, curves, paths, folds);

    /// <summary>What was asked for.</summary>
    public CrossValidationOptions Options { get; }

    /// <summary>How the rows were shared out, once a repeat.</summary>
    public IReadOnlyList<Folds> Partitions { get; }

    /// <summary>What was measured, one curve a penalty.</summary>
    public IReadOnlyList<CrossValidationCurve> Curves { get; }

    /// <summary>The paths of the penalties over all rows.</summary>
    public IReadOnlyList<RegularizationPath> Paths { get; }

    /// <summary>The place of the penalty with the best mean; of equals the first.</summary>
    public int BestPenalty => Enumerable.Range(0, Curves.Count).MinBy(k => Curves[k].BestLoss);

    /// <summary>The curve of the penalty that is chosen.</summary>
    public CrossValidationCurve Best => Curves[BestPenalty];

    /// <summary>The point that is chosen.</summary>
    public CrossValidationPoint Chosen => Best.Points[Best.IndexBy(Options.Rule)];

    /// <summary>The penalty that is chosen, with its strength.</summary>
    public IProximalPenalty ChosenPenalty => Best.Penalty.WithLambda(Chosen.Lambda);

    /// <summary>How the table became a design.</summary>
    public Encoding Encoding => _data.Encoding;

    /// <summary>What became of the rows.</summary>
    public RowCounts Rows => _data.RowCounts();

    /// <summary>The responses of the rows used, in their order: 0 or 1, or the share of class 1.</summary>
    public ReadOnlyMemory<double> Responses => _data.Response.Values;

    /// <summary>The log-odds of each row used under the choice, from the fit that has not seen it; over repeats, their mean.</summary>
    public double[] HeldOutLogOdds()
    {
        var (sum, at) = (new double[_data.Data.Rows], Best.IndexBy(Options.Rule));
        foreach (var fold in _folds[BestPenalty].SelectMany(repeat => repeat))
        {
            var eta = fold.LogOdds(at);
            for (var i = 0; i < eta.Length; i++) sum[fold.Rows[i]] += eta[i];
        }
        VectorKernels.Scale(sum, 1.0 / Partitions.Count);
        return sum;
    }

    /// <summary>The map that calibrates the model of the choice, fitted to what fits said of rows that they had not seen.</summary>
    /// <param name="method"><c>platt</c>, <c>beta</c> or <c>isotonic</c>.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    /// <exception cref="NoAnswerException">Rows hold several trials.</exception>
    public CalibrationMap Calibrate(string method = "platt") => _data.Encoding.Response.Kind == ResponseKind.Classes
        ? Calibrator.Fit(method, _data.Response.Values.Span, HeldOutLogOdds(), _data.Response.Weights.Span)
        : throw new NoAnswerException("A calibration is fitted to rows of one trial each; these hold several.");

    /// <summary>The model of the choice, fitted to all rows.</summary>
    public LogisticModel Model() => Paths[BestPenalty].ModelAt(Chosen.Lambda).With(new ModelChoice(
        MeasureNames.Of(Options.Measure), MeasureNames.Of(Options.Rule), Partitions[0].Count, Partitions.Count, Options.FoldColumn is null ? Options.Seed : null,
        Curves.Sum(curve => curve.Points.Count), Chosen.Mean, Chosen.StandardError));

    /// <summary>Cross-validates the paths of the options.</summary>
    internal static CrossValidation Of(Table table, Formula formula, CrossValidationOptions options)
    {
        options.Validate();
        var fit = options.Path.Fit;
        var data = FitData.Learn(table, formula, fit, isOfSeveral: false, [.. new[] { options.FoldColumn, options.GroupColumn }.OfType<string>()]);
        var partitions = PartitionsOf(data, options);
        foreach (var folds in partitions) RequireBothClasses(data, folds, options.Measure);
        PathOptions[] asked = [.. options.Paths];
        var paths = Array.ConvertAll(asked, path => RegularizationPath.Of(data, path));

        // 1. Each fold of each repeat by itself, on a core of its own.
        var folded = Array.ConvertAll(asked, _ => Array.ConvertAll(partitions, folds => new FoldPath[folds.Count]));
        (int Path, int Repeat, int Fold)[] jobs = [.. from path in Enumerable.Range(0, paths.Length) from repeat in Enumerable.Range(0, partitions.Length) from fold in Enumerable.Range(0, partitions[repeat].Count) select (path, repeat, fold)];
        var done = 0;
        Cores.Each(jobs.Length, isWorthSeveral: true, fit.Threads, job =>
        {
            fit.Cancellation.ThrowIfCancellationRequested();
            var (path, repeat, fold) = jobs[job];
            folded[path][repeat][fold] = FoldPath.Of(data, asked[path], paths[path].Lambdas, partitions[repeat], fold, options.Measure);
            options.Progress?.Report(Interlocked.Increment(ref done) / (double)jobs.Length);
        });

        // 2. The mean over folds, and how far it may be off.
        var curves = paths.Select((path, k) => new CrossValidationCurve(asked[k].Penalty, options.Measure,
            [.. path.Points.Select((point, strength) => PointOf(point, [.. folded[k].Select(repeat => MeanOf(repeat, strength))]))])).ToArray();
        return new CrossValidation(data, options, partitions, curves, paths, folded);
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

    private static Folds[] PartitionsOf(FitData data, CrossValidationOptions options)
    {
        string[] Texts(string name) => [.. Enumerable.Range(0, data.Data.Rows).Select(data.Rows.Table[name].TextAt)];
        if (options.FoldColumn is { } given) return [Folds.Given(Texts(given))];
        var response = data.Encoding.Response;
        var random = new SeededRandom(options.Seed);
        return [.. Enumerable.Range(0, options.Repeats).Select(repeat =>
        {
            var seed = repeat == 0 ? options.Seed : (long)random.NextBits();
            if (options.GroupColumn is { } groups) return Folds.Grouped(Texts(groups), options.Folds, seed);
            return options.IsStratified && response.Kind == ResponseKind.Classes
                ? Folds.Stratified([.. data.Response.Values.ToArray().Select(y => y == 1 ? response.Positive : response.Negative)], options.Folds, seed)
                : Folds.Random(data.Data.Rows, options.Folds, seed);
        })];
    }

    /// <summary>Makes sure that the fit of each fold has rows of both classes to see, and where an area is measured, to be measured on.</summary>
    private static void RequireBothClasses(FitData data, Folds folds, CrossValidationMeasure measure)
    {
        var (of, ones, zeros) = (folds.FoldOf, new double[folds.Count], new double[folds.Count]);
        for (var row = 0; row < of.Count; row++)
        {
            var (y, weight) = (data.Response.Values.Span[row], data.Response.WeightOf(row));
            ones[of[row]] += weight * y;
            zeros[of[row]] += weight * (1 - y);
        }
        for (var fold = 0; fold < folds.Count; fold++)
        {
            if (ones[fold] + zeros[fold] == 0) throw new UnusableDataException($"fold {fold + 1} has no row of weight above 0");
            if (!ones.Where((_, other) => other != fold).Any(weight => weight > 0) || !zeros.Where((_, other) => other != fold).Any(weight => weight > 0))
                throw new UnusableDataException($"without fold {fold + 1} all rows are of one class", remedy: "Use fewer folds, or groups or folds that mix the classes.");
            if (measure == CrossValidationMeasure.Auc && (ones[fold] == 0 || zeros[fold] == 0))
                throw new UnusableDataException($"fold {fold + 1} holds out rows of one class only, on which there is no area under a ROC curve", remedy: "Use fewer folds, or another measure.");
        }
    }
}
