namespace LogOdds.Bench.Optimality;

/// <summary>A sum that carries along what each addition rounds away (Neumaier, ZAMM 54, 1974).</summary>
internal struct NeumaierSum
{
    private double _sum;
    private double _lost;

    public readonly double Value => _sum + _lost;

    public void Add(double term)
    {
        var sum = _sum + term;
        _lost += Math.Abs(_sum) >= Math.Abs(term) ? _sum - sum + term : term - sum + _sum;
        _sum = sum;
    }

    /// <summary>Adds a·b with the product's own rounding error.</summary>
    public void AddProduct(double a, double b)
    {
        var product = a * b;
        Add(product);
        Add(Math.FusedMultiplyAdd(a, b, -product));
    }
}
