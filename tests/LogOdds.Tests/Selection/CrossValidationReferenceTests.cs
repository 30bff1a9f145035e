using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests.Selection;

/// <summary>Cross-validation is cv.glmnet's, with its folds.</summary>
public class CrossValidationReferenceTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Golden.Folder, "more", "golden"), "cv_*.json")
        .Select(path => Path.GetFileName(path)).Where(name => !name.Contains("multinomial")).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Means_errors_and_choices_are_those_of_cv_glmnet(string file)
    {
        var golden = Golden.Load($"more/golden/{file}");
        var cv = Run(golden, Path.Combine(Golden.Folder, "more", "data", golden["data"].Text), golden["response"].Text.Split(' ')[0], golden["measure"].Text);
        var (means, errors, selected) = (golden["cv_mean"].Numbers, golden["cv_se"].Numbers, golden["n_nonzero"].Numbers);
        Assert.Equal(means.Length, cv.Best.Points.Count);
        for (var k = 0; k < means.Length; k++)
        {
            // glmnet's folds are as near to their optima as its threshold of 1e-14 takes them; at 1e-20 it agrees to 1e-9.
            Near.Relative(means[k], cv.Best.Points[k].Mean, 2e-6, $"mean {k}");
            Near.Relative(errors[k], cv.Best.Points[k].StandardError, 5e-6, $"error {k}");
            Assert.Equal(selected[k], cv.Best.Points[k].NonZero);
        }
        Assert.Equal(golden["lambda_min"].Number, cv.Best.Points[cv.Best.BestIndex].Lambda);
        Assert.Equal(golden["lambda_1se"].Number, cv.Best.Points[cv.Best.OneStandardErrorIndex].Lambda);
    }

    [Fact]
    public void Where_glmnet_reads_folds_off_between_their_own_strengths_the_choice_is_the_same()
    {
        // Without strengths given, cv.glmnet fits each fold at others and interpolates coefficients: means differ in the third digit.
        var golden = Golden.Load("golden/cv_glmnet_breast_cancer.json");
        var cv = Run(golden, Repository.Sample("breast_cancer.csv"), "benign", "deviance");
        for (var k = 0; k < cv.Best.Points.Count; k++)
        {
            Near.Relative(golden["cv_mean"].Numbers[k], cv.Best.Points[k].Mean, 3e-3);
            Near.Relative(golden["cv_se"].Numbers[k], cv.Best.Points[k].StandardError, 4e-3);
        }
        Assert.Equal(golden["lambda_min"].Number, cv.Best.Points[cv.Best.BestIndex].Lambda);
        Assert.Equal(golden["lambda_1se"].Number, cv.Best.Points[cv.Best.OneStandardErrorIndex].Lambda);
    }

    private static CrossValidation Run(Golden golden, string data, string response, string measure)
    {
        var table = TableReader.Read(data);
        return LogisticRegression.CrossValidate(new Table([.. table.Columns, new NumericColumn("fold", golden["fold"].Numbers)]), $"{response} ~ .", new CrossValidationOptions
        {
            Path = new PathOptions { Given = golden["lambda"].Numbers, Penalty = new ElasticNet(0, golden["alpha"].Number), Fit = new FitOptions { Standardize = StandardizeKind.Population } },
            FoldColumn = "fold",
            Measure = measure switch
            {
                "class" => CrossValidationMeasure.ClassError,
                "auc" => CrossValidationMeasure.Auc,
                "mse" => CrossValidationMeasure.SquaredError,
                _ => CrossValidationMeasure.Deviance,
            },
        });
    }
}
