using System.Globalization;
using System.Text.Json;

namespace LogOdds.Tests;

/// <summary>Four published guides that write logistic regression from scratch, by the command with their own settings.</summary>
public class GuideTests
{
    private static readonly Golden Seeds = Golden.Load("golden/seeds.json");

    [Fact]
    public void Guide_A_ten_thousand_steps_on_breast_cancer()
    {
        using var folder = new TemporaryFolder();
        var golden = Seeds["breast_cancer_gradient_descent"];
        var fit = Cli.Done("fit", "breast_cancer.csv", "--target", "benign", "--solver", "gradient-descent", "--start", "zero",
            "--standardize", "population", "--learning-rate", "0.1", "--max-iterations", "10000", "--trace", folder.PathOf("trace.csv"),
            "--out", folder.PathOf("model.json"), "--json").Json;
        SameCosts(golden, folder.PathOf("trace.csv"));
        Assert.Equal(golden["accuracy"].Number, fit.GetProperty("training").GetProperty("accuracy").GetDouble());
        Assert.Equal(562 / 569.0, Cli.Done("evaluate", folder.PathOf("model.json"), "breast_cancer.csv", "--json").Json.GetProperty("accuracy").GetDouble());
        Assert.Equal("separated", fit.GetProperty("solver").GetProperty("status").GetString());
        Near.Absolute(golden["intercept"].Number, Scaled(fit)[0], 1e-9);
        for (var j = 0; j < 30; j++) Near.Absolute(golden["weights"].Numbers[j], Scaled(fit)[j + 1], 1e-9);
    }

    [Fact]
    public void Guide_B_a_fixed_split_of_two_blobs()
    {
        using var folder = new TemporaryFolder();
        var golden = Seeds["two_blobs_gradient_descent"];
        var fit = Cli.Done("fit", "two_blobs.csv", "--formula", "label ~ x1 + x2", "--rows", "split=train", "--solver", "gradient-descent",
            "--start", "zero", "--learning-rate", "0.1", "--max-iterations", "1000", "--trace", folder.PathOf("trace.csv"),
            "--out", folder.PathOf("model.json"), "--json").Json;
        SameCosts(golden, folder.PathOf("trace.csv"));
        Assert.Equal(800, fit.GetProperty("rows").GetInt32());
        Near.Absolute(golden["final_cost"].Number, fit.GetProperty("objective").GetDouble(), 1e-12);
        var test = Cli.Done("evaluate", folder.PathOf("model.json"), "two_blobs.csv", "--rows", "split=test", "--json").Json;
        Assert.Equal((200, 0.9), (test.GetProperty("rows").GetInt32(), test.GetProperty("accuracy").GetDouble()));
    }

    [Fact]
    public void Guide_C_hours_of_study()
    {
        using var folder = new TemporaryFolder();
        var golden = Seeds["study_hours_16_gradient_descent"];
        var fit = Cli.Done("fit", "study_hours_16.csv", "--target", "passed", "--solver", "gradient-descent", "--start", "zero",
            "--learning-rate", "0.1", "--max-iterations", "3000", "--out", folder.PathOf("model.json"), "--json").Json;
        Near.Relative(golden["intercept"].Number, Scaled(fit)[0], 1e-12);
        Near.Relative(golden["weight"].Number, Scaled(fit)[1], 1e-12);
        Near.Relative(golden["cost"].Number, fit.GetProperty("objective").GetDouble(), 1e-12);
        var predicted = Cli.RunWith("hours\n5\n", "predict", folder.PathOf("model.json"), "-").Output.Split('\n');
        Assert.Equal("hours,probability[0],probability[1],prediction", predicted[0]);
        var fields = predicted[1].Split(',');
        Near.Relative(golden["probability_at_5_hours"].Number, double.Parse(fields[2], CultureInfo.InvariantCulture), 1e-12);
        Assert.Equal("1", fields[3]);
        Assert.Contains("The probability is 0.5 at hours = 4.6848.", Cli.Done("summary", folder.PathOf("model.json")).Output);
    }

    [Fact]
    public void Guide_D_exam_marks_with_the_gradient_it_divides_by_three()
    {
        var golden = Seeds["exam_marks_gradient_descent"];
        var fit = Cli.Done("fit", "exam_marks.csv", "--target", "admitted", "--solver", "gradient-descent", "--start", "zero",
            "--standardize", "sample", "--learning-rate", "0.3333333333333333", "--max-iterations", "5000", "--json").Json;
        for (var k = 0; k < 3; k++) Near.Absolute(golden["beta"].Numbers[k], Scaled(fit)[k], 1e-9);
        Near.Absolute(golden["loss"].Number, fit.GetProperty("objective").GetDouble(), 1e-12);
        var training = fit.GetProperty("training");
        var confusion = training.GetProperty("confusion");
        Assert.Equal((55, 34, 6, 5), (confusion.GetProperty("tp").GetInt32(), confusion.GetProperty("tn").GetInt32(), confusion.GetProperty("fp").GetInt32(), confusion.GetProperty("fn").GetInt32()));
        Assert.Equal(0.89, training.GetProperty("accuracy").GetDouble());
    }

    private static double[] Scaled(JsonElement fit) =>
        [.. fit.GetProperty("coefficients").EnumerateArray().Select(c => c.GetProperty("scaledEstimate").GetDouble())];

    private static void SameCosts(Golden golden, string trace)
    {
        var lines = File.ReadAllLines(trace);
        Assert.Equal("iteration,objective,gradient_norm,step,passes,seconds", lines[0]);
        foreach (var (iteration, cost) in golden["cost_before_update"].Properties)
        {
            var fields = lines[1 + int.Parse(iteration, CultureInfo.InvariantCulture)].Split(',');
            Assert.Equal(iteration, fields[0]);
            Near.Absolute(cost.Number, double.Parse(fields[1], CultureInfo.InvariantCulture), 1e-12, $"cost at {iteration}");
        }
    }
}
