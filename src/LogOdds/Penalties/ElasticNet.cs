namespace LogOdds.Penalties;

/// <summary>
/// The elastic net λ·Σ fⱼ·(α|bⱼ − tⱼ| + (1 − α)/2·(bⱼ − tⱼ)²) within lⱼ ≤ bⱼ ≤ uⱼ: the lasso for α = 1, the ridge for α = 0 (Zou and Hastie,
/// Journal of the Royal Statistical Society B 67, 2005). Factors f are 1, targets t 0 and bounds infinite unless <see cref="On"/> says otherwise.
/// </summary>
public sealed class ElasticNet : IProximalPenalty
{
    // One a coefficient, or none before the columns are known; λ is not in them.
    private readonly double[] _absolute;
    private readonly double[] _square;
    private readonly double[] _target;
    private readonly double[] _lower;
    private readonly double[] _upper;

    /// <summary>An elastic net.</summary>
    /// <param name="lambda">λ ≥ 0, finite, on the scale of the mean loss.</param>
    /// <param name="l1Ratio">α in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">λ or α is out of range.</exception>
    public ElasticNet(double lambda, double l1Ratio)
        : this(lambda, l1Ratio, [], [], [], [], [])
    {
        Strength.RequireRatio(l1Ratio);
    }

    private ElasticNet(double lambda, double l1Ratio, double[] absolute, double[] square, double[] target, double[] lower, double[] upper)
    {
        Strength.Require(lambda);
        (Lambda, L1Ratio) = (lambda, l1Ratio);
        (_absolute, _square, _target, _lower, _upper) = (absolute, square, target, lower, upper);
    }

    /// <summary>The lasso (L1) penalty λ·Σ fⱼ|bⱼ| (Tibshirani, Journal of the Royal Statistical Society B 58, 1996).</summary>
    public static ElasticNet Lasso(double lambda) => new(lambda, 1);

    /// <inheritdoc/>
    public string Name => L1Ratio switch { 1 => "l1", 0 => "l2", _ => "elastic-net" };

    /// <inheritdoc/>
    public double Lambda { get; }

