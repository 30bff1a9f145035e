using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Laws;

/// <summary>Whatever the table, there is a model that keeps its promises or a message, never another exception.</summary>
public class AnyTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_random_table_is_fitted_or_refused(int seed)
    {
        var random = new SeededRandom(seed);
        var (converged, separated, refused) = (0, 0, 0);
        for (var trial = 0; trial < 300; trial++)
        {
            var table = RandomTable(random);
            var options = RandomOptions(random);
            LogisticModel model;
            try
            {
                model = LogisticRegression.Fit(table, "y ~ .", options);
            }
            catch (UnusableDataException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
                continue;
            }
            Assert.All(model.Coefficients, c => Assert.True(c.Estimate is null || double.IsFinite(c.Estimate.Value)));
            Assert.False(double.IsNaN(model.Statistics.Deviance));
            Assert.InRange(model.Statistics.Deviance, 0, double.PositiveInfinity);
            // A level that stands in dropped rows only is unknown to the model.
            var complete = table.Select([.. Enumerable.Range(0, table.Rows).Where(row => !table.Columns.Any(c => c.IsMissing(row)))]);
            Assert.DoesNotContain(model.Probability(complete), p => !(p is >= 0 and <= 1));
            Assert.Contains(model.Encoding.Formula, model.Summary().ToString());
            var stream = new MemoryStream();
            ModelFile.Save(model, stream);
            stream.Position = 0;
            Assert.Equal(model.Coefficients, ModelFile.Load(stream).Coefficients);
            if (model.Solver.Status == SolverStatus.Separated) separated++;
            if (model.Solver.Status != SolverStatus.Converged)
            {
                Assert.NotEmpty(model.Warnings);
                Assert.All(model.Coefficients, c => Assert.True(c.StandardError is null || (model.Solver.Status == SolverStatus.Separated && c.Limit == CoefficientLimit.Finite)));
                continue;
            }
            converged++;
            Assert.InRange(model.Solver.GradientNorm, 0, 1e-6);
            Assert.InRange(model.Statistics.Deviance, 0, model.Statistics.NullDeviance * (1 + 1e-9));
        }
        Assert.True(converged > 30 && separated > 30 && refused > 5, $"{converged} converged, {separated} separated, {refused} refused");
    }

    private static Table RandomTable(SeededRandom random)
    {
        var rows = 2 + random.NextInt(random.NextInt(2) == 0 ? 12 : 200);
        var numbers = new List<double[]>();
        for (var j = random.NextInt(5); j >= 0; j--)
        {
            var kind = random.NextInt(9);
            var scale = Math.Pow(10, random.NextInt(13) - 6);
            var shift = random.NextInt(3) == 0 ? 1e4 * scale * random.NextNormal() : 0;
            numbers.Add([.. Enumerable.Range(0, rows).Select(i => kind switch
            {
                0 => shift + scale,
                1 when numbers.Count > 0 => 3 - 2 * numbers[0][i],
                2 when numbers.Count > 1 => numbers[0][i] + numbers[1][i],
                3 => random.NextInt(2),
                _ => shift + scale * random.NextNormal(),
            })]);
        }
        var steepness = Math.Pow(10, random.NextInt(3) - 1);
        var signal = numbers[0].Select(v => (v - numbers[0].Average()) / (1e-300 + Math.Sqrt(numbers[0].Average(u => Math.Pow(u - numbers[0].Average(), 2))))).ToArray();
        var y = signal.Select(s => random.NextDouble() < 1 / (1 + Math.Exp(-steepness * s)) ? 1.0 : 0).ToArray();
        foreach (var values in numbers)
            if (random.NextInt(6) == 0) values[random.NextInt(rows)] = NumericColumn.Missing;
        var columns = numbers.Select((values, j) => (Column)new NumericColumn($"x{j}", values)).Append(new NumericColumn("y", y)).ToList();
        if (random.NextInt(3) == 0) columns.Add(CategoricalColumn.FromTexts("g", Enumerable.Range(0, rows).Select(_ => random.NextInt(20) == 0 ? null : $"level {random.NextInt(4)}")));
        return new Table(columns);
    }

    private static FitOptions RandomOptions(SeededRandom random)
    {
        ISolver<LinearObjective, ISmoothPenalty>[] solvers = [new AutoSolver(), new Newton(), new Lbfgs(), new GradientDescent { MaxIterations = 200 }, new StochasticGradientDescent { MaxIterations = 5 }];
        return new FitOptions
        {
            Solver = solvers[Math.Max(0, random.NextInt(9) - 4)],
            Penalty = random.NextInt(3) == 0 ? new Ridge(Math.Pow(10, random.NextInt(6) - 4)) : new NoPenalty(),
            Standardize = (StandardizeKind)random.NextInt(3),
            Start = (StartPoint)random.NextInt(2),
            ClassWeight = random.NextInt(5) == 0 ? ClassWeight.Balanced : ClassWeight.None,
        };
    }
}
