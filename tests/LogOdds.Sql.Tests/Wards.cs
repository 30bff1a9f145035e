using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Tests;

/// <summary>Made-up rows of numbers and three factors, some columns far from 0, some values missing.</summary>
internal static class Wards
{
    public static Table Rows(int rows, int numbers, bool hasMissing = false)
    {
        var random = new SeededRandom(17);
        var eta = new double[rows];
        var columns = new List<Column>();
        for (var j = 0; j < numbers; j++)
        {
            var (center, scale) = ((j % 5) switch { 0 => 0.0, 1 => 1, 2 => 1000, 3 => -3, _ => 1e5 }, (j % 3) switch { 0 => 30.0, 1 => 1, _ => 500 });
            var values = new double[rows];
            for (var i = 0; i < rows; i++)
            {
                var z = random.NextNormal();
                values[i] = hasMissing && i % 97 == j ? NumericColumn.Missing : center + scale * z;
                eta[i] += z * (j % 2 == 0 ? 0.3 : -0.2) / Math.Sqrt(numbers);
            }
            columns.Add(new NumericColumn($"x{j + 1}", values));
        }
        foreach (var (name, levels) in new[] { ("ward", 3), ("sex", 2), ("year", 6) })
        {
            var codes = new int[rows];
            for (var i = 0; i < rows; i++)
            {
                codes[i] = (int)(random.NextDouble() * levels);
                eta[i] += 0.2 * codes[i] - 0.3;
            }
            columns.Add(new CategoricalColumn(name, Enumerable.Range(0, levels).Select(level => $"{name} '{level}'"), codes));
        }
        columns.Insert(0, new NumericColumn("y", eta.Select(value => random.NextDouble() < 1 / (1 + Math.Exp(-value)) ? 1.0 : 0).ToArray()));
        return new Table(columns);
    }
}
