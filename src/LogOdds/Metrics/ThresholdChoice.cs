namespace LogOdds.Metrics;

/// <summary>
/// A threshold chosen by what it does on rows with known classes. The candidates are the distinct probabilities, from which on
/// rows are predicted 1, and ∞, at which none is. Of candidates that do equally well the highest is taken, which predicts the
/// fewest rows 1.
/// </summary>
/// <param name="Threshold">Rows of at least this probability are predicted 1; in [0, 1], or ∞ to predict none.</param>
/// <param name="Confusion">The outcomes at the threshold.</param>
/// <param name="Value">The value of the criterion there: Youden's index, F1, the recall, or the cost a row.</param>
public sealed record ThresholdChoice(double Threshold, ConfusionCounts Confusion, double Value)
{
    /// <summary>The threshold with the largest recall + specificity − 1 (Youden, Cancer 3, 1950); an index from 0 to 1.</summary>
    /// <inheritdoc cref="ByCosts"/>
    public static ThresholdChoice ByYouden(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default) =>
        Best(ScoredRows.OfProbabilities(y, p, weights), c => c.Recall + c.Specificity - 1);

    /// <summary>The threshold with the largest F1; see <see cref="ConfusionCounts.F1"/>.</summary>
    /// <inheritdoc cref="ByCosts"/>
    public static ThresholdChoice ByF1(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default) =>
        Best(ScoredRows.OfProbabilities(y, p, weights), c => c.F1);

    /// <summary>The highest threshold at which the recall (sensitivity) is at least a target; the value is the recall reached.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1, in [0, 1].</param>
    /// <param name="target">The least recall, above 0 and at most 1.</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
    /// <exception cref="ArgumentOutOfRangeException">The target is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// Lengths differ, a class has no row of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static ThresholdChoice BySensitivity(ReadOnlySpan<double> y, ReadOnlySpan<double> p, double target, ReadOnlySpan<double> weights = default)
    {
        if (!(target is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(target), target, "A target sensitivity stands above 0 and is at most 1.");
        var best = Best(ScoredRows.OfProbabilities(y, p, weights), c => c.Recall >= target ? 1 : 0);
        return best with { Value = best.Confusion.Recall };
    }

    /// <summary>
    /// The threshold of the least cost on these rows; the value is the mean cost of a row. For calibrated probabilities the
    /// threshold of the least expected cost is known without rows: see <see cref="ForCosts"/>.
    /// </summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1, in [0, 1].</param>
    /// <param name="costFalsePositive">What predicting 1 for a row that is 0 costs; ≥ 0 and finite, in any unit.</param>
    /// <param name="costFalseNegative">What predicting 0 for a row that is 1 costs; ≥ 0 and finite, in the same unit.</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
    /// <exception cref="ArgumentOutOfRangeException">A cost is out of range, or both are 0.</exception>
    /// <exception cref="ArgumentException">
    /// Lengths differ, a class has no row of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static ThresholdChoice ByCosts(ReadOnlySpan<double> y, ReadOnlySpan<double> p, double costFalsePositive, double costFalseNegative, ReadOnlySpan<double> weights = default)
    {
        RequireCosts(costFalsePositive, costFalseNegative);
        var best = Best(ScoredRows.OfProbabilities(y, p, weights), c => -(costFalsePositive * c.FalsePositives + costFalseNegative * c.FalseNegatives));
        return best with { Value = -best.Value / best.Confusion.Total };
    }

    /// <summary>
    /// The threshold of the least expected cost when probabilities are what they say: c₊/(c₊ + c₋) with c₊ the cost of a false
    /// positive and c₋ that of a false negative (Elkan, International Joint Conference on Artificial Intelligence 2001); in [0, 1].
    /// </summary>
    /// <param name="costFalsePositive">What predicting 1 for a row that is 0 costs; ≥ 0 and finite, in any unit.</param>
    /// <param name="costFalseNegative">What predicting 0 for a row that is 1 costs; ≥ 0 and finite, in the same unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A cost is out of range, or both are 0.</exception>
    public static double ForCosts(double costFalsePositive, double costFalseNegative)
    {
        RequireCosts(costFalsePositive, costFalseNegative);
        return costFalsePositive / (costFalsePositive + costFalseNegative);
    }

    private static void RequireCosts(double costFalsePositive, double costFalseNegative)
    {
        if (!(costFalsePositive >= 0 && double.IsFinite(costFalsePositive))) throw new ArgumentOutOfRangeException(nameof(costFalsePositive), costFalsePositive, "Costs are finite and 0 or more.");
        if (!(costFalseNegative >= 0 && double.IsFinite(costFalseNegative))) throw new ArgumentOutOfRangeException(nameof(costFalseNegative), costFalseNegative, "Costs are finite and 0 or more.");
        if (costFalsePositive + costFalseNegative == 0) throw new ArgumentOutOfRangeException(nameof(costFalseNegative), costFalseNegative, "One of the two costs stands above 0.");
    }

    private static ThresholdChoice Best(ScoredRows rows, Func<ConfusionCounts, double> value)
    {
        using var ranked = new RankedScores(rows);
        var (positives, negatives) = (0.0, 0.0);
        foreach (var step in ranked) (_, positives, negatives) = step;
        if (positives == 0 || negatives == 0) throw new ArgumentException($"There is no row of class {(positives == 0 ? 1 : 0)}; a threshold is chosen between two classes.", nameof(rows));

        var none = new ConfusionCounts(0, negatives, 0, positives);
        var best = new ThresholdChoice(double.PositiveInfinity, none, value(none));
        foreach (var (threshold, taken, wrongly) in ranked)
        {
            var here = new ConfusionCounts(taken, negatives - wrongly, wrongly, positives - taken);
            if (value(here) is var reached && reached > best.Value) best = new ThresholdChoice(threshold, here, reached);
        }
        return best;
    }
}
