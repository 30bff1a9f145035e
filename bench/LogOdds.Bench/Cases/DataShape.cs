namespace LogOdds.Bench.Cases;

/// <summary>What a data set looks like. Together with the seed it says every byte of it.</summary>
internal sealed record DataShape(int Rows, int Columns)
{
    /// <summary>The decimal exponent of the smallest column's scale; scales rise evenly to <see cref="LargestScale"/>.</summary>
    public double SmallestScale { get; init; } = -2;

    /// <summary>The decimal exponent of the largest column's scale.</summary>
    public double LargestScale { get; init; } = 2;

    /// <summary>The means of columns lie within this many standard deviations of 0.</summary>
    public double ShiftInSpreads { get; init; }

    /// <summary>The correlation of any two columns.</summary>
    public double Correlation { get; init; } = 0.9;

    /// <summary>How many columns have coefficients, the first ones; all when null.</summary>
    public int? Informative { get; init; }

    /// <summary>The numbers of levels of the factors.</summary>
    public IReadOnlyList<int> Levels { get; init; } = [];

    /// <summary>Whether values are rounded to the six significant digits of the CSV file that is written of them.</summary>
    public bool AsCsv { get; init; }

    /// <summary>Whether the rows must determine the coefficients, for there is no penalty.</summary>
    public bool IsMaximumLikelihood { get; init; } = true;

    /// <summary>The number of coefficients besides the intercept.</summary>
    public int Slopes => Columns + Levels.Sum(levels => levels - 1);

    /// <summary>
    /// The same with fewer rows, for trying out: enough of them are left for classes that do not separate, and factors keep the
    /// 250 rows a level that they have at full size.
    /// </summary>
    public DataShape Scaled(double factor)
    {
        if (factor == 1) return this;
        var fewest = Math.Min(Rows, IsMaximumLikelihood ? Math.Max(100, 10 * Columns) : 100);
        var rows = Math.Max(fewest, (int)Math.Round(Rows * factor));
        return this with { Rows = rows, Levels = [.. Levels.Select(levels => Math.Clamp(rows / 250, 2, levels))] };
    }
}
