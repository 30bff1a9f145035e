namespace LogOdds.Inference;

/// <summary>A test of a model against a smaller one that it contains.</summary>
/// <param name="Name">What the larger model has more: a term.</param>
/// <param name="DegreesOfFreedom">How many coefficients more.</param>
/// <param name="Deviance">The deviance of the model without it (of a list that drops terms), or with it (of one that adds them).</param>
/// <param name="Aic">Akaike's criterion of that model.</param>
/// <param name="LikelihoodRatio">Twice the difference of the log-likelihoods.</param>
/// <param name="LikelihoodRatioP">Its p-value by χ².</param>
/// <param name="Score">Rao's score statistic, at the smaller model's estimates.</param>
/// <param name="ScoreP">Its p-value.</param>
/// <param name="Wald">Wald's statistic, at the larger model's estimates.</param>
/// <param name="WaldP">Its p-value.</param>
public sealed record TermTest(string Name, int DegreesOfFreedom, double Deviance, double? Aic, double LikelihoodRatio, double LikelihoodRatioP, double Score, double ScoreP, double Wald, double WaldP);
