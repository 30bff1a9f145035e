namespace LogOdds.Penalties;

/// <summary>
/// The group lasso λ·Σ over terms g of f_g·(α‖b_g‖ + (1 − α)/2·‖b_g‖²) with f_g = √(coefficients of g) unless asked for without: the columns
/// of a term enter together or not at all (Yuan and Lin, Journal of the Royal Statistical Society B 68, 2006).
/// </summary>
public sealed class GroupLasso : IProximalPenalty
{
    private readonly bool _bySize;
    private readonly int[][] _blocks;
    private readonly double[] _factors;

    /// <summary>A group lasso.</summary>
    /// <param name="lambda">λ ≥ 0, finite, on the scale of the mean loss.</param>
    /// <param name="l1Ratio">α in [0, 1].</param>
    /// <param name="bySize">Whether a term of k coefficients counts √k times, which gives terms of any size the same chance.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ or α is out of range.</exception>
    public GroupLasso(double lambda, double l1Ratio = 1, bool bySize = true)
        : this(lambda, l1Ratio, bySize, [], [])
    {
        Strength.RequireRatio(l1Ratio);
    }

    private GroupLasso(double lambda, double l1Ratio, bool bySize, int[][] blocks, double[] factors)
    {
        Strength.Require(lambda);
        (Lambda, L1Ratio, _bySize, _blocks, _factors) = (lambda, l1Ratio, bySize, blocks, factors);
    }

    /// <inheritdoc/>
    public string Name => "group-lasso";

    /// <inheritdoc/>
    public double Lambda { get; }

