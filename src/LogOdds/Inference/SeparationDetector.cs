using System.Runtime.CompilerServices;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>
/// Tells whether the classes of a fit without penalty are separated, and proves either answer by the rows themselves.
/// </summary>
/// <remarks>
/// Let a step s of Newton move row i by mᵢ towards its own class, whose fitted probability is μᵢ. As H s = −g, the numbers
/// wᵢ(1 − μᵢ)(1 − μᵢmᵢ) weigh the rows, each turned towards its own class, so that they cancel. Along a direction of recession no row
/// loses, so if those numbers are all above 0, none gains either: where no row moves by one unit of log-odds, the maximum exists.
/// On separated data some row moves by one for ever, while rows that no direction tells apart come to rest: the step turns into a direction
/// of recession (Albert and Anderson 1984). Made exact, it is put to each row; only if none of them loses is it a proof.
/// </remarks>
/// <param name="design">The design.</param>
/// <param name="fromDesign">The map from its columns to mean 0 and standard deviation 1.</param>
/// <param name="standard">The map from the columns as they are to the same.</param>
/// <param name="rows">The columns as they are.</param>
/// <param name="response">Responses, weights and offsets.</param>
/// <param name="hasIntercept">Whether there is an intercept.</param>
/// <param name="threads">How many cores to use at most; 0 for all.</param>
/// <param name="ranks">The processes that share the rows out.</param>
internal sealed class SeparationDetector(IDesign design, Standardization fromDesign, Standardization standard, RowsAsTheyStand rows, Response response, bool hasIntercept, int threads, ICommunicator ranks)
{
    // Beyond this, fitted probabilities have all but reached 0 and 1, and the Hessian has no digits left.
    internal const double FarLogOdds = 25;

    // Half of the unit by which a step moves some row where the classes are separated: the other half is for rounding.
    internal const double Unit = 0.5;

    // Below this a step is at its end, whatever its digits.
    internal const double Standstill = 1e-4;

    // Rows that a step moves less than this are taken to be coming to rest.
    internal const double Resting = 0.01;

    // A Hessian of a larger condition has too few digits for a step to be a proof.
    internal const double SoundCondition = 1e11;

    // What a sum may be off, relative to its terms or to what the least of the rows that gain does: rounding.
    internal const double Rounding = 1e-12;

    // Slopes that move less than this for columns of standard deviation 1, against the one that moves most, may be rounding.
    internal const double Negligible = 1e-9;

    internal const int MaxSteps = 60;

    internal const int MaxRefinements = 12;

    // Above this many columns a p×p matrix is dear, and the test is left with the check whether every row is told apart.
    internal const int MaxColumns = 1500;

    private readonly double _totalWeight = ranks.Total(response.TotalWeight);

    /// <summary>Tests from the coefficients at which a solver stopped.</summary>
    /// <param name="coefficients">Slopes in the data's units, the intercept last.</param>
    /// <param name="eta">The log-odds of the rows at them.</param>
    /// <param name="reported">The gradient of the mean loss there, on any scale.</param>
    /// <param name="packedHessian">Its Hessian on that scale, where it is known.</param>
    public Separation? Find(double[] coefficients, ReadOnlyMemory<double> eta, double[] reported, double[]? packedHessian)
    {
        var fitted = GainsOf(eta);
        var own = response.Offsets.IsEmpty ? fitted : GainsOf(WithoutOffsets(eta));
        if (own.Smallest > 0 && Proof(coefficients, Everywhere()) is { } complete) return Simplest(complete);
        if (design.Columns > MaxColumns || IsAtMaximum(_totalWeight, fitted.Largest, fitted.LeastWeight, reported, packedHessian)) return null;

        var here = fitted.Largest > FarLogOdds ? new double[coefficients.Length] : standard.ToScaled(coefficients);
        var objective = new LinearObjective(RankSums.Over(new DesignSums(design, response, new Logistic(), threads), ranks), fromDesign, hasIntercept, threads);
        var walk = new SeparationWalk<Separation>(objective, here);
        while (walk.TryStep())
        {
            var direction = standard.ToData(walk.Step);
            var moves = rows.SumsOf(direction);
            var along = GainsOf(moves);
            if (along.Most < (walk.IsSound ? Unit : Standstill)) break;
            if (along.Smallest > -Resting && Refined(direction, moves, walk.Here, walk.Factor) is { } proof)
            {
                if (proof.RowsGaining == (long)ranks.Total(Enumerable.Range(0, moves.Length).Count(row => IsMoved(row, moves)))) return Simplest(proof);
                walk.Keep(proof, proof.RowsGaining);
            }

            walk.Take();
            var reached = standard.ToData(walk.Here);
            if (GainsOf(rows.SumsOf(reached)).Smallest > 0 && Proof(reached, Everywhere()) is { } found) return Simplest(found);
        }
        return walk.Partial is { } partial ? Simplest(partial) : null;
    }

