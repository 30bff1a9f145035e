using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>
/// The mean loss of a linear predictor, F(β) = 1/Σw · Σᵢ wᵢ ℓ(yᵢ, ηᵢ) with η = X b + b₀ + offset and β = (b, b₀).
/// </summary>
/// <remarks>
/// The rows are walked in blocks that fit the cache; a block is multiplied, asked for its loss and multiplied back before the
/// next is touched: one trip through memory. Runs of blocks are shared out over the cores; their sums are added in the order
/// of the rows, and the runs depend on the shape of the design alone, so the result is bit-identical for any number of threads.
/// The intercept stands last, so that the design's part of the packed Hessian is a prefix.
/// </remarks>
public sealed class LinearObjective : ICurvedObjective, ISampledObjective
{
    private const int MaxRuns = 64;

    private readonly IDesign _design;
    private readonly Response _response;
    private readonly IDatafit _datafit;
    private readonly int _blockRows;
    private readonly RowBlock[] _runs;
    private readonly ParallelOptions _parallel;

    /// <summary>The objective of a design, a response and a datafit.</summary>
    /// <param name="design">X, n × p.</param>
    /// <param name="response">y, w and offsets, n rows.</param>
    /// <param name="datafit">ℓ.</param>
    /// <param name="threads">How many cores to use at most; 0 for all. It never changes the result.</param>
    public LinearObjective(IDesign design, Response response, IDatafit datafit, int threads = 0)
    {
        if (design.Rows != response.Values.Length)
            throw new ArgumentException($"The design has {design.Rows} rows, the response {response.Values.Length}.", nameof(response));
        _design = design;
        _response = response;
        _datafit = datafit;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
        // A block of about 256 KiB stays in the second-level cache; whole tiles of 64 rows.
        _blockRows = Math.Clamp((1 << 15) / Math.Max(1, design.Columns) / 64 * 64, 64, 1024);
        _runs = Runs(design.Rows, _blockRows, Dimension);
    }

    /// <inheritdoc/>
    public int Dimension => _design.Columns + 1;

    /// <inheritdoc/>
    public int Slopes => _design.Columns;

    /// <inheritdoc/>
    public int Rows => _design.Rows;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => Evaluate(beta, gradient, default);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        var hessianLength = packedHessian.Length;
        var coefficients = beta.ToArray();
        var parts = new RunSums[_runs.Length];
        if (_runs.Length > 1 && _parallel.MaxDegreeOfParallelism > 1)
            Parallel.For(0, _runs.Length, _parallel, run => parts[run] = Sum(_runs[run], coefficients, hessianLength));
        else
            for (var run = 0; run < _runs.Length; run++) parts[run] = Sum(_runs[run], coefficients, hessianLength);

        gradient.Clear();
        packedHessian.Clear();
        var loss = 0.0;
        foreach (var part in parts)
        {
            loss += part.Loss;
            VectorKernels.Add(gradient, part.Gradient);
            VectorKernels.Add(packedHessian, part.Hessian);
        }
        var mean = 1 / _response.TotalWeight;
        VectorKernels.Scale(gradient, mean);
        VectorKernels.Scale(packedHessian, mean);
        return loss * mean;
    }

    /// <inheritdoc/>
    public double EvaluateRows(ReadOnlySpan<int> rows, ReadOnlySpan<double> beta, Span<double> gradient)
    {
        gradient.Clear();
        double loss = 0, weight = 0;
        Span<double> eta = stackalloc double[1];
        Span<double> residual = stackalloc double[1];
        foreach (var row in rows)
        {
            loss += AddBlock(new RowBlock(row, 1), beta, gradient, default, eta, residual, default);
            weight += _response.WeightOf(row);
        }
        if (weight == 0) return 0;
        VectorKernels.Scale(gradient, 1 / weight);
        return loss / weight;
    }

    private RunSums Sum(RowBlock run, double[] beta, int hessianLength)
    {
        var sums = new RunSums(new double[Dimension], new double[hessianLength]);
        var scratch = new double[3 * _blockRows];
        for (var start = run.Start; start < run.End; start += _blockRows)
        {
            var block = new RowBlock(start, Math.Min(_blockRows, run.End - start));
            var eta = scratch.AsSpan(0, block.Count);
            var residual = scratch.AsSpan(_blockRows, block.Count);
            var curvature = hessianLength == 0 ? default : scratch.AsSpan(2 * _blockRows, block.Count);
            sums.Loss += AddBlock(block, beta, sums.Gradient, sums.Hessian, eta, residual, curvature);
        }
        return sums;
    }

    private double AddBlock(RowBlock block, ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian,
        Span<double> eta, Span<double> residual, Span<double> curvature)
    {
        var p = _design.Columns;
        _design.Multiply(block, beta[..p], eta);
        for (var i = 0; i < block.Count; i++) eta[i] += beta[p] + _response.OffsetOf(block.Start + i);
        var weights = _response.Weights.IsEmpty ? default : _response.Weights.Span.Slice(block.Start, block.Count);
        var loss = _datafit.Evaluate(_response.Values.Span.Slice(block.Start, block.Count), weights, eta, residual, curvature);
        _design.AddTransposed(block, residual, gradient[..p]);
        gradient[p] += VectorKernels.Sum(residual);
        if (packedHessian.IsEmpty) return loss;
        _design.AddSandwich(block, curvature, packedHessian[..PackedSymmetric.Length(p)]);
        var intercept = packedHessian.Slice(PackedSymmetric.Row(p), p + 1);
        _design.AddTransposed(block, curvature, intercept[..p]);
        intercept[p] += VectorKernels.Sum(curvature);
        return loss;
    }

    // As many runs as keep every core busy, but no more partial Hessians than fit 64 MiB; a small table is one run.
    private static RowBlock[] Runs(int rows, int blockRows, int dimension)
    {
        var blocks = (rows + blockRows - 1) / blockRows;
        var affordable = (int)Math.Clamp((1L << 23) / ((long)dimension * (dimension + 1) / 2), 2, MaxRuns);
        var count = Math.Clamp(Math.Min(affordable, blocks / 4), 1, MaxRuns);
        var runs = new RowBlock[count];
        for (var run = 0; run < count; run++)
        {
            var start = Math.Min(rows, (int)((long)blocks * run / count) * blockRows);
            var end = Math.Min(rows, (int)((long)blocks * (run + 1) / count) * blockRows);
            runs[run] = new RowBlock(start, end - start);
        }
        return runs;
    }

    private sealed class RunSums(double[] gradient, double[] hessian)
    {
        public double Loss { get; set; }
        public double[] Gradient { get; } = gradient;
        public double[] Hessian { get; } = hessian;
    }
}
