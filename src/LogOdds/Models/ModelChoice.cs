namespace LogOdds.Models;

/// <summary>How the penalty of a model was chosen by cross-validation.</summary>
/// <param name="Measure">What was measured on the rows held out: <c>deviance</c>, <c>class</c>, <c>auc</c>, <c>mse</c>, <c>brier</c>.</param>
/// <param name="Rule">Which strength was taken: <c>min</c>, the best, or <c>1se</c>, the largest within a standard error of it.</param>
/// <param name="FoldCount">The number of folds.</param>
/// <param name="Repeats">How often the rows were shared out anew.</param>
/// <param name="Seed">The seed of the folds; null where they were given.</param>
/// <param name="Candidates">How many penalties and strengths there were to choose from.</param>
/// <param name="Mean">The measure of the one that was chosen: the mean over the folds.</param>
/// <param name="StandardError">The standard error of that mean.</param>
public sealed record ModelChoice(string Measure, string Rule, int FoldCount, int Repeats, long? Seed, int Candidates, double Mean, double StandardError);