    /// <inheritdoc/>
    public double L1Ratio { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Blocks => [];

    /// <inheritdoc/>
    public bool IsFree(int block) => Absolute(block) == 0 && Square(block) == 0;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < b.Length; j++)
        {
            var x = b[j] - Target(j);
            sum += Absolute(j) * Math.Abs(x) + 0.5 * Square(j) * x * x;
        }
        return sum;
    }

    /// <inheritdoc/>
    public void Prox(int block, double curvature, Span<double> x) => x[0] = Prox(block, curvature, x[0]);

    /// <summary>argmin over z of ½·curvature·(z − x)² + the penalty of z, for one coefficient.</summary>
    internal double Prox(int j, double curvature, double x)
    {
        var target = Target(j);
        var pull = curvature * (x - target);
        var z = target + Shrink(pull, Absolute(j)) / (curvature + Square(j));
        return _lower.Length == 0 ? z : Math.Clamp(z, _lower[j], _upper[j]);
    }

    /// <inheritdoc/>
    public void Rest(int block, Span<double> x) => x[0] = RestOf(block);

    /// <inheritdoc/>
    public bool StaysAtRest(int block, ReadOnlySpan<double> gradient) => Least(block, RestOf(block), gradient[0]) == 0;

    /// <inheritdoc/>
    public void Project(int block, Span<double> x)
    {
        if (_lower.Length > 0) x[0] = Math.Clamp(x[0], _lower[block], _upper[block]);
    }

    /// <inheritdoc/>
    public bool IsSmoothAt(int block, ReadOnlySpan<double> x) =>
        (Absolute(block) == 0 || x[0] != Target(block)) && (_lower.Length == 0 || (x[0] > _lower[block] && x[0] < _upper[block]));

    /// <inheritdoc/>
    public void AddCurvature(int block, ReadOnlySpan<double> x, Span<double> packed) => packed[0] += Square(block);

    /// <inheritdoc/>
    public void ToLeastSubgradient(ReadOnlySpan<double> b, Span<double> gradient)
    {
        for (var j = 0; j < b.Length; j++) gradient[j] = Least(j, b[j], gradient[j]);
    }

    /// <inheritdoc/>
    public double Gap(ReadOnlySpan<double> b, ReadOnlySpan<double> gradient, double objective)
    {
        var (gap, steepest) = (0.0, 0.0);
        for (var j = 0; j < b.Length; j++)
        {
            // Where would the penalty, less the pull of the gradient, be least?
            var (absolute, square, g) = (Absolute(j), Square(j), gradient[j]);
            var (at, excess) = (b[j] - Target(j), Shrink(-g, absolute));
            var best = excess == 0 ? 0 : square > 0 ? excess / square : Math.Sign(excess) * (1 + 2 * Math.Abs(b[j]) + Math.Abs(at));
            if (excess != 0 && square == 0 && absolute > 0)
            {
                // Without end. All that go there share what the penalty may cost, and the steepest gains most by it; a bound may end it before.
                best = Math.Sign(excess) * objective / absolute;
                if (_lower.Length == 0 || !double.IsFinite(excess < 0 ? _lower[j] : _upper[j]))
                {
                    steepest = Math.Max(steepest, Math.Abs(excess) / absolute);
                    best = 0;
                }
            }
            if (_lower.Length > 0) best = Math.Clamp(best + Target(j), _lower[j], _upper[j]) - Target(j);
            gap += absolute * (Math.Abs(at) - Math.Abs(best)) + 0.5 * square * (at - best) * (at + best) + g * (at - best);
        }
        return Math.Max(0, gap + steepest * objective);
    }

    /// <inheritdoc/>
    public double CriticalLambda(ReadOnlySpan<double> gradient)
    {
        var critical = 0.0;
        var (least, perShare) = (Math.Max(L1Ratio, Strength.LeastL1Ratio), L1Ratio);
        for (var j = 0; j < gradient.Length; j++)
        {
            if (UnitOf(j) == 0 || IsHeld(j, gradient[j])) continue;
            // αf is at hand where α > 0; a ridge has (1 − α)f, on the square of the scale.
            var absolute = perShare > 0 ? (_absolute.Length == 0 ? perShare : _absolute[j]) / perShare : Math.Sqrt(_square.Length == 0 ? 1 : _square[j]);
            critical = Math.Max(critical, Math.Abs(gradient[j]) / (least * absolute));
        }
        return critical;
    }

    /// <inheritdoc/>
    public IProximalPenalty WithLambda(double lambda) => new ElasticNet(lambda, L1Ratio, _absolute, _square, _target, _lower, _upper);

    /// <inheritdoc/>
    public IProximalPenalty On(PenalizedColumns columns)
    {
        var places = Enumerable.Range(0, columns.Count);
        var (ratios, absolute, square) = (columns.Ratios(), new double[columns.Count], new double[columns.Count]);
        for (var j = 0; j < ratios.Length; j++)
        {
            absolute[j] = L1Ratio * columns.FactorOf(j) * ratios[j];
            square[j] = (1 - L1Ratio) * columns.FactorOf(j) * ratios[j] * ratios[j];
        }
        return new ElasticNet(Lambda, L1Ratio, absolute, square,
            columns.Targets.Count == 0 ? [] : [.. places.Select(columns.TargetOf)],
            columns.AreBounded ? [.. places.Select(columns.LowerOf)] : [],
            columns.AreBounded ? [.. places.Select(columns.UpperOf)] : []);
    }

    /// <inheritdoc/>
    public IProximalPenalty Of(ReadOnlySpan<int> coefficients)
    {
        var chosen = coefficients.ToArray();
        double[] Chosen(double[] values) => values.Length == 0 ? [] : Array.ConvertAll(chosen, j => values[j]);
        return new ElasticNet(Lambda, L1Ratio, Chosen(_absolute), Chosen(_square), Chosen(_target), Chosen(_lower), Chosen(_upper));
    }

    private static double Shrink(double x, double by) => Math.Abs(x) <= by ? 0 : x - Math.CopySign(by, x);

    private double Absolute(int j) => Lambda * (_absolute.Length == 0 ? L1Ratio : _absolute[j]);

    private double Square(int j) => Lambda * (_square.Length == 0 ? 1 - L1Ratio : _square[j]);

    private double UnitOf(int j) => _absolute.Length == 0 ? 1 : _absolute[j] + _square[j];

    private double Target(int j) => _target.Length == 0 ? 0 : _target[j];

    private double RestOf(int j) => _lower.Length == 0 ? Target(j) : Math.Clamp(Target(j), _lower[j], _upper[j]);

    /// <summary>Whether a bound keeps a coefficient from moving off its rest the way the gradient drives it.</summary>
    private bool IsHeld(int j, double gradient) => _lower.Length > 0 && (gradient > 0 ? RestOf(j) == _lower[j] : RestOf(j) == _upper[j]);

    private double Least(int j, double b, double gradient)
    {
        var at = b - Target(j);
        var least = at == 0 ? Shrink(gradient, Absolute(j)) : gradient + Square(j) * at + Math.CopySign(Absolute(j), at);
        if (_lower.Length == 0) return least;
        return (least > 0 && b == _lower[j]) || (least < 0 && b == _upper[j]) ? 0 : least;
    }
}
