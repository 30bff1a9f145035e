using System.Buffers;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>Sums over the rows of a design that is at hand.</summary>
/// <remarks>
/// The rows are walked in blocks that fit the cache; a block is multiplied, asked for its loss and multiplied back before the
/// next is touched: one trip through memory. Runs of blocks are shared out over the cores; their sums are added in the order
/// of the rows, and the runs depend on the shape of the design alone, so the result is bit-identical for any number of threads.
/// </remarks>
internal sealed class DesignSums : IRowSums
{
    // The sums that a core adds at a time over the runs.
    private const int StretchLength = 1 << 14;

    private readonly int _threads;
    private readonly int _sampled;
    private readonly DesignSums? _source;
    private readonly RowRuns _runs;
    private readonly Lazy<RowRuns> _curvedRuns;

    /// <summary>The sums over a design.</summary>
    /// <param name="design">X, n × p.</param>
    /// <param name="response">y, w and offsets, n rows.</param>
    /// <param name="datafit">ℓ.</param>
    /// <param name="threads">How many cores to use at most; 0 for all. It never changes the result.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public DesignSums(IDesign design, Response response, IDatafit datafit, int threads) : this(design, response, datafit, threads, design.Rows)
    {
    }

    // The source is the whole, where design and response are the sample alone.
    private DesignSums(IDesign design, Response response, IDatafit datafit, int threads, int sampled, DesignSums? source = null)
    {
        if (design.Rows != response.Values.Length)
            throw new ArgumentException($"The design has {design.Rows} rows, the response {response.Values.Length}.", nameof(response));
        (Design, Response, Datafit, _threads, _sampled, _source) = (design, response, datafit, threads, sampled, source);
        _runs = RunsOf(RowRuns.Affordable(Columns + 1, (long)sampled * design.NumbersPerRow));
        _curvedRuns = new Lazy<RowRuns>(() => RunsOf(RowRuns.Affordable(PackedSymmetric.Length(Columns + 1))));
        Rows = _runs.Rows;
        TotalWeight = IsWhole ? response.TotalWeight : _runs.Compute(blocks => blocks.Sum(block => response.WeightOf(block))).Sum();
    }

    /// <summary>X.</summary>
    public IDesign Design { get; }

    /// <summary>y, w and offsets.</summary>
    public Response Response { get; }

    /// <summary>ℓ.</summary>
    public IDatafit Datafit { get; }

    /// <summary>Whether these are all rows of the design.</summary>
    public bool IsWhole => _source is null && Rows == Design.Rows;

    /// <summary>The rows for walks whose sums are p-sized.</summary>
    public RowRuns Runs => _runs;

    /// <inheritdoc/>
    public int Columns => Design.Columns;

    /// <summary>n, or the rows of the sample.</summary>
    public int Rows { get; }

    /// <inheritdoc/>
    long IRowSums.Rows => Rows;

    /// <inheritdoc/>
    public double TotalWeight { get; }

    /// <inheritdoc/>
    public double NumbersPerPass => (double)Rows * (Design.NumbersPerRow + 1);

    /// <inheritdoc/>
    public double ProductsPerHessian => (double)Rows * Design.ProductsPerRow;

    /// <inheritdoc/>
    public bool HasSamples => true;

    /// <inheritdoc/>
    public IRowSums Sample(long rows)
    {
        var sampled = (int)Math.Min(rows, Rows);
        if (_source is not null) return _source.Sample(sampled);
        if (sampled == Design.Rows || Design is not IMappedDesign { IsMapped: true } mapped) return new DesignSums(Design, Response, Datafit, _threads, sampled);
        // A sample is asked more than once.
        var blocks = RowRuns.Sample(Design.Rows, sampled, Design.NumbersPerRow, _threads).AllBlocks;
        return new DesignSums(mapped.Gather(blocks), Response.Gather(blocks), Datafit, _threads, sampled, this);
    }

    /// <inheritdoc/>
    public double Sum(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> packedHessian)
    {
        var isCurved = !packedHessian.IsEmpty;
        var runs = isCurved ? _curvedRuns.Value : _runs;
        var isAtZero = VectorKernels.MaxAbs(coefficients.Span[..Columns]) == 0;
        return SumOfRuns(runs, (block, scratch, gradient, hessian) =>
            AddBlock(block, coefficients.Span, isAtZero, gradient, hessian, scratch[..block.Count], scratch.Slice(runs.BlockRows, block.Count), isCurved ? scratch.Slice(2 * runs.BlockRows, block.Count) : default),
            gradient, packedHessian);
    }