    /// <inheritdoc/>
    public double L1Ratio { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Blocks => _blocks;

    /// <inheritdoc/>
    public bool IsFree(int block) => Lambda * Factor(block) == 0;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var block = 0; block < Count(b.Length); block++)
        {
            var norm = Norm(block, b);
            sum += Factor(block) * (L1Ratio * norm + 0.5 * (1 - L1Ratio) * norm * norm);
        }
        return Lambda * sum;
    }

    /// <inheritdoc/>
    public void Prox(int block, double curvature, Span<double> x)
    {
        var norm = Norm(x);
        var pull = curvature * norm - Absolute(block);
        var scale = pull > 0 ? pull / (norm * (curvature + Square(block))) : 0;
        for (var k = 0; k < x.Length; k++) x[k] *= scale;
    }

    /// <inheritdoc/>
    public void Rest(int block, Span<double> x) => x.Clear();

    /// <inheritdoc/>
    public bool StaysAtRest(int block, ReadOnlySpan<double> gradient) => Norm(gradient) <= Absolute(block);

    /// <inheritdoc/>
    public void Project(int block, Span<double> x)
    {
    }

    /// <inheritdoc/>
    public bool IsSmoothAt(int block, ReadOnlySpan<double> x) => Absolute(block) == 0 || Norm(x) > 0;

    /// <inheritdoc/>
    public void AddCurvature(int block, ReadOnlySpan<double> x, Span<double> packed)
    {
        // Of a·‖x‖: a/‖x‖·(I − x xᵀ/‖x‖²).
        var norm = Norm(x);
        var bend = norm > 0 ? Absolute(block) / norm : 0;
        for (var (i, at) = (0, 0); i < x.Length; i++)
            for (var j = 0; j <= i; j++, at++)
                packed[at] += (i == j ? bend + Square(block) : 0) - (bend > 0 ? bend * (x[i] / norm) * (x[j] / norm) : 0);
    }

    /// <inheritdoc/>
    public void ToLeastSubgradient(ReadOnlySpan<double> b, Span<double> gradient)
    {
        for (var block = 0; block < Count(b.Length); block++)
        {
            var norm = Norm(block, b);
            var slope = norm == 0 ? Norm(block, gradient) : 0;
            for (var k = 0; k < Size(block); k++)
            {
                var j = Member(block, k);
                if (norm > 0) gradient[j] += b[j] * (Absolute(block) / norm + Square(block));
                else gradient[j] = slope <= Absolute(block) ? 0 : gradient[j] * (1 - Absolute(block) / slope);
            }
        }
    }

    /// <inheritdoc/>
    public double Gap(ReadOnlySpan<double> b, ReadOnlySpan<double> gradient, double objective)
    {
        var (gap, steepest) = (0.0, 0.0);
        for (var block = 0; block < Count(b.Length); block++)
        {
            var (absolute, square) = (Absolute(block), Square(block));
            var (norm, slope, product) = (Norm(block, b), Norm(block, gradient), 0.0);
            for (var k = 0; k < Size(block); k++) product += b[Member(block, k)] * gradient[Member(block, k)];
            var excess = Math.Max(0, slope - absolute);
            var best = excess == 0 ? 0 : square > 0 ? excess / square : absolute > 0 ? 0 : 1 + 2 * norm;
            // Those that would go without end share what the penalty may cost, and the steepest gains most by it.
            if (square == 0 && absolute > 0) steepest = Math.Max(steepest, excess / absolute);
            gap += absolute * (norm - best) + 0.5 * square * (norm - best) * (norm + best) + product + slope * best;
        }
        return Math.Max(0, gap + steepest * objective);
    }

    /// <inheritdoc/>
    public double CriticalLambda(ReadOnlySpan<double> gradient)
    {
        var critical = 0.0;
        for (var block = 0; block < Count(gradient.Length); block++)
            if (Factor(block) > 0) critical = Math.Max(critical, Norm(block, gradient) / (Math.Max(L1Ratio, Strength.LeastL1Ratio) * Factor(block)));
        return critical;
    }

    /// <inheritdoc/>
    public IProximalPenalty WithLambda(double lambda) => new GroupLasso(lambda, L1Ratio, _bySize, _blocks, _factors);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Coefficients are bounded or have targets, or the columns are fitted on another scale than the stated one.</exception>
    public IProximalPenalty On(PenalizedColumns columns)
    {
        if (columns.AreBounded || columns.Targets.Any(target => target != 0)) throw new ArgumentException("The group lasso takes neither bounds nor targets.", nameof(columns));
        for (var j = 0; j < columns.Count; j++)
            if (Math.Abs(columns.RatioOf(j) - 1) > 1e-12) throw new ArgumentException("The group lasso is fitted on the scale it is stated on.", nameof(columns));
        var terms = columns.Terms.Count == 0 ? Enumerable.Range(0, columns.Count) : columns.Terms;
        int[][] blocks = [.. terms.Select((term, j) => (term, j)).GroupBy(pair => pair.term, pair => pair.j).Select(group => group.ToArray())];
        return new GroupLasso(Lambda, L1Ratio, _bySize, blocks, Array.ConvertAll(blocks, block => block.Average(columns.FactorOf) * (_bySize ? Math.Sqrt(block.Length) : 1)));
    }

    /// <inheritdoc/>
    public IProximalPenalty Of(ReadOnlySpan<int> coefficients)
    {
        var place = new Dictionary<int, int>(coefficients.Length);
        for (var k = 0; k < coefficients.Length; k++) place[coefficients[k]] = k;
        if (_blocks.Length == 0) return this;
        int[] kept = [.. Enumerable.Range(0, _blocks.Length).Where(block => place.ContainsKey(_blocks[block][0]))];
        return new GroupLasso(Lambda, L1Ratio, _bySize, Array.ConvertAll(kept, block => Array.ConvertAll(_blocks[block], j => place[j])), Array.ConvertAll(kept, block => _factors[block]));
    }

    private int Count(int coefficients) => _blocks.Length == 0 ? coefficients : _blocks.Length;

    private int Size(int block) => _blocks.Length == 0 ? 1 : _blocks[block].Length;

    private int Member(int block, int k) => _blocks.Length == 0 ? block : _blocks[block][k];

    private double Factor(int block) => _blocks.Length == 0 ? 1 : _factors[block];

    private double Absolute(int block) => Lambda * L1Ratio * Factor(block);

    private double Square(int block) => Lambda * (1 - L1Ratio) * Factor(block);

    private double Norm(int block, ReadOnlySpan<double> all)
    {
        var sum = 0.0;
        for (var k = 0; k < Size(block); k++) sum += all[Member(block, k)] * all[Member(block, k)];
        return Math.Sqrt(sum);
    }

    private static double Norm(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in x) sum += value * value;
        return Math.Sqrt(sum);
    }
}
