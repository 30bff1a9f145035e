using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Inference;
using LogOdds.Numerics;

namespace LogOdds.Sql;

/// <summary>
/// <see cref="SeparationDetector"/> by sums: the same steps of Newton's method and the same proof, with the extremes of what rows gain in the place of the
/// rows themselves.
/// </summary>
/// <param name="design">The rows as a design.</param>
internal sealed class SqlSeparationDetector(SqlDesign design)
{
    private readonly SqlLayout _layout = design.Layout;
    private readonly SqlDesignColumn[] _columns = design.Written;
    private readonly Standardization _map = SqlDesignColumn.MapOf(design.Written);
    private readonly Standardization _scale = design.Columns.FromDesign(design.Columns.Standard);

    private bool HasIntercept => design.Rows.Encoding.HasIntercept;

    /// <summary>What a proof is made of: rows, their extremes, and how the direction is to be corrected.</summary>
    private readonly record struct Look(double Gaining, double Resting, double Doubtful, double LeastGain, double MostRest, double Largest, double[] Correction)
    {
        public bool IsProof => Gaining > 0 && Doubtful == 0 && MostRest <= SeparationDetector.Rounding * LeastGain;
    }

    /// <summary>Tests from the coefficients at which a solver stopped.</summary>
    /// <param name="coefficients">For the design's own columns.</param>
    /// <param name="largest">The largest log-odds of a row.</param>
    /// <param name="leastWeight">The least weight above 0.</param>
    /// <param name="reported">The gradient of the mean loss there, on any scale.</param>
    /// <param name="packedHessian">Its Hessian on that scale, where it is known.</param>
    public SqlSeparation? Find(double[] coefficients, double largest, double leastWeight, double[] reported, double[]? packedHessian)
    {
        if (_columns.Length > SeparationDetector.MaxColumns || SeparationDetector.IsAtMaximum(design.Rows.TotalWeight, largest, leastWeight, reported, packedHessian)) return null;
        var objective = design.Objective(new Logistic(), design.Columns.Standard);
        var walk = new SeparationWalk<SqlSeparation>(objective, largest > SeparationDetector.FarLogOdds ? new double[objective.Dimension] : _scale.ToScaled(coefficients));
        while (walk.TryStep())
        {
            // Does it move a row by a unit, and does no other lose?
            var direction = _scale.ToData(walk.Step);
            var moves = _layout.Ask(_columns, [[Named(0, direction)]], [$"min({_layout.WhereWeighted(Gain(0), double.MaxValue)})", $"max({_layout.WhereWeighted(Gain(0), 0)})", $"sum(case when {IsMoved(0)} then {_layout.One} else {_layout.Number(0)} end)"]);
            if (moves[1] < (walk.IsSound ? SeparationDetector.Unit : SeparationDetector.Standstill)) break;
            if (moves[0] > -SeparationDetector.Resting && Refined(direction, walk.Here, walk.Factor) is { } proof)
            {
                if (proof.RowsGaining == moves[2]) return proof;
                walk.Keep(proof, proof.RowsGaining);
            }
            walk.Take();
        }
        return walk.Partial;
    }

    /// <summary>The step with the rows that rest held where they are, if that is a proof, without the coefficients that only rounding moves.</summary>
    private SqlSeparation? Refined(double[] step, double[] here, PackedCholesky factor)
    {
        var directions = new List<double[]> { step };
        for (var k = 0; k < SeparationDetector.MaxRefinements; k++)
        {
            var look = At(directions, directions[^1], here);
            if (look.IsProof)
            {
                var scaled = _scale.ToScaled(directions[^1]).AsSpan(0, _columns.Length).ToArray();
                var least = SeparationDetector.Negligible * VectorKernels.MaxAbs(scaled);
                double[] best = directions[^1], simpler = [.. best.Select((change, j) => j < scaled.Length && Math.Abs(scaled[j]) <= least ? 0 : change)];
                foreach (var candidate in new[] { simpler, WithoutIntercept(simpler) })
                    if (At(directions, candidate, here) is { IsProof: true } simple) (best, look) = (candidate, simple);
                return new SqlSeparation(look.Resting == 0, best, look.Gaining, look.Resting, look.LeastGain, look.Largest);
            }
            if (look.Gaining == 0) return null;
            factor.Solve(look.Correction);
            directions.Add([.. directions[^1].Zip(_scale.ToData(look.Correction), (along, off) => along - off)]);
        }
        return null;
    }

    /// <summary>The direction that leaves the log-odds at 0 where the columns as they are are 0.</summary>
    private double[] WithoutIntercept(double[] direction)
    {
        var data = design.Columns.Own.ToData(direction);
        data[^1] = 0;
        return design.Columns.Own.ToScaled(data);
    }

    /// <summary>What a direction does to the rows that gain by all of some, and to the others.</summary>
    private Look At(List<double[]> directions, double[] direction, double[] here)
    {
        var tested = directions.Count;
        var (one, zero, test) = (_layout.One, _layout.Number(0), $"lo_v{directions.Count}");
        var gains = string.Join(" and ", Enumerable.Range(1, directions.Count - 1).Select(k => $"{Gain(k)} > {Gain(0)} / {_layout.Number(2)}").Prepend(IsMoved(0)));
        var rest = _layout.HasWeights ? $"lo_g = {zero} and {_layout.Weighted(one)} > {zero}" : $"lo_g = {zero}";
        var predictor = _layout.WithOffset(_layout.Linear(_columns, _map.ToData(_scale.ToData(here))));
        var sums = _layout.Ask(_columns,
        [
            [.. directions.Select((own, k) => Named(k, own)), Named(tested, direction), new SqlValue("lo_s", _layout.Size(_columns, _map.ToData(direction))), _layout.ResidualAt(0, predictor)],
            [new SqlValue("lo_g", $"(case when {gains} then {one} else {zero} end)"), SqlRowSums.BendOf(_layout)],
            [new SqlValue("lo_h", $"({one} - lo_g) * {SqlLayout.Bend} * {test}")],
        ],
        [
            .. SqlSum.OfProducts("lo_h", _columns.Length),
            "sum(lo_h)",
            "sum(lo_g)",
            $"sum(case when {rest} then {one} else {zero} end)",
            $"sum(case when lo_g = {one} and {Gain(tested)} <= {_layout.Number(SeparationDetector.Rounding)} * lo_s then {one} else {zero} end)",
            $"min(case when lo_g = {one} then {Gain(tested)} else {_layout.Number(double.MaxValue)} end)",
            $"max(case when {rest} and abs({test}) > {_layout.Number(SeparationDetector.Rounding)} * lo_s then abs({test}) else {zero} end)",
            $"max(abs({test}))",
        ]);
        var correction = sums[..(_columns.Length + 1)];
        _map.GradientToScaled(correction);
        VectorKernels.Scale(correction, 1 / design.Rows.TotalWeight);
        _scale.GradientToScaled(correction);
        if (!HasIntercept) correction[^1] = 0;
        var others = sums[(_columns.Length + 1)..];
        return new Look(others[0], others[1], others[2], others[3], others[4], others[5], correction);
    }

    private SqlValue Named(int k, double[] own) => new($"lo_v{k}", _layout.Linear(_columns, _map.ToData(own)));

    // Towards the class of the row.
    private static string Gain(int k) => $"-{SqlLayout.Turn} * lo_v{k}";

    private string IsMoved(int k) => $"{(_layout.HasWeights ? $"{_layout.Weighted(_layout.One)} > {_layout.Number(0)} and " : "")}{Gain(k)} > {_layout.Number(SeparationDetector.Resting)}";
}
