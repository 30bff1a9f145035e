using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// The affine map z = (x − center)/scale of each design column, and what it does to coefficients.
/// </summary>
/// <param name="Centers">One a column.</param>
/// <param name="Scales">One a column, above 0.</param>
public sealed record Standardization(IReadOnlyList<double> Centers, IReadOnlyList<double> Scales)
{
    /// <summary>The map that changes nothing.</summary>
    public static Standardization Identity(int columns) =>
        new(new double[columns], Ones(columns));

    private static double[] Ones(int columns)
    {
        var ones = new double[columns];
        Array.Fill(ones, 1);
        return ones;
    }

    // Each pass goes through them: through an interface that would take longer than the rows of a sparse design.
    private static double[] Numbers(IReadOnlyList<double> list) => list as double[] ?? list.ToArray();

    /// <summary>One a column.</summary>
    public IReadOnlyList<double> Centers { get; init; } = Numbers(Centers);

    /// <summary>One a column, above 0.</summary>
    public IReadOnlyList<double> Scales { get; init; } = Numbers(Scales);

    /// <summary>Whether it changes nothing.</summary>
    internal bool IsIdentity => !IsMoved && Array.TrueForAll(Numbers(Scales), scale => scale == 1);

    /// <summary>Whether some column has another centre than 0.</summary>
    internal bool IsMoved => VectorKernels.MaxAbs(Numbers(Centers)) != 0;

    /// <summary>The map of some columns, in the given order.</summary>
    public Standardization Select(IEnumerable<int> columns)
    {
        var (chosen, centers, scales) = (columns as int[] ?? columns.ToArray(), Numbers(Centers), Numbers(Scales));
        return new Standardization(Array.ConvertAll(chosen, j => centers[j]), Array.ConvertAll(chosen, j => scales[j]));
    }

    /// <summary>The map of these columns and others behind them.</summary>
    internal Standardization With(Standardization others) => new((double[])[.. Centers, .. others.Centers], (double[])[.. Scales, .. others.Scales]);

    /// <summary>Coefficients for z (slopes, then the intercept) as coefficients for x: bⱼ = βⱼ/sⱼ, b₀ = β₀ − Σ βⱼ cⱼ/sⱼ.</summary>
    public double[] ToData(ReadOnlySpan<double> scaled)
    {
        var data = new double[scaled.Length];
        ToDataInto(scaled, data);
        return data;
    }

    /// <summary>The same into an array that is at hand.</summary>
    internal void ToDataInto(ReadOnlySpan<double> scaled, Span<double> data)
    {
        var (centers, scales) = (Numbers(Centers), Numbers(Scales));
        VectorKernels.Divide(scaled[..^1], scales, data[..^1]);
        data[^1] = scaled[^1] - VectorKernels.Dot(data[..^1], centers);
    }

    /// <summary>Coefficients for x (slopes, then the intercept) as coefficients for z: βⱼ = bⱼ sⱼ, β₀ = b₀ + Σ bⱼ cⱼ.</summary>
    public double[] ToScaled(ReadOnlySpan<double> data)
    {
        var scaled = data.ToArray();
        VectorKernels.Multiply(data[..^1], Numbers(Scales), scaled.AsSpan()[..^1]);
        scaled[^1] += VectorKernels.Dot(data[..^1], Numbers(Centers));
        return scaled;
    }

    /// <summary>Turns the gradient of a function of the coefficients for x (slopes, then the intercept) into that of the same function of the coefficients for z: (gⱼ − cⱼ g₀)/sⱼ.</summary>
    public void GradientToScaled(Span<double> gradient)
    {
        GradientToScaled(gradient[..^1], 0, gradient[^1]);
    }

    /// <summary>The same for some slopes, from column <paramref name="first"/> on.</summary>
    internal void GradientToScaled(Span<double> slopes, int first, double intercept)
    {
        VectorKernels.AddScaled(slopes, -intercept, Numbers(Centers).AsSpan(first, slopes.Length));
        VectorKernels.Divide(slopes, Numbers(Scales).AsSpan(first, slopes.Length), slopes);
    }

    /// <summary>Turns the packed Hessian of a function of the coefficients for x into that of the same function of the coefficients for z.</summary>
    public void HessianToScaled(Span<double> packed)
    {
        var p = Scales.Count;
        var intercept = packed.Slice(PackedSymmetric.Row(p), p + 1);
        for (var i = 0; i < p; i++)
        {
            var row = packed.Slice(PackedSymmetric.Row(i), i + 1);
            var (center, bend) = (Centers[i], intercept[i] - Centers[i] * intercept[p]);
            for (var j = 0; j <= i; j++) row[j] = (row[j] - Centers[j] * bend - center * intercept[j]) / (Scales[i] * Scales[j]);
        }
        for (var j = 0; j < p; j++) intercept[j] = (intercept[j] - Centers[j] * intercept[p]) / Scales[j];
    }

    /// <summary>The same map for columns that <paramref name="own"/> has been applied to.</summary>
    public Standardization After(Standardization own)
    {
        var (centers, scales) = (Numbers(Centers).ToArray(), Numbers(Scales).ToArray());
        VectorKernels.AddScaled(centers, -1, Numbers(own.Centers));
        VectorKernels.Divide(centers, Numbers(own.Scales), centers);
        VectorKernels.Divide(scales, Numbers(own.Scales), scales);
        return new Standardization(centers, scales);
    }

    /// <summary>The packed covariance of the coefficients for z as that of the coefficients for x: A V Aᵀ with A the map of <see cref="ToData"/>.</summary>
    public double[] CovarianceToData(ReadOnlySpan<double> packed)
    {
        var p = Scales.Count;
        var data = packed.ToArray();
        // The intercept's row of A is (−c₁/s₁, …, −c_p/s_p, 1); the others are diagonal.
        var row = new double[p + 1];
        for (var j = 0; j < p; j++) row[j] = -Centers[j] / Scales[j];
        row[p] = 1;
        var product = new double[p + 1];
        for (var i = 0; i <= p; i++)
            for (var j = 0; j <= p; j++)
                product[i] += packed[PackedSymmetric.Index(i, j)] * row[j];
        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j <= i; j++) data[PackedSymmetric.Index(i, j)] /= Scales[i] * Scales[j];
            data[PackedSymmetric.Index(p, i)] = product[i] / Scales[i];
        }
        data[^1] = VectorKernels.Dot(row, product);
        return data;
    }
}