    /// <summary>The condition of a matrix scaled to a diagonal of 1, from its factor by a few steps of the power method on the inverse.</summary>
    internal static double Condition(PackedCholesky factor, double[] packed)
    {
        var roots = new double[factor.Size];
        var vector = new double[factor.Size];
        var random = new SeededRandom(0);
        for (var j = 0; j < roots.Length; j++) (roots[j], vector[j]) = (Math.Sqrt(packed[PackedSymmetric.Index(j, j)]), random.NextNormal());
        var growth = 1.0;
        for (var k = 0; k < 4; k++)
        {
            VectorKernels.Scale(vector, 1 / Math.Sqrt(VectorKernels.Dot(vector, vector)));
            VectorKernels.Multiply(vector, roots, vector);
            factor.Solve(vector);
            VectorKernels.Multiply(vector, roots, vector);
            growth = Math.Sqrt(VectorKernels.Dot(vector, vector));
        }
        return growth;
    }

    /// <summary>
    /// Whether the Newton step at a gradient, on any scale, and its Hessian cannot move any row by a unit. By Cauchy and Schwarz (zᵢᵀs)² ≤ sᵀHs / (wᵢμᵢ(1 − μᵢ)): no row is asked.
    /// </summary>
    internal static bool IsAtMaximum(double totalWeight, double largest, double leastWeight, double[] gradient, double[]? packedHessian)
    {
        if (packedHessian is null || PackedCholesky.TryFactor(gradient.Length, packedHessian) is not { } factor || Condition(factor, packedHessian) > SoundCondition) return false;
        var step = gradient.ToArray();
        factor.Solve(step);
        var decrement = totalWeight * VectorKernels.Dot(gradient, step);
        return decrement < Unit * Unit * leastWeight * Math.Exp(-largest) / 4;
    }

    /// <summary>The step with the rows that rest held where they are, if that is a proof.</summary>
    /// <remarks>
    /// What the direction d does to those rows is fitted by the columns and taken off: d ← d − H⁻¹ Σ wᵢμᵢ(1 − μᵢ) zᵢ(zᵢᵀd). With the Hessian of
    /// all rows for that of the resting ones, what is left falls by the share that the others have in it, which is small and shrinks.
    /// </remarks>
    private Separation? Refined(double[] step, double[] moves, double[] here, PackedCholesky factor)
    {
        var (direction, sums) = (step, moves.ToArray());
        var isGaining = new bool[design.Rows];
        for (var i = 0; i < moves.Length; i++) isGaining[i] = IsMoved(i, moves);
        var curvature = rows.SumsOf(standard.ToData(here));
        for (var i = 0; i < curvature.Length; i++)
        {
            var e = Math.Exp(-Math.Abs(curvature[i] + response.OffsetOf(i)));
            curvature[i] = response.WeightOf(i) * e / ((1 + e) * (1 + e)) / _totalWeight;
        }
        for (var k = 0; k < MaxRefinements; k++)
        {
            if (Proof(direction, isGaining) is { } proof) return proof;
            var correction = new double[direction.Length];
            for (var i = 0; i < sums.Length; i++) sums[i] *= isGaining[i] ? 0 : curvature[i];
            design.AddTransposed(new RowBlock(0, design.Rows), sums, correction.AsSpan(0, design.Columns));
            correction[^1] = VectorKernels.Sum(sums);
            ranks.Sum(correction);
            fromDesign.GradientToScaled(correction);
            if (!hasIntercept) correction[^1] = 0;
            factor.Solve(correction);
            direction = [.. direction.Zip(standard.ToData(correction), (along, off) => along - off)];
            sums = rows.SumsOf(direction);
            // A row that gains no more once the others are held was on its way to rest, or they are on theirs away.
            for (var i = 0; i < sums.Length; i++) isGaining[i] &= Towards(i, sums[i]) > Towards(i, moves[i]) / 2;
        }
        return null;
    }