    /// <inheritdoc/>
    public void SumMany(int count, ReadOnlyMemory<double> coefficients, Span<double> losses, Span<double> gradients)
    {
        var (p, d) = (Columns, Columns + 1);
        var (slopes, intercepts) = (new double[count * p], new double[count]);
        for (var k = 0; k < count; k++)
        {
            coefficients.Span.Slice(k * d, p).CopyTo(slopes.AsSpan(k * p));
            intercepts[k] = coefficients.Span[k * d + p];
        }
        losses.Clear();
        gradients.Clear();
        // The sums of a run: losses, then residuals, then gradients of the slopes.
        foreach (var sums in RunsOf(RowRuns.Affordable(count * d)).Compute(blocks => SumMany(blocks, count, slopes, intercepts)))
        {
            VectorKernels.Add(losses, sums.AsSpan(0, count));
            for (var k = 0; k < count; k++)
            {
                gradients[k * d + p] += sums[count + k];
                VectorKernels.Add(gradients.Slice(k * d, p), sums.AsSpan(2 * count + k * p, p));
            }
            ArrayPool<double>.Shared.Return(sums);
        }
    }

    /// <summary>One a row: wᵢ ℓ″.</summary>
    public int CurvatureLength => Design.Rows;

    /// <inheritdoc/>
    public double SumWithCurvature(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> curvature)
    {
        var isAtZero = VectorKernels.MaxAbs(coefficients.Span[..Columns]) == 0;
        return SumOfRuns(_runs, (block, scratch, sums, _) =>
            AddBlock(block, coefficients.Span, isAtZero, sums, default, scratch[..block.Count], scratch.Slice(_runs.BlockRows, block.Count), curvature.Span.Slice(block.Start, block.Count)),
            gradient, default);
    }

    /// <inheritdoc/>
    public void SumHessianProduct(ReadOnlyMemory<double> curvature, ReadOnlyMemory<double> direction, Memory<double> product) =>
        SumOfRuns(_runs, (block, scratch, sums, _) =>
        {
            var bent = scratch[..block.Count];
            Design.MultiplyWithIntercept(block, direction.Span, bent);
            VectorKernels.Multiply(bent, curvature.Span.Slice(block.Start, block.Count), bent);
            AddTransposed(block, bent, sums);
            return 0;
        }, product, default);

    /// <inheritdoc/>
    public double TotalCurvature(ReadOnlySpan<double> curvature) => VectorKernels.Sum(curvature);

    /// <summary>Overwrites <paramref name="sums"/> with (X, 1)ᵀ u: p + 1 entries.</summary>
    /// <param name="rows">u, one entry a row.</param>
    /// <param name="sums">The sums.</param>
    public void AddTransposed(ReadOnlyMemory<double> rows, Memory<double> sums) =>
        SumOfRuns(_runs, (block, _, own, _) =>
        {
            AddTransposed(block, rows.Span.Slice(block.Start, block.Count), own);
            return 0;
        }, sums, default);

    /// <summary>(X, 1)ᵀ diag(d) (X, 1), packed.</summary>
    /// <param name="rowWeights">d, one entry a row.</param>
    public double[] Curvature(double[] rowWeights) => Design.Curvature(_curvedRuns.Value, block => rowWeights[block.Start..block.End]);

    private RowRuns RunsOf(int most)
    {
        if (_source is not null) return RowRuns.Sample(_source.Design.Rows, _sampled, Design.NumbersPerRow, _threads, most).Gathered();
        return _sampled == Design.Rows
            ? RowRuns.All(Design.Rows, Design.NumbersPerRow, _threads, most, Columns)
            : RowRuns.Sample(Design.Rows, _sampled, Design.NumbersPerRow, _threads, most);
    }

    /// <summary>What a block adds to the sums of its run; returns what it adds to the loss.</summary>
    private delegate double BlockSum(RowBlock block, Span<double> scratch, Span<double> gradient, Span<double> packedHessian);

