namespace LogOdds.Numerics;

/// <summary>Searches in ascending numbers.</summary>
internal static class Bisection
{
    /// <summary>How many of some ascending numbers are below a value: the place of the first that is not.</summary>
    public static int CountBelow(ReadOnlySpan<double> ascending, double value)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (ascending[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
