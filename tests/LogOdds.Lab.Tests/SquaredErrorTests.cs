using LogOdds.Lab;

namespace LogOdds.Tests;

/// <summary>The squared error of a probability: its slope and curvature against differences of its value.</summary>
public class SquaredErrorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Slope_and_curvature_are_those_of_the_value(double y)
    {
        foreach (var eta in (double[])[-30, -3, -0.7, 0, 1e-6, 0.9, 4, 30])
        {
            const double step = 1e-5;
            var (value, slope, curvature) = At(y, eta);
            var (above, below) = (At(y, eta + step), At(y, eta - step));
            Assert.Equal((above.Value - below.Value) / (2 * step), slope, 1e-9);
            Assert.Equal((above.Slope - below.Slope) / (2 * step), curvature, 1e-9);
            Assert.InRange(value, 0, 1);
        }
    }

    [Fact]
    public void Far_on_the_wrong_side_it_is_flat()
    {
        var (value, slope, _) = At(1, -40);
        Assert.Equal(1, value, 1e-15);
        Assert.True(Math.Abs(slope) < 1e-16);
        Assert.NotEqual(0, slope);
    }

    private static (double Value, double Slope, double Curvature) At(double y, double eta)
    {
        var (residual, curvature) = (new double[1], new double[1]);
        return (new SquaredError().Evaluate([y], [], [eta], residual, curvature), residual[0], curvature[0]);
    }
}
