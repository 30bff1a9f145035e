namespace LogOdds.Metrics;

/// <summary>A point of a decision curve. Predicting none has the net benefit 0 at every threshold.</summary>
/// <param name="Threshold">The probability from which on one would act, in [0, 1).</param>
/// <param name="Model">The net benefit of acting where the model says at least that much; at most the prevalence.</param>
/// <param name="TreatAll">The net benefit of acting on every row.</param>
public readonly record struct DecisionCurvePoint(double Threshold, double Model, double TreatAll);
