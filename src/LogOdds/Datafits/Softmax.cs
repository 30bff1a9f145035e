using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Datafits;

/// <summary>
/// The softmax datafit of K classes: ℓ(y, η) = ln Σₖ e^ηₖ − η_y, the negative log-likelihood of a class drawn with probabilities
/// μₖ = e^ηₖ / Σ e^η (Agresti, Categorical Data Analysis, 2013, section 8.1). Only differences of the ηₖ matter.
/// </summary>
/// <remarks>
/// The largest ηₖ is taken off all, so nothing overflows, and what is left of 1 beside the probability of a class is a sum of the other
/// terms, never a difference. Predictors, probabilities and residuals are K vectors of one entry a row, one behind the other.
/// </remarks>
public static class Softmax
{
    // Beyond this e^(−x) nears the end of the doubles: such a class has probability 1e-304 beside the largest.
    private const double LanesLimit = 700;

    /// <summary>Evaluates a block of rows in one go.</summary>
    /// <param name="classes">K, 2 or more.</param>
    /// <param name="response">The class of each row as a number from 0 to K − 1.</param>
    /// <param name="weights">wᵢ ≥ 0; empty means every weight is 1.</param>
    /// <param name="predictors">ηₖ, K × n.</param>
    /// <param name="probabilities">Receives μₖ, K × n.</param>
    /// <param name="residuals">Receives wᵢ ∂ℓ/∂ηₖ = wᵢ (μₖ − [k = yᵢ]), K × n.</param>
    /// <returns>Σ wᵢ ℓ(yᵢ, ηᵢ) over the block.</returns>
    public static double Evaluate(int classes, ReadOnlySpan<double> response, ReadOnlySpan<double> weights, ReadOnlySpan<double> predictors,
        Span<double> probabilities, Span<double> residuals)
    {
        var n = response.Length;
        var scratch = ArrayPool<double>.Shared.Rent(2 * n);
        var largest = scratch.AsSpan(0, n);
        var rest = scratch.AsSpan(n, n);
        var kernel = new RowsKernel { Classes = classes, Predictors = predictors, Probabilities = probabilities, Largest = largest, Rest = rest };
        Simd.Run(ref kernel);
        for (var k = 0; k < classes; k++)
        {
            var mu = probabilities.Slice(k * n, n);
            var residual = residuals.Slice(k * n, n);
            if (weights.IsEmpty) mu.CopyTo(residual);
            else VectorKernels.Multiply(mu, weights, residual);
        }
        var loss = 0.0;
        for (var i = 0; i < n; i++)
        {
            var own = (int)response[i] * n + i;
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0) continue;
            loss += weight * (StableMath.Log1p(rest[i]) + (largest[i] - predictors[own]));
            residuals[own] = -weight * (predictors[own] == largest[i] ? rest[i] / (1 + rest[i]) : 1 - probabilities[own]);
        }
        ArrayPool<double>.Shared.Return(scratch);
        return loss;
    }

    /// <summary>μₖ for each of many rows.</summary>
    /// <param name="classes">K, 2 or more.</param>
    /// <param name="predictors">ηₖ, K × n.</param>
    /// <param name="probabilities">Receives μₖ, K × n.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Probabilities(int classes, ReadOnlySpan<double> predictors, Span<double> probabilities)
    {
        if (classes < 2 || predictors.Length % classes != 0 || predictors.Length != probabilities.Length)
            throw new ArgumentException($"There are {predictors.Length} predictors of {classes} classes and room for {probabilities.Length} probabilities.", nameof(probabilities));
        var n = predictors.Length / classes;
        var scratch = new double[2 * n];
        var kernel = new RowsKernel { Classes = classes, Predictors = predictors, Probabilities = probabilities, Largest = scratch.AsSpan(0, n), Rest = scratch.AsSpan(n) };
        Simd.Run(ref kernel);
    }

    private ref struct RowsKernel : IKernel
    {
        public int Classes;
        public ReadOnlySpan<double> Predictors;
        public Span<double> Probabilities;
        // The largest η of each row, and Σ e^(η − largest) over the classes but one that has it.
        public Span<double> Largest;
        public Span<double> Rest;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<T>() where T : struct, ILanes<T>
        {
            var rows = (nuint)Largest.Length;
            nuint i = 0;
            for (; i + (nuint)T.Count <= rows; i += (nuint)T.Count) Step<T>(i, rows);
            for (; i < rows; i++) Step<ScalarLane>(i, rows);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Step<T>(nuint i, nuint rows) where T : struct, ILanes<T>
        {
            ref readonly var predictors = ref MemoryMarshal.GetReference(Predictors);
            ref var probabilities = ref MemoryMarshal.GetReference(Probabilities);
            var (zero, one, lowest) = (T.Fill(0), T.Fill(1), T.Fill(-LanesLimit));
            var classes = (nuint)Classes;
            var largest = T.Load(in predictors, i);
            for (nuint k = 1; k < classes; k++) largest = T.Max(largest, T.Load(in predictors, k * rows + i));
            var (rest, tied) = (zero, T.Fill(-1));
            for (nuint k = 0; k < classes; k++)
            {
                var below = T.Load(in predictors, k * rows + i) - largest;
                var e = T.Exp(T.Max(below, lowest));
                T.Store(e, ref probabilities, k * rows + i);
                rest += T.WhereAtLeast(below, zero, zero, e);
                tied += T.WhereAtLeast(below, zero, one, zero);
            }
            rest = tied + rest;
            var share = one / (one + rest);
            for (nuint k = 0; k < classes; k++) T.Store(T.Load(in probabilities, k * rows + i) * share, ref probabilities, k * rows + i);
            T.Store(largest, ref MemoryMarshal.GetReference(Largest), i);
            T.Store(rest, ref MemoryMarshal.GetReference(Rest), i);
        }
    }
}
