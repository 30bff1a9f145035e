using LogOdds.Bench.Cases;

namespace LogOdds.Bench.Optimality;

/// <summary>
/// The judge: evaluates anybody's coefficients by the same slow code, which shares nothing with any solver. Columns are
/// standardised with compensated moments, the log-odds of each row and all sums over rows are compensated too.
/// </summary>
internal sealed class CarefulObjective
{
    private readonly DataFolder _data;
    private readonly double _lambda;
    private readonly double[] _response;
    private readonly double[] _centers;
    private readonly double[] _scales;
    private readonly double[][] _shares;

    public CarefulObjective(DataFolder data, double lambda)
    {
        _data = data;
        _lambda = lambda;
        _response = data.ReadResponse();
        _centers = new double[data.Shape.Columns];
        _scales = new double[data.Shape.Columns];
        for (var j = 0; j < _centers.Length; j++) (_centers[j], _scales[j]) = Moments(data.ReadColumn(j));
        _shares = [.. data.Shape.Levels.Select((levels, f) => Shares(data.ReadCodes(f), levels))];
    }

    /// <summary>Evaluates F and ∇F.</summary>
    /// <param name="coefficients">In the data's units: the slopes of the columns, then of each factor's levels but the first, then the intercept.</param>
    public Optimum Evaluate(IReadOnlyList<double> coefficients)
    {
        var eta = Eta(coefficients);
        var rows = eta.Length;
        NeumaierSum loss = default, residuals = default;
        var residual = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            var e = Math.Exp(-Math.Abs(eta[i]));
            var wrong = eta[i] >= 0 ? 1 - _response[i] : _response[i];
            loss.Add(Log1p.Of(e));
            loss.AddProduct(wrong, Math.Abs(eta[i]));
            var positive = (eta[i] >= 0 ? 1 : e) / (1 + e);
            var negative = (eta[i] >= 0 ? e : 1) / (1 + e);
            residual[i] = _response[i] == 1 ? -negative : positive;
            residuals.Add(residual[i]);
        }

        var intercept = residuals.Value / rows;
        var largest = Math.Abs(intercept);
        NeumaierSum squares = default;
        for (var j = 0; j < _centers.Length; j++)
        {
            var scaled = coefficients[j] * _scales[j];
            squares.AddProduct(scaled, scaled);
            NeumaierSum slope = default;
            var column = _data.ReadColumn(j);
            for (var i = 0; i < rows; i++) slope.AddProduct(residual[i], (column[i] - _centers[j]) / _scales[j]);
            largest = Math.Max(largest, Math.Abs(slope.Value / rows + _lambda * scaled));
        }

        var term = _centers.Length;
        for (var f = 0; f < _shares.Length; f++)
        {
            var sums = new NeumaierSum[_shares[f].Length];
            var codes = _data.ReadCodes(f);
            for (var i = 0; i < rows; i++) sums[codes[i]].Add(residual[i]);
            for (var level = 1; level < sums.Length; level++, term++)
            {
                var share = _shares[f][level];
                var scale = Math.Sqrt(share * (1 - share));
                var scaled = coefficients[term] * scale;
                squares.AddProduct(scaled, scaled);
                largest = Math.Max(largest, Math.Abs((sums[level].Value / rows - share * intercept) / scale + _lambda * scaled));
            }
        }
        return new Optimum(loss.Value / rows + _lambda / 2 * squares.Value, largest);
    }

    private double[] Eta(IReadOnlyList<double> coefficients)
    {
        // b₀ + Σ bⱼxⱼ = (b₀ + Σ bⱼcⱼ) + Σ bⱼ(xⱼ − cⱼ): the large parts cancel once, not in every row.
        NeumaierSum intercept = default;
        intercept.Add(coefficients[^1]);
        for (var j = 0; j < _centers.Length; j++) intercept.AddProduct(coefficients[j], _centers[j]);

        var sums = new NeumaierSum[_response.Length];
        for (var i = 0; i < sums.Length; i++) sums[i].Add(intercept.Value);
        for (var j = 0; j < _centers.Length; j++)
        {
            var column = _data.ReadColumn(j);
            for (var i = 0; i < sums.Length; i++) sums[i].AddProduct(coefficients[j], column[i] - _centers[j]);
        }
        var first = _centers.Length;
        for (var f = 0; f < _shares.Length; f++)
        {
            var codes = _data.ReadCodes(f);
            for (var i = 0; i < sums.Length; i++)
                if (codes[i] > 0) sums[i].Add(coefficients[first + codes[i] - 1]);
            first += _shares[f].Length - 1;
        }
        return [.. sums.Select(sum => sum.Value)];
    }

    internal static (double Center, double Scale) Moments(double[] column)
    {
        NeumaierSum sum = default, rest = default, squares = default;
        foreach (var x in column) sum.Add(x);
        var near = sum.Value / column.Length;
        // The mean of what is left after the rounded mean is its missing digits.
        foreach (var x in column) rest.Add(x - near);
        var center = near + rest.Value / column.Length;
        foreach (var x in column) squares.AddProduct(x - center, x - center);
        return (center, Math.Sqrt(squares.Value / column.Length));
    }

    private static double[] Shares(int[] codes, int levels)
    {
        var counts = new double[levels];
        foreach (var code in codes) counts[code]++;
        return [.. counts.Select(count => count / codes.Length)];
    }
}