    /// <summary>A direction as proof that the rows in question gain by it and the others stay where they are; null where it is none.</summary>
    private Separation? Proof(double[] direction, bool[] isGaining)
    {
        var (sums, sizes) = (rows.SumsOf(direction), rows.SizesOf(direction));
        var least = double.PositiveInfinity;
        for (var i = 0; i < sums.Length; i++)
        {
            if (!isGaining[i]) continue;
            var gain = Towards(i, sums[i]);
            // What does not gain is no proof, and shows as the least there is.
            least = gain > Rounding * sizes[i] ? Math.Min(least, gain) : double.NegativeInfinity;
            if (double.IsNegativeInfinity(least)) break;
        }
        least = Least(least);
        if (!double.IsFinite(least)) return null;
        var (isComplete, isStill) = (true, true);
        for (var i = 0; i < sums.Length && isStill; i++)
        {
            if (isGaining[i] || !(response.WeightOf(i) > 0)) continue;
            isComplete = false;
            isStill = Math.Abs(sums[i]) <= Rounding * Math.Max(sizes[i], least);
        }
        if (ranks.Any(!isStill)) return null;
        return new Separation(!ranks.Any(!isComplete), direction, isGaining, (long)ranks.Total(isGaining.Count(gains => gains)));
    }

    /// <summary>The proof without the coefficients that only rounding moves, where it stands without them.</summary>
    private Separation Simplest(Separation proof)
    {
        var scaled = standard.ToScaled(proof.Direction).AsSpan(0, design.Columns).ToArray();
        var least = Negligible * VectorKernels.MaxAbs(scaled);
        double[] slopes = [.. proof.Direction.Select((change, j) => j < scaled.Length && Math.Abs(scaled[j]) <= least ? 0 : change)];
        var simpler = Proof(slopes, proof.IsGaining) ?? proof;
        return Proof([.. simpler.Direction[..^1], 0], proof.IsGaining) ?? simpler;
    }

    private bool IsMoved(int row, double[] moves) => response.WeightOf(row) > 0 && Towards(row, moves[row]) > Resting;

    private bool[] Everywhere() => [.. Enumerable.Range(0, design.Rows).Select(row => response.WeightOf(row) > 0)];

    // Rows with both successes and failures lose by any change.
    private double Towards(int row, double change) => response.Values.Span[row] switch
    {
        1 => change,
        0 => -change,
        _ => -Math.Abs(change),
    };

    // The offset is not the columns' doing.
    private double[] WithoutOffsets(ReadOnlyMemory<double> eta)
    {
        var own = eta.ToArray();
        for (var i = 0; i < own.Length; i++) own[i] -= response.OffsetOf(i);
        return own;
    }

    private Gains GainsOf(ReadOnlyMemory<double> sums)
    {
        var own = RowRuns.All(design.Rows, 1, threads)
            .Compute(blocks => blocks.Aggregate(Gains.None, (all, block) => all.With(Extremes(block, sums.Span.Slice(block.Start, block.Count)))))
            .Aggregate(Gains.None, (all, part) => all.With(part));
        double[] extremes = [-own.Smallest, own.Most, own.Largest, -own.LeastWeight];
        ranks.Maximum(extremes);
        return new Gains(-extremes[0], extremes[1], extremes[2], -extremes[3]);
    }

    private double Least(double value)
    {
        Span<double> values = [-value];
        ranks.Maximum(values);
        return -values[0];
    }

    /// <summary>What a direction adds to the log-odds of the rows of weight above 0, towards their own class.</summary>
    /// <param name="Smallest">The least that a row gains.</param>
    /// <param name="Most">The most that a row gains, of rows with both successes and failures for either.</param>
    /// <param name="Largest">The most that a row gains or loses.</param>
    /// <param name="LeastWeight">The least weight above 0.</param>
    private readonly record struct Gains(double Smallest, double Most, double Largest, double LeastWeight)
    {
        public static Gains None => new(double.PositiveInfinity, 0, 0, double.PositiveInfinity);

        public Gains With(Gains other) => new(Math.Min(Smallest, other.Smallest), Math.Max(Most, other.Most), Math.Max(Largest, other.Largest), Math.Min(LeastWeight, other.LeastWeight));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Gains Extremes(RowBlock block, ReadOnlySpan<double> sums)
    {
        var y = response.Values.Span.Slice(block.Start, block.Count);
        var weights = response.WeightsOf(block);
        var (smallest, most, largest, leastWeight) = (double.PositiveInfinity, 0.0, 0.0, weights.IsEmpty ? 1 : double.PositiveInfinity);
        for (var i = 0; i < sums.Length; i++)
        {
            if (!weights.IsEmpty)
            {
                if (!(weights[i] > 0)) continue;
                leastWeight = Math.Min(leastWeight, weights[i]);
            }
            var size = Math.Abs(sums[i]);
            var gain = y[i] == 1 ? sums[i] : y[i] == 0 ? -sums[i] : -size;
            smallest = Math.Min(smallest, gain);
            most = Math.Max(most, y[i] is > 0 and < 1 ? size : gain);
            largest = Math.Max(largest, size);
        }
        return new Gains(smallest, most, largest, leastWeight);
    }
}
