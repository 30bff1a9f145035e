namespace LogOdds.Metrics;

/// <summary>The figures of one class against all others. A figure that does not exist is NaN.</summary>
/// <param name="Precision">Of the rows predicted to be of the class, the share that is, in [0, 1]; NaN when none is predicted.</param>
/// <param name="Recall">Of the rows of the class, the share predicted to be, in [0, 1]; NaN when there are none.</param>
/// <param name="F1">2·TP / (2·TP + FP + FN), in [0, 1]; NaN when no row is of the class or predicted to be.</param>
/// <param name="Auc">The area under the ROC curve of the class's probability for the class against the rest, from 0 to 1; NaN where there is no rest, or nothing but the rest.</param>
/// <param name="Support">The rows of the class, or their weight.</param>
public sealed record ClassMetrics(double Precision, double Recall, double F1, double Auc, double Support);
