using LogOdds.Objectives;

namespace LogOdds.Lab;

/// <summary>The mean log loss over two coefficients, the intercept at its best for each pair: a surface that is convex, as the loss itself is.</summary>
internal sealed class ProfiledLoss
{
    private const int MostSteps = 50;
    private const double LongestStep = 2;
    // The loss is flat at the best intercept, so this leaves an error of its square.
    private const double SmallestSlope = 1e-6;
    private const int Directions = 96;

    private readonly LinearObjective _loss;
    private readonly double[] _lowest;
    private readonly double _least;
    private readonly double[] _beta;
    private readonly double[] _gradient = new double[3];
    private readonly double[] _hessian = [1, 0, 1, 0, 0, 1];

    /// <summary>The surface of a loss of two slopes and an intercept.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="lowest">Where it is least: two slopes, then the intercept.</param>
    public ProfiledLoss(LinearObjective loss, double[] lowest)
    {
        (_loss, _lowest, _beta) = (loss, lowest, [.. lowest]);
        _least = At(lowest[0], lowest[1]);
    }

    /// <summary>The loss of a pair. Pairs are best asked for in an order in which neighbours follow each other.</summary>
    public double At(double first, double second)
    {
        // The best intercept moves along with the pair: so much, as long as the bowl stays the same.
        StepIntercept(_hessian[3] * (first - _beta[0]) + _hessian[4] * (second - _beta[1]));
        (_beta[0], _beta[1]) = (first, second);
        var loss = _loss.Evaluate(_beta, _gradient, _hessian);
        for (var step = 0; step < MostSteps && Math.Abs(_gradient[2]) > SmallestSlope; step++)
        {
            StepIntercept(_gradient[2]);
            loss = _loss.Evaluate(_beta, _gradient, _hessian);
        }
        return loss;
    }

    /// <summary>The pairs at which the loss is as high as at a given one: a closed curve around the lowest, through that pair.</summary>
    public double[][] LevelThrough(double first, double second)
    {
        var rise = Math.Max(0, At(first, second) - _least);
        // The directions are evenly spaced where the bowl is round: H = LLᵀ of the surface at its lowest place.
        _ = At(_lowest[0], _lowest[1]);
        var h = _hessian;
        var l11 = Math.Sqrt(h[0] - h[3] * h[3] / h[5]);
        var l21 = (h[1] - h[3] * h[4] / h[5]) / l11;
        var l22 = Math.Sqrt(h[2] - h[4] * h[4] / h[5] - l21 * l21);
        return [.. Enumerable.Range(0, Directions + 1).Select(k =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * k / Directions);
            double[] way = [(cos - l21 * sin / l22) / l11, sin / l22];
            return Reach(way, rise);
        })];
    }

    private void StepIntercept(double slope) => _beta[2] -= Math.Clamp(slope / _hessian[5], -LongestStep, LongestStep);

    /// <summary>How far one goes until the loss has risen so much: Newton's steps on the root of the rise, which is nearly straight.</summary>
    private double[] Reach(double[] way, double rise)
    {
        var (far, target) = (Math.Sqrt(2 * rise), Math.Sqrt(rise));
        for (var step = 0; step < MostSteps && far > 0; step++)
        {
            var risen = Math.Max(0, At(_lowest[0] + far * way[0], _lowest[1] + far * way[1]) - _least);
            if (Math.Abs(risen - rise) <= 1e-6 * rise) break;
            var slope = _gradient[0] * way[0] + _gradient[1] * way[1];
            far = Math.Max(far / 10, far - (Math.Sqrt(risen) - target) * 2 * Math.Sqrt(risen) / slope);
        }
        return [_lowest[0] + far * way[0], _lowest[1] + far * way[1]];
    }
}
