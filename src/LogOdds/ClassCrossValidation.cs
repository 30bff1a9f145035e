using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>The strength of a penalty on a model of several classes without order, and the penalty where there are several, chosen by how fits do on rows they have not seen.</summary>
public sealed class ClassCrossValidation : PathValidation
{
    private ClassCrossValidation(FitData data, CrossValidationOptions options, IReadOnlyList<ClassPath> paths, FoldedPaths folded)
        : base(data, options, folded) => Paths = paths;

    /// <inheritdoc/>
    public override IReadOnlyList<ClassPath> Paths { get; }

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Classes => Encoding.Response.Levels;

    /// <summary>What became of the rows.</summary>
    public ClassRows Rows => Data.ClassRows();

    /// <summary>The probabilities of the classes for each row used under the choice, from the fit that has not seen it; over repeats, their mean.</summary>
    /// <returns>n × K probabilities, row after row.</returns>
    public double[] HeldOutProbabilities()
    {
        var classes = Classes.Count;
        var sum = new double[Data.Data.Rows * classes];
        foreach (var fold in ChosenFolds)
        {
            var etas = fold.Predictors(ChosenIndex);
            var mus = new double[etas.Length];
            Softmax.Probabilities(classes, etas, mus);
            for (var i = 0; i < fold.Rows.Length; i++)
                for (var k = 0; k < classes; k++) sum[fold.Rows[i] * classes + k] += mus[k * fold.Rows.Length + i] / Partitions.Count;
        }
        return sum;
    }

    /// <summary>The model of the choice, fitted to all rows.</summary>
    public ClassModel Model() => Paths[BestPenalty].ModelAt(Chosen.Lambda);

    /// <summary>Cross-validates the paths of the options.</summary>
    internal static ClassCrossValidation Of(Table table, Formula formula, CrossValidationOptions options)
    {
        options.Validate();
        foreach (var path in options.Paths) ClassPath.Require(path);
        if (options.Measure == CrossValidationMeasure.Auc) throw new ArgumentException("The area under a ROC curve is a measure of two classes: choose the deviance, the class error or the Brier score.");
        var data = FitData.Learn(table, formula, options.Path.Fit, isOfSeveral: true, options.Besides);
        var partitions = FoldedPaths.PartitionsOf(data, options);
        foreach (var folds in partitions) RequireAllClasses(data, folds);
        ClassPath[] paths = [.. options.Paths.Select(path => ClassPath.Of(data, path))];
        return new ClassCrossValidation(data, options, paths, FoldedPaths.Of(data, options, data.Encoding.Response.Levels.Count, partitions, Array.ConvertAll(paths, path => ((PenaltyPath)path, (PathTrail?)null))));
    }

    /// <summary>Makes sure that there are rows to measure on in each fold, and of all classes outside it.</summary>
    private static void RequireAllClasses(FitData data, Folds folds)
    {
        var own = data.Response.WeightByClass(data.Encoding.Response.Levels.Count);
        for (var fold = 0; fold < folds.Count; fold++)
        {
            var seen = (data.Response with { Weights = folds.TrainingWeights(fold, data.Response.Weights.Span) }).WeightByClass(own.Length);
            if (seen.SequenceEqual(own)) throw new UnusableDataException($"fold {fold + 1} has no row of weight above 0");
            if (Array.IndexOf(seen, 0) is var empty and >= 0)
                throw new UnusableDataException($"without fold {fold + 1} no row is of the class '{data.Encoding.Response.Levels[empty]}'", remedy: "Use fewer folds, or groups or folds that mix the classes.");
        }
    }
}
