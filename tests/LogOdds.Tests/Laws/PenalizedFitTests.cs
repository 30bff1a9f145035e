using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Laws;

/// <summary>What must hold of every penalised fit.</summary>
public class PenalizedFitTests
{
    private static readonly Table Pima = TableReader.Read(Repository.Sample("pima.csv"));
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));

    [Theory]
    [InlineData(StandardizeKind.None)]
    [InlineData(StandardizeKind.Population)]
    public void Without_an_l1_part_the_elastic_net_is_the_ridge(StandardizeKind standardize)
    {
        foreach (var lambda in new[] { 1e-4, 0.01, 1.0 })
            Same(Fit(new Ridge(lambda), standardize), Fit(new ElasticNet(lambda, 0), standardize), 1e-9);
    }

    [Fact]
    public void Without_strength_every_penalty_is_maximum_likelihood()
    {
        var plain = Fit(new NoPenalty());
        foreach (var penalty in new IPenalty[] { new ElasticNet(0, 1), new ElasticNet(0, 0.5), new GroupLasso(0) })
        {
            var model = Fit(penalty);
            Same(plain, model, 1e-9);
            Near.Relative(plain.Coefficients[2].StandardError!.Value, model.Coefficients[2].StandardError!.Value, 1e-8);
        }
    }

    [Fact]
    public void A_group_of_one_column_is_a_lasso()
    {
        foreach (var lambda in new[] { 0.003, 0.03, 0.1 }) Same(Fit(ElasticNet.Lasso(lambda), StandardizeKind.Population), Fit(new GroupLasso(lambda), StandardizeKind.Population), 1e-9);
    }

    [Fact]
    public void The_columns_of_a_factor_enter_together()
    {
        var (some, none) = (false, false);
        foreach (var lambda in new[] { 0.001, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2 })
        {
            var model = LogisticRegression.Fit(Births, "low ~ age + lwt + race + smoke", new FitOptions { Penalty = new GroupLasso(lambda), Standardize = StandardizeKind.Population });
            Assert.Equal(SolverStatus.Converged, model.Solver.Status);
            var (other, white) = (model["race[other]"].Estimate!.Value, model["race[white]"].Estimate!.Value);
            Assert.Equal(other == 0, white == 0);
            some |= other != 0;
            none |= other == 0;
        }
        Assert.True(some && none);
    }

    [Fact]
    public void A_factor_of_zero_takes_a_column_out_of_the_penalty()
    {
        // With a penalty beyond all others, what is left is maximum likelihood on that column alone.
        var model = Fit(ElasticNet.Lasso(10), options: new FitOptions { TermPenalties = new Dictionary<string, TermPenalty> { ["glu"] = TermPenalty.Unpenalized } });
        var alone = LogisticRegression.Fit(Pima, "type ~ glu");
        Near.Relative(alone["glu"].Estimate!.Value, model["glu"].Estimate!.Value, 1e-9);
        Assert.All(model.Coefficients.Where(c => c.Term is not ("glu" or LogisticModel.InterceptTerm)), c => Assert.Equal(0, c.Estimate));
        // And a factor is a strength.
        Same(Fit(ElasticNet.Lasso(0.02), options: new FitOptions { EveryTerm = new TermPenalty { Factor = 3 } }), Fit(ElasticNet.Lasso(0.06)), 1e-9);
    }

    [Fact]
    public void A_strong_penalty_ends_at_its_targets()
    {
        var towards = new Dictionary<string, TermPenalty> { ["glu"] = new() { Target = 0.03 }, ["age"] = new() { Target = -0.01 } };
        foreach (var penalty in new IPenalty[] { new Ridge(1e7), ElasticNet.Lasso(1e3), new ElasticNet(1e7, 0.5) })
        {
            var model = Fit(penalty, options: new FitOptions { TermPenalties = towards });
            Near.Absolute(0.03, model["glu"].Estimate!.Value, 1e-5);
            Near.Absolute(-0.01, model["age"].Estimate!.Value, 1e-5);
            Near.Absolute(0, model["bmi"].Estimate!.Value, 1e-5);
        }
    }

    [Fact]
    public void Bounds_hold_and_what_they_do_not_hold_is_at_its_best()
    {
        var model = Fit(new NoPenalty(), options: new FitOptions { EveryTerm = new TermPenalty { Lower = 0, Upper = 0.03 } });
        Assert.All(model.Coefficients.Skip(1), c => Assert.InRange(c.Estimate!.Value, 0, 0.03));
        Assert.Contains(model.Coefficients.Skip(1), c => c.Estimate == 0.03);
        Assert.All(model.Coefficients, c => Assert.Null(c.StandardError));
        // Bounds that hold nothing change nothing.
        Same(Fit(new Ridge(0.01)), Fit(new Ridge(0.01), options: new FitOptions { EveryTerm = new TermPenalty { Lower = -100, Upper = 100 } }), 1e-9);
    }

    [Fact]
    public void Solvers_agree()
    {
        foreach (var penalty in new IPenalty[] { ElasticNet.Lasso(0.01), new ElasticNet(0.05, 0.3), new GroupLasso(0.01) })
        {
            var newton = Fit(penalty, StandardizeKind.Population, new FitOptions { ProximalSolver = new ProximalNewton() });
            var fista = Fit(penalty, StandardizeKind.Population, new FitOptions { ProximalSolver = new Fista() });
            Assert.Equal(SolverStatus.Converged, fista.Solver.Status);
            Same(newton, fista, 1e-6);
            Assert.Equal(newton.Coefficients.Select(c => c.Estimate == 0), fista.Coefficients.Select(c => c.Estimate == 0));
        }
    }

    [Fact]
    public void On_standardised_columns_units_do_not_matter()
    {
        var scaled = new Table([.. Pima.Columns.Select(column => column is NumericColumn numbers && column.Name != "type" ? new NumericColumn(column.Name, numbers.Values.ToArray().Select(x => 1000 * x - 7).ToArray()) : column)]);
        var (one, other) = (Fit(ElasticNet.Lasso(0.01), StandardizeKind.Population), LogisticRegression.Fit(scaled, "type ~ .", new FitOptions { Penalty = ElasticNet.Lasso(0.01), Standardize = StandardizeKind.Population }));
        for (var j = 1; j < one.Coefficients.Count; j++) Near.Absolute(one.Coefficients[j].Estimate!.Value, 1000 * other.Coefficients[j].Estimate!.Value, 1e-9);
    }

    [Fact]
    public void The_adaptive_lasso_is_a_lasso_with_factors_from_a_ridge()
    {
        var ridge = LogisticRegression.Fit(Pima, "type ~ .", new FitOptions { Penalty = new Ridge(1.0 / 532), Standardize = StandardizeKind.Population });
        var factors = ridge.Coefficients.Skip(1).ToDictionary(c => c.Term, c => new TermPenalty { Factor = Math.Pow(Math.Abs(c.ScaledEstimate!.Value), -1.5) });
        Same(Fit(ElasticNet.Lasso(0.005), StandardizeKind.Population, new FitOptions { TermPenalties = factors }),
            Fit(ElasticNet.Lasso(0.005), StandardizeKind.Population, new FitOptions { AdaptivePower = 1.5 }), 1e-7);
    }

    [Fact]
    public void More_columns_than_rows_can_be_fitted()
    {
        var random = new LogOdds.Numerics.SeededRandom(5);
        var (x, y) = (new double[40, 120], new double[40]);
        for (var i = 0; i < 40; i++)
        {
            for (var j = 0; j < 120; j++) x[i, j] = random.NextNormal();
            y[i] = x[i, 0] + 0.5 * random.NextNormal() > 0 ? 1 : 0;
        }
        var model = LogisticRegression.Fit(x, y, new FitOptions { Penalty = ElasticNet.Lasso(0.05) });
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.InRange(model.Solver.DualityGap!.Value, 0, 1e-8);
        Assert.InRange(model.Coefficients.Count(c => c.Estimate != 0), 2, 40);
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        Assert.Contains("no such term", Assert.Throws<UnusableDataException>(() => Fit(new Ridge(1), options: new FitOptions { TermPenalties = new Dictionary<string, TermPenalty> { ["glue"] = TermPenalty.Unpenalized } })).Message);
        Assert.Throws<ArgumentException>(() => Fit(new NoPenalty(), options: new FitOptions { TermPenalties = new Dictionary<string, TermPenalty> { ["glu"] = TermPenalty.Unpenalized } }));
        Assert.Throws<ArgumentException>(() => Fit(ElasticNet.Lasso(0.1), options: new FitOptions { Solver = new Newton() }));
        Assert.Throws<ArgumentException>(() => Fit(new GroupLasso(0.1), options: new FitOptions { EveryTerm = new TermPenalty { Lower = 0 } }));
        Assert.Throws<ArgumentException>(() => Fit(ElasticNet.Lasso(0.1), options: new FitOptions { EveryTerm = new TermPenalty { Lower = 1, Upper = 0 } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(ElasticNet.Lasso(0.1), options: new FitOptions { AdaptivePower = 0 }));
        Assert.Contains("none of the response's", Assert.Throws<UnusableDataException>(() => Fit(new Ridge(1), options: new FitOptions { ClassWeight = ClassWeight.Of(new Dictionary<string, double> { ["Maybe"] = 2 }) })).Message);
    }

    private static LogisticModel Fit(IPenalty penalty, StandardizeKind standardize = StandardizeKind.None, FitOptions? options = null)
    {
        var model = LogisticRegression.Fit(Pima, "type ~ .", (options ?? new FitOptions()) with { Penalty = penalty, Standardize = standardize });
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        return model;
    }

    private static void Same(LogisticModel one, LogisticModel other, double tolerance)
    {
        for (var j = 0; j < one.Coefficients.Count; j++)
            Near.Mixed(one.Coefficients[j].Estimate!.Value, other.Coefficients[j].Estimate!.Value, tolerance, one.Coefficients[j].Term);
    }
}
