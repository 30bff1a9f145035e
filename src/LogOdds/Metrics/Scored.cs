namespace LogOdds.Metrics;

/// <summary>What every metric asks of its arguments.</summary>
internal static class Scored
{
    public static void Require(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights)
    {
        if (y.IsEmpty) throw new ArgumentException("There are no rows.", nameof(y));
        if (p.Length != y.Length) throw new ArgumentException($"There are {y.Length} classes and {p.Length} probabilities.", nameof(p));
        if (!weights.IsEmpty && weights.Length != y.Length) throw new ArgumentException($"There are {y.Length} classes and {weights.Length} weights.", nameof(weights));
        for (var i = 0; i < y.Length; i++)
        {
            if (y[i] is not (0 or 1)) throw new ArgumentException($"The class of row {i} is {y[i]}; classes are 0 or 1.", nameof(y));
            if (!(p[i] is >= 0 and <= 1)) throw new ArgumentException($"The probability of row {i} is {p[i]}.", nameof(p));
            if (!weights.IsEmpty && !(weights[i] >= 0 && double.IsFinite(weights[i]))) throw new ArgumentException($"The weight of row {i} is {weights[i]}.", nameof(weights));
        }
    }
}
