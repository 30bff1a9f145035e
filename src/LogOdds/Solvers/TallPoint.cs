using LogOdds.Numerics;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>One λ of a <see cref="TallRun"/>: the best coefficients so far, where to look next, and a model of the loss about them.</summary>
internal sealed class TallPoint
{
    // Passes that bring nothing before Newton's method takes over.
    private const int Patience = 3;

    private readonly int _slopes;
    private readonly double[] _hessian;
    private double[] _gradient;
    private int _idle;

    /// <summary>A λ whose first step is from where the loss is thought to have this gradient.</summary>
    public TallPoint(IProximalPenalty penalty, int slopes, double[] hessian, double[] beta, double[] gradient)
    {
        (Penalty, _slopes, _hessian, Beta, _gradient) = (penalty, slopes, hessian, beta, gradient);
        Trial = beta;
    }

    /// <summary>The penalty of this λ.</summary>
    public IProximalPenalty Penalty { get; }

    /// <summary>The best coefficients that have been evaluated; before that, where the model stands.</summary>
    public double[] Beta { get; private set; }

    /// <summary>The gradient of the loss there.</summary>
    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>Where to evaluate next.</summary>
    public double[] Trial { get; private set; }

    /// <summary>Loss + penalty at <see cref="Beta"/>; infinite before the first pass.</summary>
    public double Value { get; private set; } = double.PositiveInfinity;

    /// <summary>The duality gap there.</summary>
    public double Gap { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest entry of the least subgradient there.</summary>
    public double Size { get; private set; } = double.PositiveInfinity;

    /// <summary>The passes that it has taken part in.</summary>
    public int Passes { get; private set; }

    /// <summary>Whether passes no longer bring it forward.</summary>
    public bool IsStuck => _idle >= Patience;

    /// <summary>Goes to the minimum of the model.</summary>
    public void Step()
    {
        var tolerance = double.IsFinite(Size) ? 1e-3 * Size : 1e-6 * Math.Max(Penalty.Lambda, 1e-6);
        Trial = new QuadraticModel(new QuadraticModel.SquareMatrix(_hessian), _gradient, Beta, _slopes, Penalty).Minimise(tolerance);
    }

    /// <summary>Takes in what the rows answered at <see cref="Trial"/>.</summary>
    public void Learn(ProximalAnswer answer)
    {
        Passes++;
        var isFirst = double.IsInfinity(Value);
        if (!isFirst) AddSecant(answer.Gradient);
        var isBetter = answer.Size < 0.5 * Size;
        _idle = isBetter ? 0 : _idle + 1;
        if (!(answer.Value <= Value + 1e-13 * Math.Abs(Value)) || !(isBetter || answer.Gap < Gap)) return;
        (Beta, _gradient, Value, Gap, Size) = (Trial, answer.Gradient, answer.Value, answer.Gap, answer.Size);
    }

    /// <summary>Bends the model so that it has the change of the gradient that has been seen (BFGS; Nocedal and Wright, Numerical Optimization, 2006, equation 6.19).</summary>
    private void AddSecant(double[] gradient)
    {
        var n = Beta.Length;
        var (step, change, product) = (new double[n], new double[n], new double[n]);
        for (var j = 0; j < n; j++) (step[j], change[j]) = (Trial[j] - Beta[j], gradient[j] - _gradient[j]);
        for (var j = 0; j < n; j++)
            if (step[j] != 0) VectorKernels.AddScaled(product, step[j], _hessian.AsSpan(j * n, n));
        var (bend, modelled) = (VectorKernels.Dot(step, change), VectorKernels.Dot(step, product));
        if (!(bend > 1e-8 * modelled) || !(modelled > 0)) return;
        for (var j = 0; j < n; j++)
        {
            var row = _hessian.AsSpan(j * n, n);
            VectorKernels.AddScaled(row, change[j] / bend, change);
            VectorKernels.AddScaled(row, -product[j] / modelled, product);
        }
    }
}
