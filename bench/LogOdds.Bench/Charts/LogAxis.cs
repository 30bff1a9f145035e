namespace LogOdds.Bench.Charts;

/// <summary>A logarithmic axis from pixel <paramref name="start"/> to pixel <paramref name="end"/>, with a little room at both ends.</summary>
internal sealed class LogAxis(double smallest, double largest, double start, double end)
{
    private const double Room = 0.1;

    private readonly double _low = Math.Log10(smallest) - Room;
    private readonly double _high = Math.Log10(largest) + Room;

    public double At(double value) => start + (end - start) * (Math.Log10(value) - _low) / (_high - _low);

    /// <summary>Powers of ten; with 2 and 5 times them where the axis is too short for those alone.</summary>
    public IEnumerable<double> Ticks()
    {
        double[] steps = _high - _low > 3 ? [1] : [1, 2, 5];
        for (var power = (int)Math.Floor(_low); power <= _high; power++)
            foreach (var step in steps)
                if (Math.Log10(step) + power is var place && place >= _low && place <= _high)
                    yield return step * Math.Pow(10, power);
    }
}
