using System.Buffers;
using LogOdds.Numerics;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>One λ of a <see cref="TallRun"/>: the best coefficients so far, where to look next, and a model of the loss about them.</summary>
internal sealed class TallPoint : IDisposable
{
    // No entry of the least subgradient is larger in the end, whatever the gap.
    private const double SubgradientTolerance = 1e-8;

    // A model is solved to this part of the least subgradient.
    private const double ModelTolerance = 1e-3;

    // Passes that bring nothing before Newton's method takes over.
    private const int Patience = 3;

    private readonly int _slopes;
    private readonly double[] _hessian;
    private int _idle;

    /// <summary>A λ whose first step is from some coefficients with their gradient. Its Hessian is 0 as yet.</summary>
    public TallPoint(IProximalPenalty penalty, int slopes, double[] beta, double[] gradient)
    {
        (Penalty, _slopes, Beta, Trial) = (penalty, slopes, beta, beta);
        // Lent, for the pages of fresh memory take longer than what is put into them.
        _hessian = ArrayPool<double>.Shared.Rent(beta.Length * beta.Length);
        Hessian.Clear();
        Answer = new ProximalAnswer(gradient, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
    }

    /// <summary>The Hessian of the model, row after row.</summary>
    public Span<double> Hessian => _hessian.AsSpan(0, Beta.Length * Beta.Length);

    /// <summary>The penalty of this λ.</summary>
    public IProximalPenalty Penalty { get; }

    /// <summary>The best coefficients that have been evaluated; before that, where the model stands.</summary>
    public double[] Beta { get; private set; }

    /// <summary>Where to evaluate next.</summary>
    public double[] Trial { get; private set; }

    /// <summary>What the rows answered there; nothing better than infinite before the first pass.</summary>
    public ProximalAnswer Answer { get; set; }

    /// <summary>The passes that it has taken part in.</summary>
    public int Passes { get; private set; }

    /// <summary>Whether passes no longer bring it forward.</summary>
    public bool IsStuck => _idle >= Patience;

    /// <summary>Whether it is proved to be near enough to the minimum.</summary>
    public bool IsEnough(double tolerance) => IsEnough(Answer, tolerance);

    /// <summary>Whether an answer proves to be near enough to the minimum.</summary>
    public static bool IsEnough(ProximalAnswer answer, double tolerance) => answer.Gap <= tolerance && answer.Size <= SubgradientTolerance;

    /// <summary>Goes to the minimum of the model; returns the gradient of the loss that is to be expected there.</summary>
    public double[] Step()
    {
        var model = new QuadraticModel(new QuadraticModel.SquareMatrix(_hessian), Answer.Gradient, Beta, _slopes, Penalty);
        Trial = model.Minimise(double.IsFinite(Answer.Size) ? ModelTolerance * Answer.Size : ModelTolerance * ModelTolerance * Math.Max(Penalty.Lambda, ModelTolerance));
        return model.Gradient;
    }

    /// <summary>Gives the Hessian back; no step follows.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_hessian);

    /// <summary>Takes in what the rows answered at <see cref="Trial"/>.</summary>
    public void Learn(ProximalAnswer answer)
    {
        Passes++;
        if (double.IsFinite(Answer.Value)) AddSecant(answer.Gradient);
        var isBetter = answer.Size < 0.5 * Answer.Size;
        _idle = isBetter ? 0 : _idle + 1;
        if (!(answer.Value <= Answer.Value + 1e-13 * Math.Abs(Answer.Value)) || !(isBetter || answer.Gap < Answer.Gap)) return;
        (Beta, Answer) = (Trial, answer);
    }

    /// <summary>Bends the model so that it has the change of the gradient that has been seen (BFGS; Nocedal and Wright, Numerical Optimization, 2006, equation 6.19).</summary>
    private void AddSecant(double[] gradient)
    {
        var n = Beta.Length;
        var (step, change, product) = (new double[n], new double[n], new double[n]);
        for (var j = 0; j < n; j++) (step[j], change[j]) = (Trial[j] - Beta[j], gradient[j] - Answer.Gradient[j]);
        for (var j = 0; j < n; j++)
            if (step[j] != 0) VectorKernels.AddScaled(product, step[j], Hessian.Slice(j * n, n));
        var (bend, modelled) = (VectorKernels.Dot(step, change), VectorKernels.Dot(step, product));
        if (!(bend > 1e-8 * modelled) || !(modelled > 0)) return;
        for (var j = 0; j < n; j++)
        {
            var row = Hessian.Slice(j * n, n);
            VectorKernels.AddScaled(row, change[j] / bend, change);
            VectorKernels.AddScaled(row, -product[j] / modelled, product);
        }
    }
}
