namespace LogOdds.Numerics;

/// <summary>
/// A sum of terms ≥ 0 that carries along what each addition rounds away (Neumaier, Zeitschrift für Angewandte Mathematik und
/// Mechanik 54, 1974): a million rows lose no digits, and their order shows in the last one at most.
/// </summary>
internal struct CompensatedSum
{
    private double _sum;
    private double _lost;

    // Beyond the finite numbers the compensation is ∞ − ∞.
    public readonly double Value => double.IsFinite(_sum) ? _sum + _lost : _sum;

    public void Add(double term)
    {
        var sum = _sum + term;
        _lost += _sum >= term ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }
}
