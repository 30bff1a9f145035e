using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Selection;

/// <summary>Paths over all rows at several strengths at a time: glmnet's, those of single fits, and the same on any number of threads.</summary>
public class TallPathTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => [.. GlmnetCase.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_point_is_worse_than_that_of_glmnet(string file)
    {
        var reference = GlmnetCase.Load(file);
        var fit = reference.Options.Fit;
        double[][] x = [.. reference.Columns.Select(column => column.StartsWith("race", StringComparison.Ordinal)
            ? [.. Enumerable.Range(0, reference.Table.Rows).Select(row => reference.Table["race"].TextAt(row) == column[4..] ? 1.0 : 0)]
            : ((NumericColumn)reference.Table[column]).Values.ToArray())];
        var y = LogisticRegression.Fit(reference.Table, reference.Formula, fit with { Penalty = new Ridge(1) }).Encoding.Response.Encode(reference.Table);
        ReadOnlyMemory<double> Numbers(string? name) => name is null ? default : ((NumericColumn)reference.Table[name]).Values.ToArray();
        var weights = Numbers(fit.Weights);
        var (means, deviations) = (x.Select(column => Mean(column, weights)).ToArray(), new double[x.Length]);
        for (var j = 0; j < x.Length; j++) deviations[j] = Math.Sqrt(Mean([.. x[j].Select(value => (value - means[j]) * (value - means[j]))], weights));
        var design = new DenseDesign<double>(y.Length, [.. x.Select(column => (ReadOnlyMemory<double>)column)], reference.HasIntercept ? means : null);
        var map = new Standardization(new double[x.Length], deviations);
        var objective = new LinearObjective(design, new Response(y, weights, Numbers(fit.Offset)), new Logistic(), map, hasIntercept: reference.HasIntercept);
        TermPenalty Term(string column) => fit.TermPenalties.TryGetValue(GlmnetCase.TermOf(column), out var term) ? term : new TermPenalty();
        var penalty = reference.Options.Penalty.On(new PenalizedColumns(x.Length)
        {
            Stated = fit.Standardize == StandardizeKind.Population ? deviations : [],
            Fitted = deviations,
            Factors = [.. reference.Columns.Select(column => Term(column).Factor)],
            Lower = [.. reference.Columns.Select(column => Term(column).Lower)],
            Upper = [.. reference.Columns.Select(column => Term(column).Upper)],
        });
        var path = new TallPath().Solve(objective, penalty, reference.Lambdas, cancellation: Cancellation);

        Assert.Equal(reference.Lambdas.Length, path.Count);
        Assert.All(path, point => Assert.Equal(SolverStatus.Converged, point.Status));
        Assert.All(path, point => Assert.InRange(point.DualityGap!.Value, 0, 1e-8));
        foreach (var (at, intercept, slopes) in reference.Points())
            Assert.True(path[at].Objective <= reference.Objective(reference.Lambdas[at], intercept, slopes) + 1e-10, $"point {at}");
    }

    public static TheoryData<string> Penalties => ["lasso", "elastic net", "ridge", "group lasso", "bounds", "factors", "targets"];

    [Theory]
    [MemberData(nameof(Penalties))]
    public void A_path_is_that_of_single_fits(string name)
    {
        var objective = Objective(1500, 24, threads: 0, withWeights: true);
        var penalty = Penalty(name, 24);
        double[] lambdas = [.. Enumerable.Range(0, 12).Select(k => 0.2 * Math.Pow(0.5, k)), 0];
        var path = new TallPath().Solve(objective, penalty, lambdas, cancellation: Cancellation);
        Assert.Equal(lambdas.Length, path.Count);
        for (var k = 0; k < lambdas.Length; k++)
        {
            var single = new ProximalNewton().Solve(objective, penalty.WithLambda(lambdas[k]), new double[25], cancellation: Cancellation);
            Assert.Equal(SolverStatus.Converged, path[k].Status);
            Assert.InRange(path[k].DualityGap!.Value, 0, 1e-8);
            Assert.InRange(path[k].GradientNorm, 0, 1e-7);
            Near.Absolute(single.Objective, path[k].Objective, 1e-9, $"λ {k}");
            for (var j = 0; j < 25; j++) Near.Absolute(single.Coefficients[j], path[k].Coefficients[j], 1e-6, $"λ {k}, coefficient {j}");
        }
    }

    [Theory]
    [MemberData(nameof(Penalties))]
    public void A_trail_of_other_rows_changes_the_way_but_not_where_it_ends(string name)
    {
        var penalty = Penalty(name, 24);
        double[] lambdas = [.. Enumerable.Range(0, 40).Select(k => 0.2 * Math.Pow(0.85, k))];
        TallTrail TrailOf(LinearObjective rows)
        {
            new TallPath().Solve(rows, penalty, lambdas, null, ahead: null, out var trail, Cancellation);
            return trail;
        }
        // Of nearly the same rows, as a fold has them, and of rows that point the other way.
        var objective = Objective(1500, 24, threads: 0, withWeights: true);
        var alone = new TallPath().Solve(objective, penalty, lambdas, cancellation: Cancellation);
        foreach (var trail in new[] { TrailOf(Objective(1500, 24, threads: 0, withWeights: false)), TrailOf(Objective(1500, 24, threads: 0, withWeights: true, sign: -1)) })
        {
            var along = new TallPath().Solve(objective, penalty, lambdas[..33], null, trail, out _, Cancellation);
            Assert.Equal(33, along.Count);
            for (var k = 0; k < along.Count; k++)
            {
                Assert.Equal(SolverStatus.Converged, along[k].Status);
                Assert.InRange(along[k].DualityGap!.Value, 0, 1e-8);
                Near.Absolute(alone[k].Objective, along[k].Objective, 2e-9, $"λ {k}");
                for (var j = 0; j < 25; j++) Near.Absolute(alone[k].Coefficients[j], along[k].Coefficients[j], 1e-5, $"λ {k}, coefficient {j}");
            }
        }
    }

    [Fact]
    public void Nothing_moves_from_the_critical_strength_on()
    {
        var objective = Objective(6000, 60, threads: 0, withWeights: false);
        var gradient = new double[61];
        var none = new ProximalNewton().Solve(objective, ElasticNet.Lasso(1e3), new double[61], cancellation: Cancellation);
        objective.Evaluate(none.Coefficients, gradient);
        var critical = ElasticNet.Lasso(1).CriticalLambda(gradient.AsSpan(0, 60));
        var path = new TallPath().Solve(objective, ElasticNet.Lasso(1), [2 * critical, 1.0000001 * critical, 0.999 * critical], cancellation: Cancellation);
        Assert.All(path.Take(2), point => Assert.All(point.Coefficients.Take(60), slope => Assert.Equal(0, slope)));
        Assert.Single(path[2].Coefficients.Take(60), slope => slope != 0);
    }

    [Fact]
    public void A_large_path_has_the_same_bits_on_any_number_of_threads_and_ends_when_it_is_enough()
    {
        double[] lambdas = [.. Enumerable.Range(0, 45).Select(k => 0.2 * Math.Pow(0.88, k))];
        var one = new TallPath().Solve(Objective(6000, 60, threads: 1, withWeights: false), ElasticNet.Lasso(1), lambdas, cancellation: Cancellation);
        var three = new TallPath().Solve(Objective(6000, 60, threads: 3, withWeights: false), ElasticNet.Lasso(1), lambdas, cancellation: Cancellation);
        for (var k = 0; k < lambdas.Length; k++) Assert.Equal(one[k].Coefficients, three[k].Coefficients);
        Assert.All(one, point => Assert.InRange(point.DualityGap!.Value, 0, 1e-9));

        var asked = new List<SolverResult>();
        var some = new TallPath().Solve(Objective(6000, 60, threads: 0, withWeights: false), ElasticNet.Lasso(1), lambdas, point =>
        {
            asked.Add(point);
            return asked.Count == 7;
        }, Cancellation);
        Assert.Equal(asked, some);
        for (var k = 0; k < 7; k++) Near.Absolute(one[k].Objective, some[k].Objective, 1e-9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Several_coefficients_are_evaluated_as_each_alone(bool hasIntercept)
    {
        var random = new SeededRandom(5);
        foreach (var (rows, columns, count) in new[] { (50, 3, 1), (3000, 24, 7), (3000, 24, 40) })
        {
            var objective = Objective(rows, columns, threads: 0, withWeights: true, hasIntercept);
            var betas = Enumerable.Range(0, count * (columns + 1)).Select(i => i % 3 == 0 || (!hasIntercept && i % (columns + 1) == columns) ? 0 : random.NextNormal()).ToArray();
            foreach (var asked in new[] { objective, (IBatchObjective)objective.Sample(rows / 2) })
            {
                var (losses, gradients, gradient) = (new double[count], new double[betas.Length], new double[columns + 1]);
                asked.EvaluateMany(count, betas, losses, gradients);
                for (var k = 0; k < count; k++)
                {
                    Near.Relative(asked.Evaluate(betas.AsSpan(k * (columns + 1), columns + 1), gradient), losses[k], 1e-13);
                    for (var j = 0; j <= columns; j++) Near.Absolute(gradient[j], gradients[k * (columns + 1) + j], 1e-13);
                }
            }
        }
    }

    private static double Mean(double[] values, ReadOnlyMemory<double> weights) =>
        weights.IsEmpty ? values.Average() : VectorKernels.Dot(values, weights.Span) / VectorKernels.Sum(weights.Span);

    private static IProximalPenalty Penalty(string name, int columns)
    {
        var every = Enumerable.Range(0, columns);
        return name switch
        {
            "lasso" => ElasticNet.Lasso(1),
            "elastic net" => new ElasticNet(1, 0.5),
            "ridge" => new ElasticNet(1, 0),
            "group lasso" => new GroupLasso(1).On(new PenalizedColumns(columns) { Terms = [.. every.Select(j => j / 3)] }),
            "bounds" => ElasticNet.Lasso(1).On(new PenalizedColumns(columns) { Lower = [.. every.Select(_ => 0.0)], Upper = [.. every.Select(j => j % 2 == 0 ? 0.3 : 0.05)] }),
            "factors" => ElasticNet.Lasso(1).On(new PenalizedColumns(columns) { Factors = [.. every.Select(j => j % 4 * 0.5)] }),
            _ => ElasticNet.Lasso(1).On(new PenalizedColumns(columns) { Targets = [.. every.Select(j => j % 5 == 0 ? 0.2 : 0)] }),
        };
    }

    /// <summary>Correlated columns of which some count, with weights and offsets.</summary>
    private static LinearObjective Objective(int rows, int columns, int threads, bool withWeights, bool hasIntercept = true, int sign = 1)
    {
        var random = new SeededRandom(11);
        var shared = Enumerable.Range(0, rows).Select(_ => random.NextNormal()).ToArray();
        var x = Enumerable.Range(0, columns).Select(_ => shared.Select(s => 0.5 * s + random.NextNormal()).ToArray()).ToArray();
        var (eta, offsets) = (new double[rows], Enumerable.Range(0, rows).Select(_ => 0.3 * random.NextNormal()).ToArray());
        for (var i = 0; i < rows; i++)
        {
            eta[i] = offsets[i] - 0.5;
            for (var j = 0; j < columns; j += 3) eta[i] += sign * (j % 2 == 0 ? 1 : -1) * 0.1 * (1 + j % 7) * x[j][i];
        }
        var y = eta.Select(value => random.NextDouble() < 1 / (1 + Math.Exp(-value)) ? 1.0 : 0).ToArray();
        var weights = Enumerable.Range(0, rows).Select(i => i % 4 * 0.5).ToArray();
        var design = new DenseDesign<double>(rows, [.. x.Select(column => (ReadOnlyMemory<double>)column)]);
        return new LinearObjective(design, withWeights ? new Response(y, weights, offsets) : new Response(y), new Logistic(), threads: threads, hasIntercept: hasIntercept);
    }
}
