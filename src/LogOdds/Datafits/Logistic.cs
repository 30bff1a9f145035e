using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Datafits;

/// <summary>
/// The logistic datafit: ℓ(y, η) = ln(1 + e^η) − yη, the negative log-likelihood of a Bernoulli response with
/// log-odds η (McCullagh and Nelder, Generalized Linear Models, 1989, section 4.4).
/// </summary>
/// <remarks>
/// Loss, gradient and curvature come from one e = e^(−|η|) ∈ (0, 1], which cannot overflow, and the smaller of μ and
/// 1 − μ is always e/(1 + e), never a difference from 1. Every η from −∞ to ∞ gives a loss ≥ 0 and no NaN.
/// </remarks>
public sealed class Logistic : IDatafit
{
    // Beyond this e^(−|η|) nears the end of the doubles, where the exponential of a vector is not to be relied on.
    private const double LanesLimit = 700;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> response, ReadOnlySpan<double> weights, ReadOnlySpan<double> eta,
        Span<double> residual, Span<double> curvature)
    {
        var kernel = new RowsKernel { Response = response, Weights = weights, Eta = eta, Residual = residual, Curvature = curvature };
        Simd.Run(ref kernel);
        return kernel.Loss;
    }

    /// <summary>μ(η) = 1/(1 + e^(−η)), in [0, 1].</summary>
    public static double Probability(double eta) => ScalarLane.Sum(Shares(new ScalarLane(eta)).Mu);

    /// <summary>μ(ηᵢ) for each of many log-odds.</summary>
    /// <param name="eta">Log-odds.</param>
    /// <param name="probabilities">Receives as many probabilities; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Probabilities(ReadOnlySpan<double> eta, Span<double> probabilities)
    {
        if (eta.Length != probabilities.Length) throw new ArgumentException($"There are {eta.Length} log-odds and room for {probabilities.Length} probabilities.", nameof(probabilities));
        var kernel = new ProbabilitiesKernel { Eta = eta, Probabilities = probabilities };
        Simd.Run(ref kernel);
    }

    /// <summary>ℓ(y, η), in [0, ∞].</summary>
    public static double Loss(double response, double eta) => ScalarLane.Sum(Row(new ScalarLane(response), new ScalarLane(eta)).Loss);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T Mu, T Complement, T E) Shares<T>(T eta) where T : struct, ILanes<T>
    {
        var zero = T.Fill(0);
        var e = T.Exp(zero - T.Abs(eta));
        var large = T.Fill(1) / (T.Fill(1) + e);
        var small = e * large;
        return (T.WhereAtLeast(eta, zero, large, small), T.WhereAtLeast(eta, zero, small, large), e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T Loss, T Slope, T Bend) Row<T>(T y, T eta) where T : struct, ILanes<T>
    {
        var (zero, one) = (T.Fill(0), T.Fill(1));
        var (mu, complement, e) = Shares(eta);
        // ℓ = ln(1 + e^−|η|) + (what stands on the wrong side of η = 0)·|η|; a product with 0 is left out, for 0·∞ is NaN.
        var wrong = T.WhereAtLeast(eta, zero, one - y, y);
        var loss = Log1p(e) + T.WhereAtLeast(zero, wrong, zero, wrong * T.Abs(eta));
        // μ − y as a sum of two terms of which one is 0 whenever y is 0 or 1: nothing cancels.
        return (loss, (one - y) * mu - y * complement, mu * complement);
    }

    // ln(1 + e) = 2 artanh(s) with s = e/(2 + e) ≤ 1/3 for e in [0, 1]: 2(s + s³/3 + s⁵/5 + …). Every term is positive and
    // the first is exact for small e, so no digit is lost; 17 terms leave less than 2⁻⁵⁵.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Log1p<T>(T e) where T : struct, ILanes<T>
    {
        var s = e / (T.Fill(2) + e);
        var square = s * s;
        var sum = T.Fill(2.0 / 33);
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 31));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 29));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 27));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 25));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 23));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 21));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 19));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 17));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 15));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 13));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 11));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 9));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 7));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 5));
        sum = T.MultiplyAdd(sum, square, T.Fill(2.0 / 3));
        sum = T.MultiplyAdd(sum, square, T.Fill(2));
        return s * sum;
    }

    /// <summary>The kernel of <see cref="Evaluate"/> with room for what it computes, to be run in lanes of any width.</summary>
    internal static RowsKernel Rows(double[] response, double[] weights, double[] eta) =>
        new() { Response = response, Weights = weights, Eta = eta, Residual = new double[eta.Length], Curvature = new double[eta.Length] };

    internal ref struct RowsKernel : IKernel
    {
        public ReadOnlySpan<double> Response;
        public ReadOnlySpan<double> Weights;
        public ReadOnlySpan<double> Eta;
        public Span<double> Residual;
        public Span<double> Curvature;
        public double Loss;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T>() where T : struct, ILanes<T>
        {
            var total = T.Fill(0);
            ref readonly var eta = ref MemoryMarshal.GetReference(Eta);
            var rows = (nuint)Eta.Length;
            nuint i = 0;
            for (; i + (nuint)T.Count <= rows; i += (nuint)T.Count)
            {
                if (T.AreWithin(T.Load(in eta, i), LanesLimit)) total += Step<T>(i);
                else
                    for (nuint k = 0; k < (nuint)T.Count; k++) Loss += ScalarLane.Sum(Step<ScalarLane>(i + k));
            }
            for (; i < rows; i++) Loss += ScalarLane.Sum(Step<ScalarLane>(i));
            Loss += T.Sum(total);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly T Step<T>(nuint i) where T : struct, ILanes<T>
        {
            var (loss, slope, bend) = Row(T.Load(in MemoryMarshal.GetReference(Response), i), T.Load(in MemoryMarshal.GetReference(Eta), i));
            if (!Weights.IsEmpty)
            {
                var weight = T.Load(in MemoryMarshal.GetReference(Weights), i);
                (loss, slope, bend) = (weight * loss, weight * slope, weight * bend);
            }
            T.Store(slope, ref MemoryMarshal.GetReference(Residual), i);
            if (!Curvature.IsEmpty) T.Store(bend, ref MemoryMarshal.GetReference(Curvature), i);
            return loss;
        }
    }

    private ref struct ProbabilitiesKernel : IKernel
    {
        public ReadOnlySpan<double> Eta;
        public Span<double> Probabilities;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<T>() where T : struct, ILanes<T>
        {
            ref readonly var eta = ref MemoryMarshal.GetReference(Eta);
            ref var probabilities = ref MemoryMarshal.GetReference(Probabilities);
            var rows = (nuint)Eta.Length;
            nuint i = 0;
            for (; i + (nuint)T.Count <= rows; i += (nuint)T.Count) Step<T>(in eta, ref probabilities, i);
            if (i == rows) return;
            // The last rows fill a vector with zeros: like rows have like probabilities wherever they stand, and tie in every order.
            Span<double> rest = stackalloc double[T.Count];
            rest.Clear();
            Eta[(int)i..].CopyTo(rest);
            Step<T>(in rest[0], ref rest[0], 0);
            rest[..(int)(rows - i)].CopyTo(Probabilities[(int)i..]);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step<T>(ref readonly double eta, ref double probabilities, nuint i) where T : struct, ILanes<T>
        {
            var lanes = T.Load(in eta, i);
            // One number that is far out may change how the exponential of the whole vector is computed, so none is let in.
            T.Store(Shares(T.Max(T.Min(lanes, T.Fill(LanesLimit)), T.Fill(-LanesLimit))).Mu, ref probabilities, i);
            if (!T.AreWithin(lanes, LanesLimit)) CorrectFar(lanes, ref probabilities, i);
        }

        private static void CorrectFar<T>(T lanes, ref double probabilities, nuint i) where T : struct, ILanes<T>
        {
            Span<double> far = stackalloc double[T.Count];
            T.Store(lanes, ref far[0], 0);
            for (var k = 0; k < far.Length; k++)
                if (!(Math.Abs(far[k]) <= LanesLimit)) ScalarLane.Store(Shares(new ScalarLane(far[k])).Mu, ref probabilities, i + (nuint)k);
        }
    }
}
