namespace LogOdds.Tests.Selection;

/// <summary>Paths are glmnet's: the strengths, where they end, what is selected, and nowhere a worse objective.</summary>
public class PathReferenceTests
{
    public static TheoryData<string> Files => [.. GlmnetCase.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_path_is_that_of_glmnet(string file)
    {
        var reference = GlmnetCase.Load(file);
        var path = LogisticRegression.FitPath(reference.Table, reference.Formula, reference.Options);

        Assert.Equal(reference.Lambdas.Length, path.Points.Count);
        for (var k = 0; k < path.Points.Count; k++)
        {
            // The first λ is as exact as glmnet's fit of the columns without penalty.
            Near.Relative(reference.Lambdas[k], path.Points[k].Lambda, reference.Golden.Has("penalty_factor") ? 1e-9 : 1e-10, $"λ {k}");
            Assert.True(path.Points[k].IsConverged);
            Assert.InRange(path.Points[k].DualityGap!.Value, 0, 1e-8);
        }
        Near.Relative(reference.Golden["null_deviance"].Number, path.NullDeviance, 1e-10, "null deviance");
        foreach (var (at, intercept, slopes) in reference.Points())
        {
            var point = path.Points[at];
            Assert.True(point.Objective <= reference.Objective(point.Lambda, intercept, slopes) + 1e-10, $"point {at}: {point.Objective:R}");
            var largest = slopes.Max(Math.Abs);
            for (var j = 0; j < slopes.Length; j++)
                Near.Absolute(slopes[j], point[GlmnetCase.TermOf(reference.Columns[j])], 2e-5 * largest, $"point {at}, {reference.Columns[j]}");
            if (reference.HasIntercept) Near.Absolute(intercept, point.Intercept!.Value, 2e-5 * Math.Max(Math.Abs(intercept), largest), $"point {at}, intercept");
            else Assert.Null(point.Intercept);
        }
        if (reference.Golden.Has("all_df"))
        {
            var (degrees, ratios) = (reference.Golden["all_df"].NumbersOrOne, reference.Golden["all_deviance_ratio"].NumbersOrOne);
            for (var k = reference.Options.Penalty.L1Ratio == 0 ? 1 : 0; k < ratios.Length; k++)
            {
                Near.Absolute(ratios[k], path.Points[k].DevianceRatio, 1e-6, $"deviance ratio {k}");
                Assert.Equal(degrees[k], path.Points[k].NonZero);
            }
        }
    }
}
