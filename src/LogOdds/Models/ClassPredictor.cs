using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Numerics;

namespace LogOdds.Models;

/// <summary>The part of a model of several classes that turns rows into probabilities.</summary>
internal sealed class ClassPredictor
{
    private readonly ClassModelKind _kind;
    private readonly bool _isSymmetric;
    private readonly Encoding _encoding;

    // C vectors of p slopes, and as many intercepts; or one vector and K − 1 thresholds.
    private readonly double[] _slopes;
    private readonly double[] _offsets;

    /// <summary>Takes the estimates of a coefficient table; a column that was left out counts as 0.</summary>
    /// <exception cref="ArgumentException">Thresholds do not ascend.</exception>
    public ClassPredictor(ClassModelKind kind, bool isSymmetric, Encoding encoding, IReadOnlyList<Coefficient> coefficients)
    {
        (_kind, _isSymmetric, _encoding) = (kind, isSymmetric, encoding);
        var p = encoding.Terms.Count;
        bool IsOffset(int line) => kind == ClassModelKind.Ordinal ? line >= p : encoding.HasIntercept && line % (p + 1) == 0;
        _slopes = [.. coefficients.Where((_, line) => !IsOffset(line)).Select(c => c.Estimate ?? 0)];
        _offsets = [.. coefficients.Where((_, line) => IsOffset(line)).Select(c => c.Estimate ?? 0)];
        if (kind == ClassModelKind.Multinomial && !encoding.HasIntercept) _offsets = new double[encoding.Response.Levels.Count - (isSymmetric ? 0 : 1)];
        if (kind == ClassModelKind.Ordinal && _offsets.Zip(_offsets.Skip(1), (low, high) => low < high).Contains(false)) throw new ArgumentException("The thresholds do not ascend.", nameof(coefficients));
    }

    private int Vectors => _kind == ClassModelKind.Ordinal ? 1 : _offsets.Length;

    /// <summary>The probabilities of the classes for one row of features.</summary>
    public double[] Probabilities(ReadOnlySpan<double> features)
    {
        var predictors = new double[Vectors];
        for (var v = 0; v < predictors.Length; v++) predictors[v] = VectorKernels.Dot(_slopes.AsSpan(v * features.Length, features.Length), features);
        var probabilities = new double[_encoding.Response.Levels.Count];
        Distribute(predictors, 1, probabilities);
        return probabilities;
    }

    /// <summary>The probabilities of the classes for the rows of a table, row after row; NaN where a value is missing.</summary>
    public double[] Probabilities(Table table)
    {
        var encoded = _encoding.Bind(table);
        var design = Designs.Create(encoded, [.. Enumerable.Range(0, encoded.Columns)], new double[encoded.Columns]);
        var given = _encoding.OffsetsOf(table);
        var classes = _encoding.Response.Levels.Count;
        var probabilities = GC.AllocateUninitializedArray<double>(checked(table.Rows * classes));
        RowRuns.All(table.Rows, design.NumbersPerRow, threads: 0).Compute(blocks =>
        {
            foreach (var block in blocks)
            {
                var predictors = new double[Vectors * block.Count];
                design.MultiplyMany(block, Vectors, _slopes, predictors);
                if (_kind == ClassModelKind.Ordinal && !given.IsEmpty) VectorKernels.Add(predictors, given.Span.Slice(block.Start, block.Count));
                Distribute(predictors, block.Count, probabilities.AsSpan(block.Start * classes, block.Count * classes));
            }
            return blocks.Count;
        });
        // Where a predictor is not finite, all probabilities of the row are NaN.
        var first = new double[table.Rows];
        for (var row = 0; row < first.Length; row++) first[row] = probabilities[row * classes];
        _encoding.RequireFinite(table, first);
        return probabilities;
    }

    /// <summary>Turns x'b of rows, a vector of n after the other, into probabilities row after row.</summary>
    private void Distribute(ReadOnlySpan<double> predictors, int n, Span<double> probabilities)
    {
        var classes = _encoding.Response.Levels.Count;
        if (_kind == ClassModelKind.Ordinal)
        {
            for (var i = 0; i < n; i++)
                for (var k = 0; k < classes; k++)
                    probabilities[i * classes + k] = double.IsFinite(predictors[i])
                        ? CumulativeLogit.Probability(k < _offsets.Length ? _offsets[k] - predictors[i] : double.PositiveInfinity, k > 0 ? _offsets[k - 1] - predictors[i] : double.NegativeInfinity)
                        : double.NaN;
            return;
        }
        // Filled up to whole vectors of the widest lanes: like rows have like probabilities wherever they stand.
        var (length, first) = ((n + 7) / 8 * 8, _isSymmetric ? 0 : 1);
        var (etas, mus) = (new double[classes * length], new double[classes * length]);
        for (var v = 0; v < _offsets.Length; v++)
        {
            var own = etas.AsSpan((first + v) * length, n);
            predictors.Slice(v * n, n).CopyTo(own);
            VectorKernels.AddConstant(own, _offsets[v]);
        }
        Softmax.Probabilities(classes, etas, mus);
        for (var i = 0; i < n; i++)
        {
            var isFinite = true;
            for (var k = first; k < classes; k++) isFinite &= double.IsFinite(etas[k * length + i]);
            for (var k = 0; k < classes; k++) probabilities[i * classes + k] = isFinite ? mus[k * length + i] : double.NaN;
        }
    }
}
