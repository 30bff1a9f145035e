using LogOdds.Objectives;

namespace LogOdds;

/// <summary>
/// Sums over rows that are kept as they come, and given again without the rows to a solver that goes the same way once more: it is the same
/// in each, for what it does depends on the answers alone.
/// </summary>
/// <param name="rows">Who holds the rows.</param>
/// <param name="file">Where answers are kept.</param>
internal sealed class LoggedSums(IRowSums rows, CheckpointFile file) : IRowSums
{
    // The kinds of questions, as the file knows them.
    private const int Loss = 1, Many = 2, LossWithCurvature = 3, HessianProduct = 4, Curvature = 5;

    // Where the curvature of the rows belongs to, if it is wanted and was not made: it is as long as the rows, and not kept.
    private double[]? _owed;

    /// <inheritdoc/>
    public int Columns => rows.Columns;

    /// <inheritdoc/>
    public long Rows => rows.Rows;

    /// <inheritdoc/>
    public double TotalWeight => rows.TotalWeight;

    /// <inheritdoc/>
    public double NumbersPerPass => rows.NumbersPerPass;

    /// <inheritdoc/>
    public double ProductsPerHessian => rows.ProductsPerHessian;

    /// <inheritdoc/>
    public bool HasSamples => rows.HasSamples;

    /// <inheritdoc/>
    public int CurvatureLength => rows.CurvatureLength;

    /// <inheritdoc/>
    public IRowSums Sample(long rowCount) => new LoggedSums(rows.Sample(rowCount), file);

    /// <inheritdoc/>
    public double Sum(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> packedHessian)
    {
        var answer = Ask(Loss, coefficients.Span, 1 + gradient.Length + packedHessian.Length, sums =>
        {
            sums.Span[0] = rows.Sum(coefficients, gradient, packedHessian);
            gradient.CopyTo(sums[1..]);
            packedHessian.CopyTo(sums[(1 + gradient.Length)..]);
        });
        answer.AsSpan(1, gradient.Length).CopyTo(gradient.Span);
        answer.AsSpan(1 + gradient.Length).CopyTo(packedHessian.Span);
        return answer[0];
    }

    /// <inheritdoc/>
    public void SumMany(int count, ReadOnlyMemory<double> coefficients, Span<double> losses, Span<double> gradients)
    {
        var answer = Ask(Many, coefficients.Span, count + gradients.Length, sums => rows.SumMany(count, coefficients, sums.Span[..count], sums.Span[count..]));
        answer.AsSpan(0, count).CopyTo(losses);
        answer.AsSpan(count).CopyTo(gradients);
    }

    /// <inheritdoc/>
    public double SumWithCurvature(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> curvature)
    {
        _owed = coefficients.ToArray();
        var answer = Ask(LossWithCurvature, coefficients.Span, 1 + gradient.Length, sums =>
        {
            sums.Span[0] = rows.SumWithCurvature(coefficients, sums[1..], curvature);
            _owed = null;
        });
        answer.AsSpan(1).CopyTo(gradient.Span);
        return answer[0];
    }

    /// <inheritdoc/>
    public void SumHessianProduct(ReadOnlyMemory<double> curvature, ReadOnlyMemory<double> direction, Memory<double> product) =>
        Ask(HessianProduct, direction.Span, product.Length, sums =>
        {
            Settle(System.Runtime.InteropServices.MemoryMarshal.AsMemory(curvature));
            rows.SumHessianProduct(curvature, direction, sums);
        }).CopyTo(product.Span);

    /// <inheritdoc/>
    public double TotalCurvature(ReadOnlySpan<double> curvature)
    {
        // A sum of what a pass left behind is no pass: where that was not made, it is made for this.
        var own = curvature.ToArray();
        return Ask(Curvature, [], 1, sums =>
        {
            Settle(own, isKept: false);
            sums.Span[0] = rows.TotalCurvature(own);
        })[0];
    }

    /// <summary>Makes the curvature that was not made when its answer was at hand.</summary>
    private void Settle(Memory<double> curvature, bool isKept = true)
    {
        if (_owed is not { } at) return;
        rows.SumWithCurvature(at, new double[Columns + 1], curvature);
        if (isKept) _owed = null;
    }

    private double[] Ask(int kind, ReadOnlySpan<double> at, int length, Action<Memory<double>> ask)
    {
        var (key, answer) = (CheckpointFile.KeyOf(kind, Rows, at), new double[length]);
        if (file.TryAnswer(key, answer)) return answer;
        ask(answer);
        file.Add(key, answer);
        return answer;
    }
}