    /// <summary>
    /// Sums over all blocks, run by run. The sums of the runs are lent and given back: the pages of fresh memory take longer than what is put into
    /// them.
    /// </summary>
    private double SumOfRuns(RowRuns runs, BlockSum add, Memory<double> gradient, Memory<double> packedHessian)
    {
        var (first, length) = (gradient.Length, gradient.Length + packedHessian.Length);
        var parts = runs.Compute(blocks =>
        {
            var (sums, scratch) = (ArrayPool<double>.Shared.Rent(length), ArrayPool<double>.Shared.Rent(3 * runs.BlockRows));
            Array.Clear(sums, 0, length);
            var loss = 0.0;
            foreach (var block in blocks) loss += add(block, scratch, sums.AsSpan(0, first), sums.AsSpan(first, length - first));
            ArrayPool<double>.Shared.Return(scratch);
            return (Sums: sums, Loss: loss);
        });
        // Stretches of the sums are added by all cores, each in the order of the runs.
        var stretches = (length + StretchLength - 1) / StretchLength;
        Cores.Each(stretches, parts.Length > 1 && stretches > 1, _threads, stretch =>
        {
            var (start, count) = (stretch * StretchLength, Math.Min(StretchLength, length - stretch * StretchLength));
            for (var run = 1; run < parts.Length; run++) VectorKernels.Add(parts[0].Sums.AsSpan(start, count), parts[run].Sums.AsSpan(start, count));
        });
        parts[0].Sums.AsSpan(0, first).CopyTo(gradient.Span);
        parts[0].Sums.AsSpan(first, length - first).CopyTo(packedHessian.Span);
        var total = 0.0;
        foreach (var (sums, loss) in parts)
        {
            ArrayPool<double>.Shared.Return(sums);
            total += loss;
        }
        return total;
    }

    private double AddBlock(RowBlock block, ReadOnlySpan<double> coefficients, bool isAtZero, Span<double> gradient, Span<double> packedHessian,
        Span<double> eta, Span<double> residual, Span<double> curvature)
    {
        var p = Columns;
        // Where solvers start, half of a pass is known beforehand.
        if (isAtZero) eta.Clear();
        else Design.Multiply(block, coefficients[..p], eta);
        Response.AddOffsets(block, coefficients[p], eta);
        var loss = Datafit.Evaluate(Response.Values.Span.Slice(block.Start, block.Count), Response.WeightsOf(block), eta, residual, curvature);
        AddTransposed(block, residual, gradient);
        if (!packedHessian.IsEmpty) Design.AddCurvature(block, curvature, packedHessian);
        return loss;
    }

    /// <summary>What one row alone says, added to a gradient; returns its loss.</summary>
    public double AddRow(int row, ReadOnlySpan<double> coefficients, Span<double> gradient)
    {
        Span<double> eta = stackalloc double[1];
        Span<double> residual = stackalloc double[1];
        return AddBlock(new RowBlock(row, 1), coefficients, isAtZero: false, gradient, default, eta, residual, default);
    }

    private void AddTransposed(RowBlock block, ReadOnlySpan<double> rows, Span<double> sums)
    {
        Design.AddTransposed(block, rows, sums[..Columns]);
        sums[Columns] += VectorKernels.Sum(rows);
    }

    private double[] SumMany(ArraySegment<RowBlock> blocks, int count, double[] slopes, double[] intercepts)
    {
        var p = Columns;
        var sums = ArrayPool<double>.Shared.Rent(count * (2 + p));
        Array.Clear(sums, 0, count * (2 + p));
        var gradients = sums.AsMemory(2 * count, count * p);
        foreach (var block in blocks)
        {
            Design.ThereAndBack(block, count, slopes, (rows, etas, residuals) =>
            {
                for (var k = 0; k < count; k++)
                {
                    var eta = etas.Slice(k * rows.Count, rows.Count);
                    var residual = residuals.Slice(k * rows.Count, rows.Count);
                    Response.AddOffsets(rows, intercepts[k], eta);
                    sums[k] += Datafit.Evaluate(Response.Values.Span.Slice(rows.Start, rows.Count), Response.WeightsOf(rows), eta, residual, default);
                    sums[count + k] += VectorKernels.Sum(residual);
                }
            }, gradients);
        }
        return sums;
    }
}
