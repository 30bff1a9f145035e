using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>A path fitted without the rows of a fold, and how it does on them.</summary>
internal sealed class FoldPath
{
    // So many vectors of coefficients are multiplied with the rows at a time, in blocks that the cache holds.
    private const int VectorsAtATime = 16;
    private const int BlockRows = 1024;

    private readonly FitData _data;
    private readonly (PathCoefficient[] Slopes, double[] Intercepts)[] _points;

    private FoldPath(FitData data, int[] rows, (PathCoefficient[], double[])[] points) => (_data, Rows, _points) = (data, rows, points);

    /// <summary>The rows that were held out.</summary>
    public int[] Rows { get; }

    /// <summary>Their weight.</summary>
    public double Weight { get; private init; }

    /// <summary>The measure on them, one a strength.</summary>
    public double[] Values { get; private init; } = [];

    /// <summary>Fits a path to all rows but those of a fold, on one core.</summary>
    public static FoldPath Of(FitData data, PathOptions options, int vectors, IReadOnlyList<double> lambdas, Folds folds, int fold, CrossValidationMeasure measure, PathTrail? trail)
    {
        var weights = folds.TrainingWeights(fold, data.Response.Weights.Span);
        var fit = new PathFit(data, options, data.WithClassWeights(data.Response with { Weights = weights }, options.Fit.ClassWeight), vectors, threads: 1);
        var path = new FoldPath(data, folds.HeldOut(fold), [.. fit.Follow(lambdas, isEnough: null, trail).Select(fit.ToData)]);
        double[] Chosen(ReadOnlyMemory<double> values) => values.IsEmpty ? [] : Array.ConvertAll(path.Rows, row => values.Span[row]);
        var (y, own, values) = (Chosen(data.Response.Values), Chosen(data.Response.Weights), new double[lambdas.Count]);
        path.ForEach([.. Enumerable.Range(0, lambdas.Count)], (k, etas) => values[k] = vectors == 1 ? HeldOutMeasure.Of(measure, y, own, etas) : ClassHeldOutMeasure.Of(measure, vectors, y, own, etas));
        return new FoldPath(data, path.Rows, path._points) { Values = values, Weight = own.Length == 0 ? y.Length : VectorKernels.Sum(own) };
    }

    /// <summary>The log-odds of the rows held out at a strength; of several classes, the predictors of the first, then those of the next, ….</summary>
    public double[] Predictors(int strength)
    {
        double[] result = [];
        ForEach([strength], (_, etas) => result = etas);
        return result;
    }

    private void ForEach(int[] strengths, Action<int, double[]> use)
    {
        int[] columns = [.. strengths.SelectMany(k => _points[k].Slopes).Select(slope => slope.Column).Distinct().Order()];
        var place = columns.Select((column, at) => (column, at)).ToDictionary(pair => pair.column, pair => pair.at);
        var design = Designs.Create(_data.Encoding.Bind(_data.Rows.Table.Select(Rows)), columns, new double[columns.Length]);
        var vectors = _points[0].Intercepts.Length;
        var vectorOf = vectors == 1 ? [] : _data.Encoding.Response.Levels.Select((label, v) => (label, v)).ToDictionary(pair => pair.label, pair => pair.v, StringComparer.Ordinal);
        foreach (var chunk in strengths.Chunk(Math.Max(1, VectorsAtATime / vectors)))
        {
            var count = chunk.Length * vectors;
            var betas = new double[count * columns.Length];
            for (var k = 0; k < chunk.Length; k++)
                foreach (var slope in _points[chunk[k]].Slopes)
                    betas[(k * vectors + (slope.Class is null ? 0 : vectorOf[slope.Class])) * columns.Length + place[slope.Column]] = slope.Estimate;
            var etas = Array.ConvertAll(chunk, _ => new double[vectors * Rows.Length]);
            var scratch = new double[count * Math.Min(BlockRows, Rows.Length)];
            for (var start = 0; start < Rows.Length; start += BlockRows)
            {
                var block = new RowBlock(start, Math.Min(BlockRows, Rows.Length - start));
                design.MultiplyMany(block, count, betas, scratch.AsSpan(0, count * block.Count));
                for (var k = 0; k < count; k++) scratch.AsSpan(k * block.Count, block.Count).CopyTo(etas[k / vectors].AsSpan(k % vectors * Rows.Length + block.Start));
            }
            for (var k = 0; k < chunk.Length; k++)
            {
                for (var v = 0; v < vectors; v++)
                {
                    var own = etas[k].AsSpan(v * Rows.Length, Rows.Length);
                    VectorKernels.AddConstant(own, _points[chunk[k]].Intercepts[v]);
                    for (var i = 0; i < Rows.Length; i++) own[i] += _data.Response.OffsetOf(Rows[i]);
                }
                use(chunk[k], etas[k]);
            }
        }
    }
}
