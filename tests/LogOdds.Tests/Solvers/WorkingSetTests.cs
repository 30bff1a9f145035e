using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Solvers;

/// <summary>Paths over many columns: what holds for every path, and what slow and plain methods say.</summary>
public class WorkingSetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int, int> Shapes => new() { { 200, 30 }, { 60, 300 }, { 150, 1000 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void From_the_critical_strength_on_all_is_at_rest(int rows, int columns)
    {
        var objective = ColumnProblem.Random(rows, columns, 1).Objective();
        var critical = Critical(objective, ElasticNet.Lasso(1));
        var path = Path(objective, ElasticNet.Lasso(1), [2 * critical, critical * (1 + 1e-12), 0.98 * critical]);
        Assert.All(path[0].Coefficients[..columns].Concat(path[1].Coefficients[..columns]), b => Assert.Equal(0, b));
        Assert.InRange(path[2].Coefficients[..columns].Count(b => b != 0), 1, 5);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_point_of_a_path_is_optimal_by_an_evaluation_of_all_columns(int rows, int columns)
    {
        foreach (var ratio in new[] { 1, 0.5, 0.1 })
        {
            var objective = ColumnProblem.Random(rows, columns, 2).Objective();
            var penalty = new ElasticNet(1, ratio);
            foreach (var (lambda, result) in Strengths(objective, penalty, 0.01).Zip(Path(objective, penalty, Strengths(objective, penalty, 0.01))))
            {
                Assert.Equal(SolverStatus.Converged, result.Status);
                var (value, gradient) = Evaluate(objective, result.Coefficients);
                var here = penalty.WithLambda(lambda);
                var b = result.Coefficients.AsSpan(0, columns);
                Near.Absolute(value + here.Value(b), result.Objective, 1e-13);
                Assert.InRange(here.Gap(b, gradient.AsSpan(0, columns), result.Objective), 0, 2e-9);
                Assert.InRange(result.DualityGap!.Value, 0, 1e-9);
                for (var j = 0; j < columns; j++)
                {
                    var slope = gradient[j] + lambda * (1 - ratio) * b[j];
                    if (b[j] == 0) Assert.InRange(Math.Abs(slope), 0, lambda * ratio + 2e-10);
                    else Near.Absolute(-Math.Sign(b[j]) * lambda * ratio, slope, 2e-10);
                }
                Assert.InRange(Math.Abs(gradient[^1]), 0, 1e-12);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_path_passes_where_a_single_fit_ends(int rows, int columns)
    {
        var objective = ColumnProblem.Random(rows, columns, 3).Objective();
        foreach (var penalty in new IProximalPenalty[] { ElasticNet.Lasso(1), new ElasticNet(1, 0.5) })
        {
            var strengths = Strengths(objective, penalty, 0.03);
            var path = Path(objective, penalty, strengths);
            foreach (var k in new[] { 3, 17, strengths.Length - 1 })
            {
                var records = new List<IterationRecord>();
                var single = new WorkingSet().Solve(objective, penalty.WithLambda(strengths[k]), new double[columns + 1], records.Add, Cancellation);
                for (var j = 0; j <= columns; j++) Near.Absolute(path[k].Coefficients[j], single.Coefficients[j], 1e-7);
                Near.Absolute(path[k].Objective, single.Objective, 1e-11);
                Assert.Equal(Enumerable.Range(0, records.Count), records.Select(record => record.Iteration));
                Near.Absolute(single.Objective, records[^1].Objective, 1e-12);
                Assert.All(records.Zip(records.Skip(1)), pair => Assert.True(pair.Second.Objective <= pair.First.Objective + 1e-9));
            }
        }
    }

    [Fact]
    public void The_result_is_the_same_bits_for_any_number_of_threads()
    {
        var problem = ColumnProblem.Random(500, 1500, 4);
        SolverResult[][] paths = [.. new[] { 1, 2, 3 }.Select(threads => Path(problem.Objective(threads), new ElasticNet(1, 0.9), Strengths(problem.Objective(), new ElasticNet(1, 0.9), 0.05)))];
        foreach (var path in paths.Skip(1))
            for (var k = 0; k < path.Length; k++)
            {
                Assert.Equal(paths[0][k].Coefficients, path[k].Coefficients);
                Assert.Equal((paths[0][k].Objective, paths[0][k].DualityGap), (path[k].Objective, path[k].DualityGap));
            }
    }

    [Fact]
    public void Neither_the_order_nor_the_units_of_columns_matter()
    {
        var problem = ColumnProblem.Random(80, 200, 5);
        var other = new ColumnProblem([.. problem.Columns.Reverse().Select((column, j) => column.Select(x => 3 - Math.Pow(10, j % 5 - 2) * x).ToArray())], problem.Response);
        var strengths = Strengths(problem.Objective(), ElasticNet.Lasso(1), 0.02);
        foreach (var (one, two) in Path(problem.Objective(), ElasticNet.Lasso(1), strengths).Zip(Path(other.Objective(), ElasticNet.Lasso(1), strengths)))
        {
            Near.Absolute(one.Objective, two.Objective, 1e-10);
            for (var j = 0; j < 200; j++) Near.Absolute(one.Coefficients[j], -two.Coefficients[199 - j], 1e-6);
        }
    }

    [Fact]
    public void Groups_of_one_are_the_lasso()
    {
        var objective = ColumnProblem.Random(100, 150, 6).Objective();
        var strengths = Strengths(objective, ElasticNet.Lasso(1), 0.05);
        var groups = new GroupLasso(1).On(new PenalizedColumns(150));
        foreach (var (lasso, group) in Path(objective, ElasticNet.Lasso(1), strengths).Zip(Path(objective, groups, strengths)))
        {
            Near.Absolute(lasso.Objective, group.Objective, 1e-10);
            for (var j = 0; j < 150; j++) Near.Absolute(lasso.Coefficients[j], group.Coefficients[j], 1e-6);
        }
    }

    [Fact]
    public void Groups_enter_whole_and_are_optimal()
    {
        var objective = ColumnProblem.Random(120, 300, 7).Objective();
        var penalty = new GroupLasso(1).On(new PenalizedColumns(300) { Terms = [.. Enumerable.Range(0, 300).Select(j => j / 4)] });
        var path = Path(objective, penalty, Strengths(objective, penalty, 0.05));
        foreach (var result in path)
        {
            Assert.InRange(result.DualityGap!.Value, 0, 1e-8);
            for (var group = 0; group < 75; group++) Assert.Single(result.Coefficients[(4 * group)..(4 * group + 4)].Select(b => b == 0).Distinct());
        }
        Assert.InRange(path[^1].Coefficients.Count(b => b != 0), 20, 250);
    }

    [Fact]
    public void A_column_of_factor_0_is_out_of_the_penalty()
    {
        var problem = ColumnProblem.Random(150, 200, 8);
        var penalty = ElasticNet.Lasso(1).On(new PenalizedColumns(200) { Factors = [.. Enumerable.Range(0, 200).Select(j => j is 11 or 12 ? 0.0 : 1 + j % 3)] });
        var objective = problem.Objective();
        var path = Path(objective, penalty, [1e3, .. Strengths(objective, ElasticNet.Lasso(1), 0.1)]);
        // Where all others are at rest, it is the fit of these two.
        var two = problem with { Columns = [problem.Columns[11], problem.Columns[12]] };
        var free = new Newton().Solve(two.Objective(), new NoPenalty(), new double[3], cancellation: Cancellation);
        Near.Absolute(free.Objective, path[0].Objective, 1e-12);
        Near.Absolute(free.Coefficients[0], path[0].Coefficients[11], 1e-8);
        foreach (var result in path)
        {
            Assert.InRange(result.DualityGap!.Value, 0, 1e-8);
            var (_, gradient) = Evaluate(objective, result.Coefficients);
            Assert.InRange(Math.Abs(gradient[11]), 0, 1e-9);
        }
    }

    [Theory]
    [InlineData("weights and offsets")]
    [InlineData("no intercept")]
    [InlineData("bounds")]
    [InlineData("targets")]
    [InlineData("targets out of bounds")]
    [InlineData("nearly repeated columns")]
    public void A_path_agrees_with_the_whole_Hessian(string kind)
    {
        var problem = ColumnProblem.Random(90, 60, 9);
        var columns = new PenalizedColumns(60);
        if (kind == "weights and offsets")
            problem = problem with { Weights = [.. Enumerable.Range(0, 90).Select(i => i % 4 * 0.7)], Offsets = [.. Enumerable.Range(0, 90).Select(i => Math.Sin(i))] };
        if (kind == "no intercept") problem = problem with { HasIntercept = false };
        if (kind == "bounds") columns = columns with { Lower = [.. Enumerable.Range(0, 60).Select(j => j % 2 == 0 ? 0 : -0.1)], Upper = [.. Enumerable.Range(0, 60).Select(j => j % 3 == 0 ? 0.05 : double.PositiveInfinity)] };
        if (kind.StartsWith("targets", StringComparison.Ordinal)) columns = columns with { Targets = [.. Enumerable.Range(0, 60).Select(j => j % 5 == 0 ? 0.2 : 0)] };
        if (kind == "targets out of bounds") columns = columns with { Upper = [.. Enumerable.Range(0, 60).Select(j => j % 10 == 0 ? 0.1 : double.PositiveInfinity)] };
        if (kind == "nearly repeated columns")
            problem = problem with { Columns = [.. problem.Columns.Select((column, j) => j % 10 == 9 ? problem.Columns[j - 9].Select((x, i) => x + (j == 9 ? 0 : 1e-6 * Math.Cos(i))).ToArray() : column)] };
        var objective = problem.Objective();
        foreach (var ratio in new[] { 1, 0.4 })
        {
            var penalty = new ElasticNet(1, ratio).On(columns);
            var strengths = Strengths(objective, new ElasticNet(1, ratio), 0.01);
            var path = Path(objective, penalty, strengths);
            for (var k = 0; k < strengths.Length; k += 6)
            {
                Assert.Equal(SolverStatus.Converged, path[k].Status);
                Assert.InRange(path[k].DualityGap!.Value, 0, 1e-8);
                var whole = new ProximalNewton { Tolerance = 1e-12 }.Solve(objective, penalty.WithLambda(strengths[k]), path[k].Coefficients, cancellation: Cancellation);
                Near.Absolute(whole.Objective, path[k].Objective, 1e-10, $"λ {strengths[k]}");
            }
        }
    }

    [Fact]
    public void Slow_and_plain_proximal_gradient_steps_lead_there_too()
    {
        foreach (var (rows, columns) in new[] { (30, 6), (12, 25) })
        {
            var objective = ColumnProblem.Random(rows, columns, 10).Objective();
            foreach (var ratio in new[] { 1, 0.5 })
            {
                var strengths = Strengths(objective, new ElasticNet(1, ratio), 0.1);
                var path = Path(objective, new ElasticNet(1, ratio), strengths);
                foreach (var k in new[] { 5, 12, 19 })
                {
                    var beta = new double[columns + 1];
                    for (var step = 0; step < 200_000; step++)
                    {
                        // The curvature of a logistic loss is at most ¼, times the squares of a row.
                        var (_, gradient) = Evaluate(objective, beta);
                        var length = 4.0 / (columns + 1);
                        for (var j = 0; j <= columns; j++)
                        {
                            var to = beta[j] - length * gradient[j];
                            beta[j] = j == columns ? to : Math.Sign(to) * Math.Max(0, Math.Abs(to) - length * ratio * strengths[k]) / (1 + length * (1 - ratio) * strengths[k]);
                        }
                        if (step % 1000 == 0 && Enumerable.Range(0, columns + 1).All(j => Math.Abs(beta[j] - path[k].Coefficients[j]) < 1e-9)) break;
                    }
                    for (var j = 0; j <= columns; j++) Near.Absolute(beta[j], path[k].Coefficients[j], 1e-8);
                }
            }
        }
    }

    [Fact]
    public void Weights_are_repeated_rows()
    {
        var problem = ColumnProblem.Random(60, 100, 11);
        var counts = Enumerable.Range(0, 60).Select(i => i % 3).ToArray();
        int[] rows = [.. counts.SelectMany((count, i) => Enumerable.Repeat(i, count))];
        var repeated = new ColumnProblem([.. problem.Columns.Select(column => Array.ConvertAll(rows, i => column[i]))], Array.ConvertAll(rows, i => problem.Response[i]));
        var weighted = problem with { Weights = Array.ConvertAll(counts, count => (double)count) };
        var strengths = Strengths(repeated.Objective(), ElasticNet.Lasso(1), 0.05);
        foreach (var (one, two) in Path(weighted.Objective(), ElasticNet.Lasso(1), strengths).Zip(Path(repeated.Objective(), ElasticNet.Lasso(1), strengths)))
            for (var j = 0; j <= 100; j++) Near.Absolute(one.Coefficients[j], two.Coefficients[j], 1e-7);
    }

    [Fact]
    public void A_path_ends_where_it_is_told_to_and_descends()
    {
        var objective = ColumnProblem.Random(60, 100, 12).Objective();
        var strengths = Strengths(objective, ElasticNet.Lasso(1), 0.05);
        var path = new WorkingSetPath().Solve(objective, ElasticNet.Lasso(1), strengths, result => result.Coefficients.Count(b => b != 0) > 5, Cancellation);
        Assert.True(path.Count < strengths.Length && path.SkipLast(1).All(result => result.Coefficients.Count(b => b != 0) <= 5));
        Assert.Throws<ArgumentException>(() => new WorkingSetPath().Solve(objective, ElasticNet.Lasso(1), [.. strengths.Reverse()], cancellation: Cancellation));
        Assert.Empty(new WorkingSetPath().Solve(objective, ElasticNet.Lasso(1), [], cancellation: Cancellation));
    }

    [Fact]
    public void Where_no_matrix_is_affordable_remembered_steps_lead_there_too()
    {
        var objective = ColumnProblem.Random(100, 60, 14).Objective();
        var strengths = Strengths(objective, new ElasticNet(1, 0.5), 0.05);
        var path = Path(objective, new ElasticNet(1, 0.5), strengths);
        foreach (var k in new[] { 8, 16, 29 })
        {
            var newton = new ActiveSetNewton(objective) { MaxFactored = 3 };
            var start = new WorkingPoint(60, 100);
            WorkingPoint.Evaluate([start], objective, []);
            start.Judge(new ElasticNet(strengths[k], 0.5));
            var descent = new Descent(new ElasticNet(strengths[k], 0.5), start);
            newton.Minimise([.. Enumerable.Range(0, 60)], objective, [descent], [], point => point.Gap < 1e-9);
            var end = descent.Here;
            Assert.InRange(end.Gap, 0, 1e-9);
            Near.Absolute(path[k].Objective, end.Value, 2e-9);
            Assert.InRange(descent.Iterations, 3, 500);
        }
    }

    [Theory]
    [InlineData(4000)]
    [InlineData(3)]
    public void Descents_side_by_side_end_where_each_ends_alone(int maxFactored)
    {
        var objective = ColumnProblem.Random(100, 60, 15).Objective();
        var strengths = Strengths(objective, new ElasticNet(1, 0.8), 0.05);
        int[] all = [.. Enumerable.Range(0, 60)];
        Descent[] Run(params double[] lambdas)
        {
            Descent[] descents = [.. lambdas.Select(lambda =>
            {
                var start = new WorkingPoint(60, 100);
                WorkingPoint.Evaluate([start], objective, []);
                start.Judge(new ElasticNet(lambda, 0.8));
                return new Descent(new ElasticNet(lambda, 0.8), start);
            })];
            new ActiveSetNewton(objective) { MaxFactored = maxFactored }.Minimise(all, objective, descents, [], point => point.Gap < 1e-10);
            return descents;
        }
        double[] several = [strengths[8], strengths[14], strengths[20], strengths[21], strengths[29]];
        foreach (var (lambda, descent) in several.Zip(Run(several)))
        {
            var alone = Run(lambda)[0].Here;
            Assert.InRange(descent.Here.Gap, 0, 1e-10);
            Near.Absolute(alone.Value, descent.Here.Value, 2e-10);
            for (var j = 0; j < 60; j++) Near.Absolute(alone.Slopes[j], descent.Here.Slopes[j], 1e-4);
        }
    }

    [Fact]
    public void A_column_of_one_value_and_columns_that_repeat_each_other_do_no_harm()
    {
        var problem = ColumnProblem.Random(50, 80, 13);
        problem = problem with { Columns = [.. problem.Columns.Select((column, j) => j == 3 ? new double[50] : j % 2 == 1 ? problem.Columns[j - 1] : column)] };
        var objective = problem.Objective(isScaled: false);
        foreach (var result in Path(objective, ElasticNet.Lasso(1), Strengths(objective, ElasticNet.Lasso(1), 0.01)))
        {
            Assert.Equal(SolverStatus.Converged, result.Status);
            Assert.Equal(0, result.Coefficients[3]);
        }
    }

    internal static SolverResult[] Path(IColumnObjective objective, IProximalPenalty penalty, double[] strengths) => [.. new WorkingSetPath().Solve(objective, penalty, strengths, cancellation: Cancellation)];

    internal static (double Value, double[] Gradient) Evaluate(IColumnObjective objective, double[] beta)
    {
        var gradient = new double[beta.Length];
        return (objective.Evaluate(beta, gradient), gradient);
    }

    private static double Critical(IColumnObjective objective, IProximalPenalty penalty)
    {
        var rest = Path(objective, ElasticNet.Lasso(1), [1e6])[0];
        return penalty.CriticalLambda(Evaluate(objective, rest.Coefficients).Gradient.AsSpan(0, objective.Slopes));
    }

    private static double[] Strengths(IColumnObjective objective, IProximalPenalty penalty, double least)
    {
        var critical = Critical(objective, penalty);
        return [.. Enumerable.Range(0, 30).Select(k => critical * Math.Pow(least, k / 29.0))];
    }
}
