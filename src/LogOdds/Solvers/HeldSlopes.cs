using LogOdds.Numerics;

namespace LogOdds.Solvers;

/// <summary>½xᵀHx − xᵀx₀ with H = L Lᵀ, where some entries of x are held at what is given, by a multiplier each: more and more of them.</summary>
/// <param name="length">The entries of x: the leading part of L that is needed.</param>
/// <param name="factor">L.</param>
/// <param name="unit">L⁻¹ times a unit vector, by its place.</param>
internal sealed class HeldSlopes(int length, PackedCholesky factor, Func<int, double[]> unit)
{
    private readonly List<int> _places = [];
    private readonly List<double> _values = [];
    private readonly List<double[]> _units = [];
    private double[] _products = [];
    private PackedCholesky? _schur;

    /// <summary>The entries of x.</summary>
    public int Length => length;

    /// <summary>Whether an entry is held.</summary>
    public bool Holds(int place) => _places.Contains(place);

    /// <summary>Holds one more entry.</summary>
    public void Add(int place, double value)
    {
        _places.Add(place);
        _values.Add(value);
        _units.Add(unit(place));
    }

    /// <summary>x ← L⁻¹ x₀, from which <see cref="Finish"/> goes on.</summary>
    public void Begin(Span<double> x) => factor.SolveLower(x, 0);

    /// <summary>x ← the minimum, of what <see cref="Begin"/> left.</summary>
    /// <returns>Whether doubles sufficed.</returns>
    public bool Finish(Span<double> x)
    {
        if (_places.Count > 0)
        {
            if (!Factor()) return false;
            var multipliers = new double[_places.Count];
            for (var i = 0; i < multipliers.Length; i++) multipliers[i] = VectorKernels.Dot(_units[i].AsSpan(_places[i], x.Length - _places[i]), x[_places[i]..]) - _values[i];
            _schur!.Solve(multipliers);
            for (var i = 0; i < multipliers.Length; i++) VectorKernels.AddScaled(x[_places[i]..], -multipliers[i], _units[i].AsSpan(_places[i], x.Length - _places[i]));
        }
        factor.SolveUpper(x);
        for (var i = 0; i < _places.Count; i++) x[_places[i]] = _values[i];
        return true;
    }

    /// <summary>Factors the products of the units, as far as they are not yet.</summary>
    private bool Factor()
    {
        var (count, before) = (_places.Count, _schur?.Size ?? 0);
        if (count == before) return true;
        Array.Resize(ref _products, PackedSymmetric.Length(count));
        for (var i = before; i < count; i++)
        {
            // A unit vector's part begins at its place.
            for (var j = 0; j <= i; j++)
            {
                var from = Math.Max(_places[i], _places[j]);
                _products[PackedSymmetric.Row(i) + j] = VectorKernels.Dot(_units[i].AsSpan(from, length - from), _units[j].AsSpan(from, length - from));
            }
        }
        _schur = PackedCholesky.TryFactorInPlace(count, _products, factored: before);
        return _schur is not null;
    }
}
