using LogOdds.Bench.Cases;
using LogOdds.Bench.Contestants;

namespace LogOdds.Bench.Optimality;

/// <summary>The judge of paths of the lasso: mean log loss plus λ·‖b‖₁ on standardised columns, of anybody's coefficients, in compensated arithmetic.</summary>
internal sealed class CarefulPath
{
    private readonly double[][] _columns;
    private readonly double[] _response;
    private readonly double[] _centers;
    private readonly double[] _scales;

    public CarefulPath(DataFolder data)
    {
        _response = data.ReadResponse();
        _columns = [.. Enumerable.Range(0, data.Shape.Columns).Select(data.ReadColumn)];
        (_centers, _scales) = (new double[_columns.Length], new double[_columns.Length]);
        for (var j = 0; j < _columns.Length; j++) (_centers[j], _scales[j]) = CarefulObjective.Moments(_columns[j]);
    }

    /// <summary>The least strength at which all coefficients are 0.</summary>
    public double Critical()
    {
        var mean = _response.Average();
        var critical = 0.0;
        for (var j = 0; j < _columns.Length; j++)
        {
            NeumaierSum slope = default;
            for (var i = 0; i < _response.Length; i++) slope.AddProduct(_response[i] - mean, (_columns[j][i] - _centers[j]) / _scales[j]);
            critical = Math.Max(critical, Math.Abs(slope.Value) / _response.Length);
        }
        return critical;
    }

    /// <summary>The objective at a strength.</summary>
    public double Objective(double lambda, PathCoefficients coefficients)
    {
        var sums = new NeumaierSum[_response.Length];
        NeumaierSum intercept = default, penalty = default, loss = default;
        intercept.Add(coefficients.Intercept);
        for (var k = 0; k < coefficients.Columns.Count; k++)
        {
            var (j, b) = (coefficients.Columns[k], coefficients.Slopes[k]);
            intercept.AddProduct(b, _centers[j]);
            penalty.AddProduct(Math.Abs(b), _scales[j]);
            for (var i = 0; i < sums.Length; i++) sums[i].AddProduct(b, _columns[j][i] - _centers[j]);
        }
        for (var i = 0; i < sums.Length; i++)
        {
            var eta = sums[i].Value + intercept.Value;
            loss.Add(Log1p.Of(Math.Exp(-Math.Abs(eta))));
            loss.AddProduct(eta >= 0 ? 1 - _response[i] : _response[i], Math.Abs(eta));
        }
        return loss.Value / _response.Length + lambda * penalty.Value;
    }
}
