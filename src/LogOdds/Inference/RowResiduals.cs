using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>Computes <see cref="RowDiagnostics"/> from log-odds and leverages.</summary>
internal static class RowResiduals
{
    public static RowDiagnostics Of(Response response, double[] eta, double[] leverages, int parameters, double degreesOfFreedom, bool hasClasses,
        int[] rows, IDesign design, Standardization own, double[][] roots, string[] terms, bool hasIntercept)
    {
        var n = eta.Length;
        double[] Room() => new double[n];
        var (fitted, plain, pearson, deviance, working) = (Room(), Room(), Room(), Room(), Room());
        var (standardDeviance, standardPearson, studentized, cook, dffits) = (Room(), Room(), Room(), Room(), Room());
        var y = response.Values.ToArray();
        for (var i = 0; i < n; i++)
        {
            var (p, q, weight) = (Logistic.Probability(eta[i]), Logistic.Probability(-eta[i]), response.WeightOf(i));
            (fitted[i], plain[i]) = (p, y[i] * q - (1 - y[i]) * p);
            working[i] = plain[i] / (p * q);
            pearson[i] = plain[i] * Math.Sqrt(weight / (p * q));
            // Loss beyond the least that any probability could have.
            var saturated = y[i] is 0 or 1 ? 0 : -(y[i] * Math.Log(y[i]) + (1 - y[i]) * Math.Log(1 - y[i]));
            deviance[i] = Math.Sign(plain[i]) * Math.Sqrt(Math.Max(0, 2 * weight * (Logistic.Loss(y[i], eta[i]) - saturated)));
            var left = 1 - leverages[i];
            standardDeviance[i] = deviance[i] / Math.Sqrt(left);
            standardPearson[i] = pearson[i] / Math.Sqrt(left);
            studentized[i] = Math.Sign(deviance[i]) * Math.Sqrt(deviance[i] * deviance[i] + leverages[i] * pearson[i] * pearson[i] / left);
            cook[i] = pearson[i] * pearson[i] * leverages[i] / (left * left * parameters);
        }

        // As R: the residual standard deviation without the row, by deviance residuals; rows of weight 0 are not there.
        var total = deviance.Sum(d => d * d);
        var spread = Room();
        var used = Enumerable.Range(0, n).Count(i => response.WeightOf(i) > 0);
        for (var i = 0; i < n; i++)
        {
            spread[i] = Math.Sqrt((total - deviance[i] * deviance[i] / (1 - leverages[i])) / (used - parameters - 1));
            dffits[i] = deviance[i] * Math.Sqrt(leverages[i]) / (spread[i] * (1 - leverages[i]));
        }
        return new RowDiagnostics
        {
            Rows = rows,
            Response = y,
            LogOdds = eta,
            Fitted = fitted,
            ResponseResiduals = plain,
            PearsonResiduals = pearson,
            DevianceResiduals = deviance,
            WorkingResiduals = working,
            StandardizedDevianceResiduals = standardDeviance,
            StandardizedPearsonResiduals = standardPearson,
            StudentizedResiduals = studentized,
            Leverages = leverages,
            CooksDistances = cook,
            Dffits = dffits,
            AllDfbetas = new Lazy<double[][]>(() => Dfbetas(response, eta, deviance, leverages, spread, design, own, roots, hasIntercept)),
            Terms = terms,
            PearsonChiSquared = pearson.Sum(r => r * r),
            Dispersion = pearson.Sum(r => r * r) / degreesOfFreedom,
            TjurR2 = hasClasses ? Tjur(response, fitted) : null,
        };
    }

    /// <summary>I⁻¹ xᵢ √(wᵢ μᵢ(1−μᵢ)) dᵢ/(1 − hᵢ), over the standard error and the spread without the row; columns in the order of the table.</summary>
    private static double[][] Dfbetas(Response response, double[] eta, double[] deviance, double[] leverages, double[] spread, IDesign design, Standardization own, double[][] roots, bool hasIntercept)
    {
        var n = eta.Length;
        var factors = new double[n];
        for (var i = 0; i < n; i++)
            factors[i] = Math.Sqrt(response.WeightOf(i) * Logistic.Probability(eta[i]) * Logistic.Probability(-eta[i])) * deviance[i] / ((1 - leverages[i]) * spread[i]);
        var p = design.Columns;
        // roots are of the columns of the design, which stand about their means; the table's coefficients are of the columns as they are.
        var maps = roots.Select(root => own.ToData(root)).ToArray();
        int[] order = hasIntercept ? [p, .. Enumerable.Range(0, p)] : [.. Enumerable.Range(0, p)];
        return [.. order.Select(k =>
        {
            var direction = new double[p + 1];
            for (var r = 0; r < roots.Length; r++) VectorKernels.AddScaled(direction, maps[r][k], roots[r]);
            var error = Math.Sqrt(maps.Sum(map => map[k] * map[k]));
            var moves = design.LinearPredictors(direction, threads: 0);
            for (var i = 0; i < n; i++) moves[i] *= factors[i] / error;
            return moves;
        })];
    }

    private static double Tjur(Response response, double[] fitted)
    {
        var (sums, weights) = (new double[2], new double[2]);
        for (var i = 0; i < fitted.Length; i++)
        {
            var side = response.Values.Span[i] == 1 ? 1 : 0;
            sums[side] += response.WeightOf(i) * fitted[i];
            weights[side] += response.WeightOf(i);
        }
        return sums[1] / weights[1] - sums[0] / weights[0];
    }
}
