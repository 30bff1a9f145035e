using LogOdds.Numerics;

namespace LogOdds.Bench.Classes;

/// <summary>
/// Pictures of ten kinds of strokes, 28 × 28 numbers from 0 to 1 of which three quarters are 0: seven spots a class, jittered, and a few rows of a wrong
/// class, so that no class is separated. The seed says every number.
/// </summary>
internal static class ImageData
{
    public const int Side = 28;
    public const int Columns = Side * Side;
    public const int Classes = 10;

    private const int Spots = 7;
    private const double WrongShare = 0.04;

    /// <summary>The columns, one behind the other, and the class of each row.</summary>
    public static (double[][] Columns, double[] Labels) Make(int rows, long seed)
    {
        var random = new SeededRandom(seed);
        var places = Enumerable.Range(0, Classes * Spots * 2).Select(_ => 6 + 16 * random.NextDouble()).ToArray();
        var columns = Enumerable.Range(0, Columns).Select(_ => new double[rows]).ToArray();
        var labels = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            var label = (int)(Classes * random.NextDouble());
            labels[row] = random.NextDouble() < WrongShare ? (int)(Classes * random.NextDouble()) : label;
            var (down, right) = (1.5 * random.NextNormal(), 1.5 * random.NextNormal());
            for (var spot = 0; spot < Spots; spot++)
            {
                var at = 2 * (label * Spots + spot);
                var (y, x) = (places[at] + down + 1.3 * random.NextNormal(), places[at + 1] + right + 1.3 * random.NextNormal());
                for (var i = (int)Math.Max(0, y - 5); i < Math.Min(Side, y + 6); i++)
                    for (var j = (int)Math.Max(0, x - 5); j < Math.Min(Side, x + 6); j++)
                    {
                        var light = Math.Clamp(1.2 * Math.Exp(-((i - y) * (i - y) + (j - x) * (j - x)) / 5) - 0.15, 0, 1);
                        ref var pixel = ref columns[i * Side + j][row];
                        pixel = Math.Max(pixel, Math.Round(255 * light) / 255);
                    }
            }
        }
        return (columns, labels);
    }
}
