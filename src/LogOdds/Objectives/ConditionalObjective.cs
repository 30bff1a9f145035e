using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>
/// The loss of matched sets, conditional on the number of cases in each (Breslow, Day and others, American Journal of Epidemiology 108,
/// 1978): F(β) = 1/n · Σ over sets [ln Σ over choices C of as many rows as cases e^(Σ_C η) − Σ_cases η]. The intercept of a set cancels.
/// </summary>
/// <remarks>
/// The sum over choices B is had by the recursion of Gail, Lubin and Rubinstein (Biometrika 68, 1981) B(j, k) = B(j−1, k) +
/// e^(η_j)·B(j−1, k−1), here for ln B and its two derivatives: with π the share of the second term, the gradient is a mixture of the two
/// terms' gradients, and the Hessian the mixture of their Hessians plus π(1−π) times the square of what the gradients differ by. Nothing
/// overflows, whatever η. The last coefficient stands for an intercept and is held at 0; see <see cref="LinearObjective"/>.
/// </remarks>
internal sealed class ConditionalObjective : ICurvedObjective
{
    private readonly MatchedSet[] _sets;
    private readonly double[] _rows;
    private readonly double[] _offsets;
    private readonly RowRuns _runs;
    private readonly int _p;
    private readonly int _n;

    /// <summary>An objective over sets of rows.</summary>
    /// <param name="design">X, n × p.</param>
    /// <param name="classes">1 for cases, 0 for the others.</param>
    /// <param name="offsets">Known parts of η; empty means 0.</param>
    /// <param name="sets">The set of each row, from 0.</param>
    /// <param name="columns">The map from the columns of the design to those that β belongs to.</param>
    /// <param name="threads">How many cores to use at most; 0 for all. It never changes the result.</param>
    public ConditionalObjective(IDesign design, ReadOnlyMemory<double> classes, ReadOnlyMemory<double> offsets, int[] sets, Standardization columns, int threads)
    {
        (_n, _p) = (design.Rows, design.Columns);
        _rows = RowsOf(design, columns);
        _offsets = offsets.IsEmpty ? new double[_n] : offsets.ToArray();
        _sets = [.. MatchedSet.Informative(classes.Span, sets)];
        _runs = RowRuns.All(_sets.Length, Math.Max(1, _p * _n / Math.Max(1, _sets.Length)), threads, RowRuns.Affordable(PackedSymmetric.Length(_p + 1)));
    }

    /// <inheritdoc/>
    public int Dimension => _p + 1;

    /// <inheritdoc/>
    public int Slopes => _p;

