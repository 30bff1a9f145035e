using LogOdds.Datafits;
using LogOdds.Penalties;
using Microsoft.AspNetCore.Http;

namespace LogOdds.Lab;

/// <summary>A descent sent as it runs: its places with their costs in bunches (<c>steps</c>), then how it ended (<c>end</c>).</summary>
internal static class DescentStream
{
    private const int Bunch = 250;

    public static IResult Stream(this Descent descent, HttpContext context, PointSet points, string scale, double[] start) => EventStream.Of(context, (emit, cancellation) =>
    {
        var bunch = new List<double[]>(Bunch);
        var objective = points.Objective(new Logistic(), Scale.Of(points, scale));
        var result = descent.Solver(points.Rows).Solve(objective, new NoPenalty(), start, record =>
        {
            bunch.Add([.. record.Coefficients, record.Objective]);
            if (bunch.Count < Bunch) return;
            emit("steps", bunch.ToArray());
            bunch.Clear();
        }, cancellation);
        emit("steps", bunch.ToArray());
        emit("end", new { result.Status, result.Reason, result.Iterations });
    });
}
