using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds.Tests.Inference;

/// <summary>
/// Six hundred made tables of skewed columns, outliers, missing values written as −999, rare columns and scales far apart, in which rows gain
/// by amounts up to a million times different, and contradictions may be as small as the least of the gains. Whether they are separated is
/// known by how they were made: rows of the base stand twice, once in each class, until they span its columns, so a direction of
/// recession leaves every one of them where it is, and can only be what was put in besides.
/// </summary>
public class SeparationExtremesTests
{
    private const int Tables = 600;

    private enum Truth
    {
        None,
        Quasi,
        Complete,
    }

    [Fact]
    public void Every_verdict_and_every_row_of_it_is_right()
    {
        var wrong = new List<string>();
        for (var seed = 0; seed < Tables; seed++)
        {
            var (table, truth, gaining, name) = Make(seed);
            var separation = LogisticRegression.Fit(table, "y ~ .").Separation;
            var verdict = separation is null ? Truth.None : separation.IsComplete ? Truth.Complete : Truth.Quasi;
            if (verdict != truth) wrong.Add($"{seed}: {name}, {table.Rows} rows: is {truth}, found {verdict}");
            else if (separation is not null && separation.RowsGaining != gaining) wrong.Add($"{seed}: {name}: {gaining} rows gain, {separation.RowsGaining} are counted");
            else if (separation is not null) wrong.AddRange(Losses(separation, table).Take(1).Select(loss => $"{seed}: {name}: {loss}"));
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {Tables} verdicts are wrong:\n{string.Join('\n', wrong)}");
    }

    /// <summary>The direction is put to the rows; what a row loses is held against the terms of its own sum, and against the least that a row gains.</summary>
    private static IEnumerable<string> Losses(SeparationReport proof, Table table)
    {
        var terms = proof.Direction.Select(d => (d.Change, Values: table.TryGetColumn(d.Term, out var column) ? ((NumericColumn)column).Values.ToArray() : null)).ToArray();
        var y = ((NumericColumn)table["y"]).Values.ToArray();
        double Sum(int row, Func<double, double> of) => terms.Sum(term => of(term.Change * (term.Values?[row] ?? 1)));
        double[] gains = [.. Enumerable.Range(0, table.Rows).Select(row => (2 * y[row] - 1) * Sum(row, term => term))];
        var least = gains.OrderDescending().Take((int)proof.RowsGaining).Last();
        for (var row = 0; row < gains.Length; row++)
            if (gains[row] < -1e-11 * Math.Max(least, Sum(row, Math.Abs))) yield return $"row {row} loses {-gains[row]}";
    }

    private static (Table Table, Truth Truth, int Gaining, string Name) Make(int seed)
    {
        var random = new SeededRandom(seed);
        var isSeparated = seed % 2 == 0;
        return (seed / 2 % 6) switch
        {
            0 => Column(random, isSeparated, shift: 0),
            1 => Column(random, isSeparated, shift: 1 + random.NextInt(100)),
            2 => SumOfColumns(random, isSeparated),
            3 => TwoColumns(random, isBoth: isSeparated),
            4 => Combination(random, isSeparated),
            _ => Chain(random, isSeparated),
        };
    }

    /// <summary>A column that has one value in the base, and beyond it others of the row's own class; contradicted by one row at most.</summary>
    private static (Table, Truth, int, string) Column(SeededRandom random, bool isSeparated, int shift)
    {
        var gains = Gains(random, out var ratio);
        var rows = Base(random, gains.Length + 1, out var others);
        for (var i = 0; i < rows.Count; i++) rows[i] = ([.. rows[i].X, 0], rows[i].Y);
        var loss = isSeparated ? 0 : random.NextInt(2) == 0 ? gains.Min() : gains.Max();
        foreach (var (gain, k) in gains.Append(-loss).Select((gain, k) => (gain, k)))
        {
            var y = random.NextInt(2);
            if (gain != 0) rows.Add(([.. others[k], y == 1 ? gain : -gain], y));
        }
        var scale = shift == 0 ? Math.Pow(10, random.NextInt(13) - 6) : 1;
        for (var i = 0; i < rows.Count; i++) rows[i].X[^1] = scale * (shift + rows[i].X[^1]);
        return (TableOf(rows, random), isSeparated ? Truth.Quasi : Truth.None, gains.Length, $"column, {Words(ratio, loss)}");
    }

    /// <summary>Columns whose sum is 0 in the base: whole numbers, thousandths of them (as halves of halves) and scales by powers of two leave it exact.</summary>
    private static (Table, Truth, int, string) SumOfColumns(SeededRandom random, bool isSeparated)
    {
        var gains = Gains(random, out var ratio).Select(gain => Math.Ceiling(gain * 1024) / 1024).ToArray();
        var parts = 2 + random.NextInt(3);
        var rows = Base(random, gains.Length + 1, out var others);
        // The parts span too: the first row of the base with each of them moved, in both classes.
        var first = rows[0].X;
        for (var i = 0; i < rows.Count; i++) rows[i] = (Split(rows[i].X, 0, _ => i == 0 ? 0 : random.NextInt(17) - 8), rows[i].Y);
        for (var k = 0; k < parts; k++)
            foreach (var y in (int[])[0, 1]) rows.Add((Split(first, 0, part => part == k ? 3 : 0), y));
        var loss = isSeparated ? 0 : gains.Min();
        foreach (var (gain, k) in gains.Append(-loss).Select((gain, k) => (gain, k)))
            if (gain != 0) rows.Add((Split(others[k], gain, _ => random.NextInt(17) - 8), 1));
        for (var part = 0; part < parts; part++)
        {
            var scale = Math.Pow(2, random.NextInt(41) - 20);
            foreach (var row in rows) row.X[first.Length + part] *= scale;
        }
        return (TableOf(rows, random), isSeparated ? Truth.Quasi : Truth.None, gains.Length, $"sum of {parts} columns, {Words(ratio, loss)}");

        double[] Split(double[] x, double sum, Func<int, int> partOf)
        {
            double[] own = [.. Enumerable.Range(0, parts - 1).Select(part => (double)partOf(part))];
            return [.. x, .. own, sum - own.Sum()];
        }
    }

    /// <summary>Two columns that each tell rows apart, one of them with a row that gains far less than the others; or one of the two is contradicted.</summary>
    private static (Table, Truth, int, string) TwoColumns(SeededRandom random, bool isBoth)
    {
        var (n1, n2) = (1 + random.NextInt(20), 2 + random.NextInt(20));
        var rows = Base(random, n1 + n2 + 1, out var others);
        for (var i = 0; i < rows.Count; i++) rows[i] = ([.. rows[i].X, 0, 0], rows[i].Y);
        var tiny = Math.Pow(10, -random.NextInt(5));
        for (var i = 0; i < n1; i++) rows.Add(([.. others[i], Math.Exp(random.NextNormal()), random.NextNormal()], 1));
        for (var i = 0; i < n2; i++) rows.Add(([.. others[n1 + i], 0, i == 0 ? tiny : Math.Exp(random.NextNormal())], 1));
        if (!isBoth) rows.Add(([.. others[n1 + n2], 0, random.NextInt(2) == 0 ? tiny : 1], 0));
        return (TableOf(rows, random), Truth.Quasi, isBoth ? n1 + n2 : n1, $"{(isBoth ? "two columns" : "one column of two")}, the least gain {tiny:G1}");
    }

    /// <summary>A combination of columns with a gap somewhere in its middle; or the same with rows that stand in both classes.</summary>
    private static (Table, Truth, int, string) Combination(SeededRandom random, bool isSeparated)
    {
        while (true)
        {
            var p = 1 + random.NextInt(8);
            var n = 20 + 4 * p + random.NextInt(random.NextInt(5) == 0 ? 1900 : 200);
            var columns = Enumerable.Range(0, p).Select(_ => BaseColumn(random, n)).ToList();
            var used = 1 + random.NextInt(p);
            var along = columns.Take(used).Select(x => (random.NextNormal() + 2) / Deviation(x)).ToArray();
            var sums = Enumerable.Range(0, n).Select(i => along.Select((a, j) => a * columns[j][i]).Sum()).ToArray();
            var order = sums.Order().ToArray();
            var at = n / 4 + random.NextInt(n / 2);
            if (order[at] - order[at - 1] < 1e-6 * Math.Max(1, Math.Abs(order[at]))) continue;
            var cut = (order[at] + order[at - 1]) / 2;
            var rows = Enumerable.Range(0, n).Select(i => (X: columns.Select(x => x[i]).ToArray(), Y: sums[i] > cut ? 1 : 0)).ToList();
            if (isSeparated) return (TableOf(rows, random), Truth.Complete, n, $"combination of {used} of {p}");
            var span = new Span(columns);
            rows.AddRange(rows.Where(row => span.IsWidenedBy(row.X)).Select(row => (row.X, 1 - row.Y)).ToArray());
            if (span.IsAll) return (TableOf(rows, random), Truth.None, 0, $"combination of {used} of {p}, contradicted");
        }
    }

    /// <summary>One skewed column, cut in two: with a gap, with a tie there, or with the two rows at the cut out of order by part of the gap.</summary>
    private static (Table, Truth, int, string) Chain(SeededRandom random, bool isSeparated)
    {
        while (true)
        {
            var n = 20 + random.NextInt(random.NextInt(4) == 0 ? 1900 : 200);
            var (sigma, kind) = (0.5 + random.NextInt(3), random.NextInt(3));
            var x = Enumerable.Range(0, n).Select(_ => kind switch
            {
                0 => Math.Exp(sigma * random.NextNormal()),
                1 => Math.Sign(random.NextNormal()) * Math.Exp(sigma * random.NextNormal()),
                _ => random.NextNormal() / Math.Abs(random.NextNormal()),
            }).Order().ToArray();
            var cut = n / 10 + random.NextInt(8 * n / 10);
            var gap = x[cut] - x[cut - 1];
            if (gap < 1e-7 * Deviation(x)) continue;
            var scale = Math.Pow(10, random.NextInt(13) - 6);
            var isTied = isSeparated && random.NextInt(2) == 0;
            if (isTied) x[cut] = x[cut - 1];
            if (!isSeparated) x[cut] = x[cut - 1] - gap * Math.Pow(10, -random.NextInt(3));
            var tied = isTied ? x.Count(value => value == x[cut]) : 0;
            return (TableOf([.. x.Select((value, i) => (new[] { scale * value }, i >= cut ? 1 : 0))], random),
                !isSeparated ? Truth.None : isTied ? Truth.Quasi : Truth.Complete, n - tied, $"chain of spread {sigma}, kind {kind}");
        }
    }

    /// <summary>Up to sixty gains, a million times different at most.</summary>
    private static double[] Gains(SeededRandom random, out double ratio)
    {
        while (true)
        {
            var sigma = new[] { 0, 0.5, 1, 2, 3 }[random.NextInt(5)];
            var gains = Enumerable.Range(0, 1 + random.NextInt(random.NextInt(2) == 0 ? 4 : 60)).Select(_ => Math.Exp(sigma * random.NextNormal())).ToArray();
            if (random.NextInt(4) == 0) gains[0] *= Math.Pow(10, 1 + random.NextInt(5));
            ratio = gains.Max() / gains.Min();
            if (ratio <= 1e6) return gains;
        }
    }

    /// <summary>Rows whose classes overlap in every column, and further values of the columns.</summary>
    private static List<(double[] X, int Y)> Base(SeededRandom random, int further, out double[][] others)
    {
        while (true)
        {
            var p = random.NextInt(7);
            var n = 10 + 3 * p + random.NextInt(random.NextInt(5) == 0 ? 1800 : 200);
            var columns = Enumerable.Range(0, p).Select(_ => BaseColumn(random, n + further)).ToList();
            var all = Enumerable.Range(0, n + further).Select(i => columns.Select(x => x[i]).ToArray()).ToArray();
            var span = new Span(columns);
            var rows = new List<(double[] X, int Y)>();
            foreach (var x in all.Take(n))
            {
                var y = random.NextInt(2);
                rows.Add((x, y));
                if (span.IsWidenedBy(x)) rows.Add((x, 1 - y));
            }
            others = all[n..];
            if (span.IsAll) return rows;
        }
    }

    private static double[] BaseColumn(SeededRandom random, int n)
    {
        var (kind, sigma, scale) = (random.NextInt(7), 0.5 + random.NextInt(3), Math.Pow(10, random.NextInt(13) - 6));
        return [.. Enumerable.Range(0, n).Select(_ => scale * (kind switch
        {
            0 => random.NextNormal(),
            1 => Math.Exp(sigma * random.NextNormal()),
            2 => random.NextNormal() / Math.Max(1e-3, Math.Abs(random.NextNormal())),
            3 => random.NextInt(20) == 0 ? -999 : random.NextNormal(),
            4 => random.NextInt(10) == 0 ? 1 : 0,
            5 => random.NextInt(6),
            _ => 1000 + random.NextNormal(),
        }))];
    }

    private static double Deviation(double[] x)
    {
        var mean = x.Average();
        return Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));
    }

    private static string Words(double ratio, double loss) => $"gains differ {ratio:G2} times{(loss == 0 ? "" : $", contradicted by {loss:G2}")}";

    private static Table TableOf(List<(double[] X, int Y)> rows, SeededRandom random)
    {
        var shuffled = rows.OrderBy(_ => random.NextDouble()).ToArray();
        return new Table([.. Enumerable.Range(0, rows[0].X.Length).Select(j => new NumericColumn($"x{j}", shuffled.Select(row => row.X[j]).ToArray())),
            new NumericColumn("y", shuffled.Select(row => (double)row.Y).ToArray())]);
    }

    /// <summary>What rows span, with a column of ones, by Gram and Schmidt.</summary>
    private sealed class Span(List<double[]> columns)
    {
        private readonly double[] _scales = [.. columns.Select(x => Math.Max(x.Max(Math.Abs), double.Epsilon))];
        private readonly List<double[]> _basis = [];

        public bool IsAll => _basis.Count == columns.Count + 1;

        public bool IsWidenedBy(double[] row)
        {
            double[] left = [1, .. row.Select((value, j) => value / _scales[j])];
            var before = Math.Sqrt(left.Sum(value => value * value));
            foreach (var other in _basis.Concat(_basis))
            {
                var along = left.Zip(other, (a, b) => a * b).Sum();
                for (var j = 0; j < left.Length; j++) left[j] -= along * other[j];
            }
            var length = Math.Sqrt(left.Sum(value => value * value));
            if (length < 1e-6 * before) return false;
            _basis.Add([.. left.Select(value => value / length)]);
            return true;
        }
    }
}