    /// <summary>The sets that hold both cases and others.</summary>
    public IReadOnlyList<MatchedSet> Sets => _sets;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => Evaluate(beta, gradient, default);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        var eta = LinearPredictors(beta);
        var length = packedHessian.Length;
        var parts = _runs.Compute(blocks =>
        {
            var (loss, slope, bend) = (0.0, new double[_p], new double[length == 0 ? 0 : PackedSymmetric.Length(_p)]);
            foreach (var block in blocks)
                for (var s = block.Start; s < block.End; s++) loss += AddSet(_sets[s], eta, slope, bend);
            return (Loss: loss, Gradient: slope, Hessian: bend);
        });
        gradient.Clear();
        packedHessian.Clear();
        var total = 0.0;
        foreach (var part in parts)
        {
            total += part.Loss;
            VectorKernels.Add(gradient[.._p], part.Gradient);
            if (length > 0) VectorKernels.Add(packedHessian[..part.Hessian.Length], part.Hessian);
        }
        VectorKernels.Scale(gradient, 1.0 / _n);
        VectorKernels.Scale(packedHessian, 1.0 / _n);
        if (length > 0) packedHessian[^1] = 1;
        return total / _n;
    }

    /// <summary>η of each row.</summary>
    public double[] LinearPredictors(ReadOnlySpan<double> beta)
    {
        var eta = _offsets.ToArray();
        for (var i = 0; i < eta.Length; i++) eta[i] += VectorKernels.Dot(_rows.AsSpan(i * _p, _p), beta[.._p]);
        return eta;
    }

    private double AddSet(MatchedSet set, double[] eta, double[] gradient, double[] hessian)
    {
        // Choosing the rarer of cases and others: the others are chosen by −η.
        var (sign, chosen) = set.Cases.Length <= set.Others.Length ? (1.0, set.Cases) : (-1.0, set.Others);
        var k = chosen.Length;
        var isCurved = hessian.Length > 0;
        var logs = new double[k + 1];
        var slopes = new double[(k + 1) * _p];
        var bends = new double[isCurved ? (k + 1) * hessian.Length : 0];
        Array.Fill(logs, double.NegativeInfinity, 1, k);
        var difference = new double[_p];
        var loss = 0.0;
        var (j, rows) = (0, set.Cases.Length + set.Others.Length);
        foreach (var row in set.Cases.Concat(set.Others))
        {
            j++;
            var x = _rows.AsSpan(row * _p, _p);
            // In place from the largest choice down; choices that can no longer become whole are left alone.
            for (var c = Math.Min(j, k); c >= Math.Max(1, k - (rows - j)); c--)
            {
                var (without, with) = (logs[c], logs[c - 1] + sign * eta[row]);
                var here = slopes.AsSpan(c * _p, _p);
                var before = slopes.AsSpan((c - 1) * _p, _p);
                var share = double.IsNegativeInfinity(without) ? 1 : 1 / (1 + Math.Exp(without - with));
                logs[c] = double.IsNegativeInfinity(without) ? with : Math.Max(without, with) + StableMath.Log1p(Math.Exp(-Math.Abs(with - without)));
                for (var m = 0; m < _p; m++)
                {
                    difference[m] = before[m] + sign * x[m] - here[m];
                    here[m] += share * difference[m];
                }
                if (!isCurved) continue;
                var bend = bends.AsSpan(c * hessian.Length, hessian.Length);
                VectorKernels.Scale(bend, 1 - share);
                VectorKernels.AddScaled(bend, share, bends.AsSpan((c - 1) * hessian.Length, hessian.Length));
                var spread = share * (1 - share);
                if (spread == 0) continue;
                for (var m = 0; m < _p; m++) VectorKernels.AddScaled(bend.Slice(PackedSymmetric.Row(m), m + 1), spread * difference[m], difference.AsSpan(0, m + 1));
            }
        }
        loss += logs[k];
        VectorKernels.Add(gradient, slopes.AsSpan(k * _p, _p));
        foreach (var row in chosen)
        {
            loss -= sign * eta[row];
            VectorKernels.AddScaled(gradient, -sign, _rows.AsSpan(row * _p, _p));
        }
        if (isCurved) VectorKernels.Add(hessian, bends.AsSpan(k * hessian.Length, hessian.Length));
        return loss;
    }

    private double[] RowsOf(IDesign design, Standardization columns)
    {
        var rows = new double[_n * _p];
        for (var j = 0; j < _p; j++)
        {
            var values = design.Column(j);
            for (var i = 0; i < _n; i++) rows[i * _p + j] = values[i] / columns.Scales[j];
        }
        return rows;
    }
}

/// <summary>The rows of a matched set.</summary>
/// <param name="Cases">Rows of class 1.</param>
/// <param name="Others">Rows of class 0.</param>
internal sealed record MatchedSet(int[] Cases, int[] Others)
{
    /// <summary>The sets that hold rows of both classes; the others say nothing about the coefficients.</summary>
    public static IEnumerable<MatchedSet> Informative(ReadOnlySpan<double> classes, int[] sets)
    {
        var (cases, others) = (new List<int>[sets.Length == 0 ? 0 : sets.Max() + 1], new List<int>[sets.Length == 0 ? 0 : sets.Max() + 1]);
        for (var i = 0; i < sets.Length; i++) ((classes[i] == 1 ? cases : others)[sets[i]] ??= []).Add(i);
        return cases.Zip(others).Where(pair => pair.First is not null && pair.Second is not null).Select(pair => new MatchedSet([.. pair.First], [.. pair.Second]));
    }
}
