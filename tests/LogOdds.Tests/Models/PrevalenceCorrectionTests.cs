using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;

namespace LogOdds.Tests.Models;

public class PrevalenceCorrectionTests
{
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));

    [Theory]
    [InlineData(0.5, 0.01)]
    [InlineData(0.3, 0.3)]
    [InlineData(0.999, 1e-12)]
    public void The_shift_is_Bayes_rule(double sample, double population)
    {
        foreach (var p in new[] { 0.05, 0.5, 0.9 })
        {
            // Posterior by the ratio of both priors (Saerens, Latinne and Decaestecker, 2002).
            var (one, zero) = (p * population / sample, (1 - p) * (1 - population) / (1 - sample));
            var eta = Math.Log(p / (1 - p)) + PrevalenceCorrection.Shift(sample, population);
            Near.Relative(one / (one + zero), 1 / (1 + Math.Exp(-eta)), 1e-12);
        }
        Near.Absolute(-PrevalenceCorrection.Shift(population, sample), PrevalenceCorrection.Shift(sample, population), 1e-15);
    }

    [Fact]
    public void Only_the_intercept_moves_and_a_warning_says_so()
    {
        var model = LogisticRegression.Fit(Births, "low ~ age + smoke");
        var moved = model.WithPrevalence(0.07);
        var shift = PrevalenceCorrection.Shift(59.0 / 189, 0.07);
        var (before, after) = (model["(Intercept)"], moved["(Intercept)"]);
        Near.Relative(before.Estimate!.Value + shift, after.Estimate!.Value, 1e-14);
        Near.Relative(before.Low!.Value + shift, after.Low!.Value, 1e-13);
        Near.Relative(before.High!.Value + shift, after.High!.Value, 1e-13);
        Assert.Equal(before.StandardError, after.StandardError);
        Near.Relative(after.Estimate.Value / before.StandardError!.Value, after.Z!.Value, 1e-14);
        Assert.Equal(model.Coefficients.Skip(1), moved.Coefficients.Skip(1));
        Assert.Contains("0.3122", moved.Warnings.Single(warning => warning.Code == "prevalence").Message);
        Assert.Equal(model.Evaluate(Births).Auc, moved.Evaluate(Births).Auc);
        Near.Relative(model.LogOdds(20, 1) + shift, moved.LogOdds(20, 1), 1e-14);
    }

    [Fact]
    public void Balanced_classes_are_moved_back_from_one_half()
    {
        var balanced = LogisticRegression.Fit(Births, "low ~ age + smoke", new FitOptions { ClassWeight = ClassWeight.Balanced });
        var moved = balanced.WithPrevalence(59.0 / 189);
        Near.Relative(balanced["(Intercept)"].Estimate!.Value + PrevalenceCorrection.Shift(0.5, 59.0 / 189), moved["(Intercept)"].Estimate!.Value, 1e-12);
        Assert.Null(moved["(Intercept)"].P);
        // Nearly the probabilities of the fit as it is, whose mean is the share itself.
        Near.Absolute(59.0 / 189, moved.Probability(Births).Average(), 0.01);
    }

    [Fact]
    public void A_moved_model_is_saved_and_read_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var moved = LogisticRegression.Fit(Births, "low ~ age").WithPrevalence(0.1);
        ModelFile.Save(moved, folder.PathOf("moved.json"));
        Assert.Equal(moved.Coefficients, ModelFile.Load(folder.PathOf("moved.json")).Coefficients);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_prevalence_stands_between_none_and_all(double prevalence)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PrevalenceCorrection.Shift(0.5, prevalence));
        Assert.Throws<ArgumentOutOfRangeException>(() => PrevalenceCorrection.Shift(prevalence, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(Births, "low ~ age").WithPrevalence(prevalence));
    }
}
