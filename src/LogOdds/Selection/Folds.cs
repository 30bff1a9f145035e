using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Selection;

/// <summary>
/// Rows shared out into folds: each row is held out once, and seen by the fits of all other folds. A fold is a weighting of the rows, in which
/// those held out weigh 0; nothing is copied. The same seed gives the same folds everywhere.
/// </summary>
public sealed class Folds
{
    private readonly int[] _foldOf;

    private Folds(int[] foldOf, int count) => (_foldOf, Count) = (foldOf, count);

    /// <summary>How many folds, 2 or more.</summary>
    public int Count { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => _foldOf.Length;

    /// <summary>The fold of each row, from 0.</summary>
    public IReadOnlyList<int> FoldOf => _foldOf;

    /// <summary>Shares rows out at random.</summary>
    /// <param name="rows">n, no fewer than folds.</param>
    /// <param name="count">The number of folds, 2 or more; as many as rows leaves out one at a time.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 folds.</exception>
    /// <exception cref="UnusableDataException">There are fewer rows than folds.</exception>
    public static Folds Random(int rows, int count, long seed) => Dealt(rows, count, seed, [[.. Enumerable.Range(0, rows)]]);

    /// <summary>Shares rows out at random within each class, so that each fold has its part of each.</summary>
    /// <param name="classes">The class of each row.</param>
    /// <param name="count">The number of folds, 2 or more.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 folds.</exception>
    /// <exception cref="UnusableDataException">A class has fewer rows than there are folds; the message has the counts.</exception>
    public static Folds Stratified(IReadOnlyList<string> classes, int count, long seed)
    {
        var strata = Enumerable.Range(0, classes.Count).GroupBy(row => classes[row], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        if (strata.Any(group => group.Count() < count))
            throw new UnusableDataException($"{count} folds cannot all have rows of each class: there are {string.Join(" and ", strata.Select(group => $"{group.Count()} of '{group.Key}'"))}",
                remedy: "Use fewer folds, or folds that are not stratified.");
        return Dealt(classes.Count, count, seed, [.. strata.Select(group => group.ToArray())]);
    }

    /// <summary>Shares groups of rows out at random, the largest first, each to the fold that has the fewest rows: rows of one group are held out together.</summary>
    /// <param name="groups">The group of each row.</param>
    /// <param name="count">The number of folds, 2 or more.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 folds.</exception>
    /// <exception cref="UnusableDataException">There are fewer groups than folds.</exception>
    public static Folds Grouped(IReadOnlyList<string> groups, int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var members = Enumerable.Range(0, groups.Count).GroupBy(row => groups[row], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        if (members.Length < count) throw new UnusableDataException($"there are {members.Length} groups for {count} folds", remedy: "Use fewer folds.");
        int[] order = [.. Enumerable.Range(0, members.Length)];
        new SeededRandom(seed).Shuffle(order);
        var (foldOf, sizes) = (new int[groups.Count], new int[count]);
        foreach (var group in order.OrderByDescending(group => members[group].Length))
        {
            var fold = Array.IndexOf(sizes, sizes.Min());
            foreach (var row in members[group]) foldOf[row] = fold;
            sizes[fold] += members[group].Length;
        }
        return new Folds(foldOf, count);
    }

    /// <summary>Takes folds as they are given: rows of one name are one fold.</summary>
    /// <param name="names">The fold of each row; the folds come in the order of their names.</param>
    /// <exception cref="UnusableDataException">There are fewer than 2 folds.</exception>
    public static Folds Given(IReadOnlyList<string> names)
    {
        string[] folds = [.. names.Distinct(StringComparer.Ordinal).Order(CategoricalColumn.LevelOrder)];
        if (folds.Length < 2) throw new UnusableDataException("the column of the folds has one value in all rows", remedy: "Two folds are the fewest.");
        var placeOf = folds.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        return new Folds([.. names.Select(name => placeOf[name])], folds.Length);
    }

    /// <summary>The rows that a fold holds out, ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such fold.</exception>
    public int[] HeldOut(int fold)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fold);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fold, Count);
        return [.. Enumerable.Range(0, Rows).Where(row => _foldOf[row] == fold)];
    }

    /// <summary>The weights of the rows in the fit of a fold: those that it holds out weigh 0.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="weights">The rows' own weights; empty means 1.</param>
    internal double[] TrainingWeights(int fold, ReadOnlySpan<double> weights)
    {
        var training = new double[Rows];
        for (var row = 0; row < training.Length; row++)
            if (_foldOf[row] != fold) training[row] = weights.IsEmpty ? 1 : weights[row];
        return training;
    }

    /// <summary>Deals the rows of one stratum after the other to the folds in turn, each stratum in random order.</summary>
    private static Folds Dealt(int rows, int count, long seed, int[][] strata)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        if (rows < count) throw new UnusableDataException($"there are {rows} rows for {count} folds", remedy: "Use fewer folds.");
        var (random, foldOf, dealt) = (new SeededRandom(seed), new int[rows], 0);
        foreach (var stratum in strata)
        {
            random.Shuffle(stratum);
            foreach (var row in stratum) foldOf[row] = dealt++ % count;
        }
        return new Folds(foldOf, count);
    }
}
