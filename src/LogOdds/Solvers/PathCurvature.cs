using System.Buffers;
using System.Collections.Concurrent;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Solvers;

/// <summary>
/// The Hessian of some slopes, the intercept profiled out, at a point of a path: it grows by columns as they enter and serves as a model of
/// the curvature on the way from there, until it is renewed.
/// </summary>
/// <remarks>
/// With the weights of the rows kept, H = Zᵀ D Z − (Zᵀd)(Zᵀd)ᵀ/Σd stays positive semidefinite however it grew. Slopes that have come to rest are
/// not taken out of the factor but held where they are, by a multiplier each.
/// </remarks>
internal sealed class PathCurvature(IColumnObjective objective)
{
    // Columns that are written out at a time while the matrix grows.
    private const int Batch = 16;

    // Enough to factor columns that repeat each other, too little to be felt as a step that is a little short.
    private const double Raise = 1e-9;

    private readonly Dictionary<int, int> _place = [];
    private readonly List<int> _slopes = [];
    private readonly List<double> _weighted = [];
    private readonly ConcurrentDictionary<int, double[]> _units = [];
    private double[] _rowWeights = [];
    private double[] _hessian = [];
    private double[] _factored = [];
    private PackedCholesky? _factor;

    /// <summary>The number of slopes it knows.</summary>
    public int Count => _slopes.Count;

    /// <summary>Σd where it was made.</summary>
    public double TotalWeight { get; private set; }

    /// <summary>Where a slope stands, −1 if it does not.</summary>
    public int PlaceOf(int slope) => _place.GetValueOrDefault(slope, -1);

    /// <summary>Begins anew with these slopes at these weights of the rows.</summary>
    /// <param name="slopes">The slopes.</param>
    /// <param name="rowWeights">d.</param>
    /// <param name="bend">The second derivative of the penalty by a slope.</param>
    public void Renew(ReadOnlySpan<int> slopes, ReadOnlySpan<double> rowWeights, Func<int, double> bend)
    {
        Clear();
        _rowWeights = rowWeights.ToArray();
        TotalWeight = VectorKernels.Sum(rowWeights);
        Name(slopes);
        var length = PackedSymmetric.Length(slopes.Length);
        var all = ArrayPool<double>.Shared.Rent(PackedSymmetric.Length(slopes.Length + 1));
        objective.Select(slopes).Sandwich(rowWeights, all.AsSpan(0, PackedSymmetric.Length(slopes.Length + 1)));
        _weighted.AddRange(all.AsSpan(length, slopes.Length));
        Reserve();
        all.AsSpan(0, length).CopyTo(_hessian);
        ArrayPool<double>.Shared.Return(all);
        for (var i = 0; i < slopes.Length; i++) Profile(i);
        Factor(0, bend);
    }

    /// <summary>Takes in slopes that are not there yet.</summary>
    public void Extend(ReadOnlySpan<int> slopes, Func<int, double> bend)
    {
        var (before, n) = (Count, objective.Rows);
        Name(slopes);
        Reserve();
        var known = objective.Select([.. _slopes]);
        for (var first = before; first < Count; first += Batch)
        {
            var count = Math.Min(Batch, Count - first);
            // Lent, for the pages of fresh memory take longer than what is put into them.
            var (columns, products) = (ArrayPool<double>.Shared.Rent(count * n), ArrayPool<double>.Shared.Rent(count * Count));
            for (var k = 0; k < count; k++)
            {
                var column = columns.AsSpan(k * n, n);
                objective.WriteColumn(_slopes[first + k], column);
                VectorKernels.Multiply(column, _rowWeights, column);
                _weighted.Add(VectorKernels.Sum(column));
            }
            known.MultiplyTransposed(count, columns.AsMemory(0, count * n), products.AsMemory(0, count * Count));
            for (var k = 0; k < count; k++)
            {
                products.AsSpan(k * Count, first + k + 1).CopyTo(_hessian.AsSpan(PackedSymmetric.Row(first + k)));
                Profile(first + k);
            }
            ArrayPool<double>.Shared.Return(columns);
            ArrayPool<double>.Shared.Return(products);
        }
        Factor(before, bend);
    }

    /// <summary>Leaves out all slopes but these, and factors what is left.</summary>
    public void Keep(ReadOnlySpan<int> slopes, Func<int, double> bend)
    {
        var (old, places) = (_hessian, slopes.ToArray());
        for (var k = 0; k < places.Length; k++) places[k] = _place[places[k]];
        var weighted = Array.ConvertAll(places, place => _weighted[place]);
        Clear();
        Name(slopes);
        _weighted.AddRange(weighted);
        _hessian = [];
        Reserve();
        for (var i = 0; i < places.Length; i++)
            for (var j = 0; j <= i; j++) _hessian[PackedSymmetric.Row(i) + j] = old[PackedSymmetric.Index(places[i], places[j])];
        Factor(0, bend);
    }

    /// <summary>A problem in the first <paramref name="count"/> of these slopes, of which some are held; null where doubles did not suffice to factor. Safe to be asked from several threads.</summary>
    public HeldSlopes? Hold(int count) => _factor is null ? null : new HeldSlopes(count, _factor, Unit);

    private double[] Unit(int place)
    {
        if (_units.TryGetValue(place, out var unit) && unit.Length == Count) return unit;
        var longer = new double[Count];
        unit?.CopyTo(longer, 0);
        if (unit is null) longer[place] = 1;
        _factor!.SolveLower(longer, unit?.Length ?? place);
        return _units[place] = longer;
    }

    private void Name(ReadOnlySpan<int> slopes)
    {
        foreach (var slope in slopes)
        {
            _place[slope] = _slopes.Count;
            _slopes.Add(slope);
        }
    }

    private void Clear()
    {
        _place.Clear();
        _slopes.Clear();
        _weighted.Clear();
        _units.Clear();
        _factor = null;
    }

    private void Profile(int row)
    {
        if (!objective.HasIntercept || !(TotalWeight > 0)) return;
        var entries = _hessian.AsSpan(PackedSymmetric.Row(row), row + 1);
        for (var j = 0; j <= row; j++) entries[j] -= _weighted[row] * (_weighted[j] / TotalWeight);
    }

    private void Reserve()
    {
        var needed = PackedSymmetric.Length(Count);
        if (_hessian.Length >= needed) return;
        Array.Resize(ref _hessian, (int)Math.Min(Array.MaxLength, 1.5 * needed));
        Array.Resize(ref _factored, _hessian.Length);
    }

    private void Factor(int factored, Func<int, double> bend)
    {
        for (var i = factored; i < Count; i++)
        {
            var (row, length) = (PackedSymmetric.Row(i), i + 1);
            _hessian.AsSpan(row, length).CopyTo(_factored.AsSpan(row, length));
            ref var pivot = ref _factored[row + i];
            pivot = Math.Max(0, pivot) * (1 + Raise) + bend(_slopes[i]) + 1e-300;
        }
        _factor = PackedCholesky.TryFactorInPlace(Count, _factored, factored: factored);
    }
}
