using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>The strength of a penalty on the log-odds of two classes, and the penalty where there are several, chosen by how fits do on rows they have not seen.</summary>
public sealed class CrossValidation : PathValidation
{
    private CrossValidation(FitData data, CrossValidationOptions options, IReadOnlyList<RegularizationPath> paths, FoldedPaths folded)
        : base(data, options, folded) => Paths = paths;

    /// <inheritdoc/>
    public override IReadOnlyList<RegularizationPath> Paths { get; }

    /// <summary>What became of the rows.</summary>
    public RowCounts Rows => Data.RowCounts();

    /// <summary>The responses of the rows used, in their order: 0 or 1, or the share of class 1.</summary>
    public ReadOnlyMemory<double> Responses => Data.Response.Values;

    /// <summary>The log-odds of each row used under the choice, from the fit that has not seen it; over repeats, their mean.</summary>
    public double[] HeldOutLogOdds()
    {
        var sum = new double[Data.Data.Rows];
        foreach (var fold in ChosenFolds)
        {
            var eta = fold.Predictors(ChosenIndex);
            for (var i = 0; i < eta.Length; i++) sum[fold.Rows[i]] += eta[i];
        }
        VectorKernels.Scale(sum, 1.0 / Partitions.Count);
        return sum;
    }

    /// <summary>The map that calibrates the model of the choice, fitted to what fits said of rows that they had not seen.</summary>
    /// <param name="method"><c>platt</c>, <c>beta</c> or <c>isotonic</c>.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    /// <exception cref="NoAnswerException">Rows hold several trials.</exception>
    public CalibrationMap Calibrate(string method = "platt") => Data.Encoding.Response.Kind == ResponseKind.Classes
        ? Calibrator.Fit(method, Data.Response.Values.Span, HeldOutLogOdds(), Data.Response.Weights.Span)
        : throw new NoAnswerException("A calibration is fitted to rows of one trial each; these hold several.");

    /// <summary>The model of the choice, fitted to all rows.</summary>
    public LogisticModel Model() => Paths[BestPenalty].ModelAt(Chosen.Lambda).With(new ModelChoice(
        MeasureNames.Of(Options.Measure), MeasureNames.Of(Options.Rule), Partitions[0].Count, Partitions.Count, Options.FoldColumn is null ? Options.Seed : null,
        Curves.Sum(curve => curve.Points.Count), Chosen.Mean, Chosen.StandardError));

    /// <summary>Cross-validates the paths of the options.</summary>
    internal static CrossValidation Of(Table table, Formula formula, CrossValidationOptions options)
    {
        options.Validate();
        var data = FitData.Learn(table, formula, options.Path.Fit, isOfSeveral: false, options.Besides);
        var partitions = FoldedPaths.PartitionsOf(data, options);
        foreach (var folds in partitions) RequireBothClasses(data, folds, options.Measure);
        (RegularizationPath Path, PathTrail? Trail)[] paths = [.. options.Paths.Select(path => (RegularizationPath.Of(data, path, out var trail), trail))];
        return new CrossValidation(data, options, Array.ConvertAll(paths, path => path.Path), FoldedPaths.Of(data, options, vectors: 1, partitions, Array.ConvertAll(paths, path => ((PenaltyPath)path.Path, path.Trail))));
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
