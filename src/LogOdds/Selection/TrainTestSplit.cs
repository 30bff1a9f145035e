using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Selection;

/// <summary>A table's rows shared out at random into rows to fit to and rows to test on.</summary>
/// <param name="Train">The rows to fit to, in the table's order.</param>
/// <param name="Test">The rows to test on, in the table's order.</param>
public sealed record TrainTestSplit(Table Train, Table Test)
{
    /// <summary>Shares rows out at random; the same seed gives the same split everywhere.</summary>
    /// <param name="table">The table.</param>
    /// <param name="testShare">The share of rows to test on, above 0 and below 1; rounded to whole rows.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range, or leaves one side without rows.</exception>
    public static TrainTestSplit Random(Table table, double testShare, long seed) =>
        Split(table, testShare, seed, [Enumerable.Range(0, table.Rows).ToArray()]);

    /// <summary>Shares rows out at random within each value of <paramref name="column"/>, so that both sides have its values in equal shares.</summary>
    /// <inheritdoc cref="Random"/>
    /// <param name="column">The column whose values are to be kept in proportion, usually the response.</param>
    /// <param name="table">The table.</param>
    /// <param name="testShare">The share of rows to test on.</param>
    /// <param name="seed">The seed.</param>
    public static TrainTestSplit Stratified(Table table, string column, double testShare, long seed)
    {
        var values = table[column];
        return Split(table, testShare, seed, Enumerable.Range(0, table.Rows).GroupBy(values.TextAt, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray()));
    }

    private static TrainTestSplit Split(Table table, double testShare, long seed, IEnumerable<int[]> strata)
    {
        if (!(testShare is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(testShare), testShare, "The share of test rows stands above 0 and below 1.");
        var random = new SeededRandom(seed);
        var isTest = new bool[table.Rows];
        foreach (var rows in strata)
        {
            random.Shuffle(rows);
            foreach (var row in rows.AsSpan(0, (int)Math.Round(testShare * rows.Length))) isTest[row] = true;
        }
        var test = Enumerable.Range(0, table.Rows).Where(row => isTest[row]).ToArray();
        var train = Enumerable.Range(0, table.Rows).Where(row => !isTest[row]).ToArray();
        if (test.Length == 0 || train.Length == 0)
            throw new ArgumentOutOfRangeException(nameof(testShare), testShare, $"Of {table.Rows} rows this share leaves one side without any.");
        return new TrainTestSplit(table.Select(train), table.Select(test));
    }
}
