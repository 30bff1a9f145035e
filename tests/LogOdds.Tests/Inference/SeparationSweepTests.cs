using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Solvers;

namespace LogOdds.Tests.Inference;

/// <summary>
/// Two hundred made tables whose separation is known by how they were made: half are separated, completely or in part, by one column or
/// by a combination of up to ten; half are the same but for one row that contradicts.
/// </summary>
public class SeparationSweepTests
{
    public enum Truth
    {
        None,
        Quasi,
        Complete,
    }

    [Fact]
    public void Every_verdict_is_right()
    {
        var wrong = new List<string>();
        for (var seed = 0; seed < 200; seed++)
        {
            var (table, truth, name, options) = Make(seed);
            var model = LogisticRegression.Fit(table, "y ~ .", options);
            var verdict = model.Separation is null ? Truth.None : model.Separation.IsComplete ? Truth.Complete : Truth.Quasi;
            if (verdict != truth || (model.Solver.Status == SolverStatus.Separated) != (truth != Truth.None) || (truth == Truth.None && model.Solver.Status != SolverStatus.Converged))
                wrong.Add($"{seed}: {name}, {table.Rows} × {table.Columns.Count - 1}: is {truth}, found {verdict} ({model.Solver.Status}, {model.Solver.Reason})");
            else if (model.Separation is { } proof) wrong.AddRange(FaultsOf(proof, table, model).Select(fault => $"{seed}: {name}: {fault}"));
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of 200 verdicts are wrong:\n{string.Join('\n', wrong)}");
    }

    /// <summary>The direction is put to the rows as they stand in the table.</summary>
    private static IEnumerable<string> FaultsOf(SeparationReport proof, Table table, LogisticModel model)
    {
        var y = model.Encoding.Response.Encode(table);
        var weights = table.TryGetColumn("w", out var column) ? ((NumericColumn)column).Values.ToArray() : null;
        var gaining = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            if (weights?[row] == 0) continue;
            var reach = proof.Direction.Sum(d => d.Change * Value(d.Term, row));
            var gain = y[row] == 1 ? reach : -reach;
            // Against what the sum is made of: columns may lie far from 0.
            var rounding = 1e-7 * Math.Max(1, proof.Direction.Max(d => Math.Abs(d.Change * Value(d.Term, row))));
            if (gain < -rounding) yield return $"row {row} loses {gain}";
            if (gain > rounding) gaining++;
        }
        if (gaining > proof.RowsGaining) yield return $"{gaining} rows gain, {proof.RowsGaining} are counted";

        double Value(string term, int row) => term == LogisticModel.InterceptTerm ? 1
            : table.TryGetColumn(term, out var numbers) ? ((NumericColumn)numbers).Values[row]
            : table["g"].TextAt(row) == term[2..^1] ? 1 : 0;
    }

    private static (Table Table, Truth Truth, string Name, FitOptions Options) Make(int seed)
    {
        var random = new SeededRandom(seed);
        var isSeparated = seed % 2 == 0;
        var kind = seed / 2 % 4;
        var p = 1 + random.NextInt(kind == 2 ? 49 : 50);
        var n = Math.Max(20, 8 * p) + random.NextInt(600);
        var x = Enumerable.Range(0, p).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextNormal()).ToArray()).ToList();
        var y = Enumerable.Range(0, n).Select(_ => (double)random.NextInt(2)).ToArray();
        var columns = new List<Column>();
        string name;
        Truth truth;
        switch (kind)
        {
            case 0:
                // A combination tells the classes apart, with a gap.
                var used = 1 + random.NextInt(Math.Min(p, 10));
                var along = Enumerable.Range(0, p).Select(j => j < used ? random.NextNormal() + 2 : 0).ToArray();
                var sum = Enumerable.Range(0, n).Select(i => x.Select((column, j) => column[i] * along[j]).Sum()).ToArray();
                for (var i = 0; i < n; i++)
                {
                    y[i] = sum[i] > 0 ? 1 : 0;
                    x[0][i] += (sum[i] > 0 ? 1 : -1) * 0.05 / along[0];
                }
                (name, truth) = ($"combination of {used}", Truth.Complete);
                if (!isSeparated) Contradict(x, y, random);
                break;
            case 1:
                // A rare 0/1 column that is all of one class where it is 1; the other columns overlap.
                var rare = new double[n];
                for (var k = 0; k < 4; k++) rare[k * n / 4] = 1;
                for (var i = 0; i < n; i++)
                    if (rare[i] == 1) y[i] = 1;
                if (!isSeparated) y[0] = 0;
                x.Add(rare);
                (name, truth) = ("rare 0/1 column", Truth.Quasi);
                break;
            case 2:
                // Two columns whose sum is 0 in rows of both classes, and above 0 in rows of class 1 only.
                var (u, v) = (Enumerable.Range(0, n).Select(_ => (double)random.NextInt(7)).ToArray(), new double[n]);
                for (var i = 0; i < n; i++)
                {
                    var beyond = random.NextInt(5) == 0 ? 1 + random.NextInt(3) : 0;
                    v[i] = beyond - u[i];
                    if (beyond > 0) y[i] = 1;
                }
                if (!isSeparated) y[Enumerable.Range(0, n).Last(i => u[i] + v[i] > 0)] = 0;
                x.Add(u);
                x.Add(v);
                (name, truth) = ("sum of two columns", Truth.Quasi);
                break;
            default:
                // A level of a factor without rows of one class.
                var levels = Enumerable.Range(0, n).Select(_ => $"{"abcd"[random.NextInt(4)]}").ToArray();
                for (var i = 0; i < n; i++)
                    if (levels[i] == "c") y[i] = 0;
                if (!isSeparated) y[Array.IndexOf(levels, "c")] = 1;
                columns.Add(CategoricalColumn.FromTexts("g", levels));
                (name, truth) = ("level of a factor", Truth.Quasi);
                break;
        }
        if (!isSeparated) (name, truth) = ($"{name}, contradicted", Truth.None);
        for (var j = 0; j < x.Count; j++)
        {
            var (scale, shift) = (Math.Pow(10, random.NextInt(13) - 6), random.NextInt(3) == 0 ? 30 * random.NextNormal() : 0);
            columns.Add(new NumericColumn($"x{j}", x[j].Select(value => scale * (value + shift)).ToArray()));
        }
        columns.Add(new NumericColumn("y", y));
        var isWeighted = seed % 5 == 0;
        if (isWeighted) columns.Add(new NumericColumn("w", y.Select(_ => 0.5 + random.NextInt(4)).ToArray()));
        return (new Table(columns), truth, name, new FitOptions { Weights = isWeighted ? "w" : null });
    }

    /// <summary>Puts one row of class 0 into the middle of rows of class 1 that span the space: no direction is left along which none of them loses.</summary>
    private static void Contradict(List<double[]> x, double[] y, SeededRandom random)
    {
        int[] ones = [.. Enumerable.Range(0, y.Length).Where(i => y[i] == 1).Take(2 * x.Count + 2 + random.NextInt(3))];
        var moved = Array.FindIndex(y, value => value == 0);
        foreach (var column in x) column[moved] = ones.Average(i => column[i]);
    }
}
