using System.Globalization;
using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Bench.Cases;

/// <summary>
/// Makes a data set from a seed and writes it. Columns share a common factor, x = √ρ·f + √(1 − ρ)·e, so that any two correlate at
/// ρ; coefficients of the k informative columns are N(0, 1)/√k on the standardised scale, times 2 where not all are; those of levels N(0, ¼). One column at a time is in memory.
/// </summary>
internal static class DataSetWriter
{
    private const double LevelSpread = 0.5;

    public static DataFolder Write(string path, DataShape shape, long seed)
    {
        var folder = new DataFolder(path, shape);
        Directory.CreateDirectory(path);
        var common = Normals(shape.Rows, Stream(seed, 0));
        var parameters = Stream(seed, 1);
        var eta = new double[shape.Rows];

        using (var file = Create(folder.Features))
            for (var j = 0; j < shape.Columns; j++)
            {
                var coefficient = parameters.NextNormal() * (shape.Informative is { } few ? j < few ? 2 / Math.Sqrt(few) : 0 : 1 / Math.Sqrt(shape.Columns));
                var scale = Math.Pow(10, shape.SmallestScale + (shape.LargestScale - shape.SmallestScale) * j / Math.Max(1, shape.Columns - 1));
                var shift = scale * shape.ShiftInSpreads * (2 * parameters.NextDouble() - 1);
                var column = Normals(shape.Rows, Stream(seed, 2 + j));
                for (var i = 0; i < column.Length; i++)
                {
                    var standard = Math.Sqrt(shape.Correlation) * common[i] + Math.Sqrt(1 - shape.Correlation) * column[i];
                    eta[i] += coefficient * standard;
                    column[i] = shift + scale * standard;
                    if (shape.AsCsv) column[i] = SixDigits.Round(column[i]);
                }
                file.Write(MemoryMarshal.AsBytes(column.AsSpan()));
            }

        if (shape.Levels.Count > 0)
            using (var file = Create(folder.Codes))
                for (var f = 0; f < shape.Levels.Count; f++)
                {
                    var random = Stream(seed, 2 + shape.Columns + f);
                    var effects = new double[shape.Levels[f]];
                    for (var level = 0; level < effects.Length; level++) effects[level] = LevelSpread * parameters.NextNormal();
                    // Every level occurs, so that every tool has the same columns.
                    var codes = new int[shape.Rows];
                    for (var i = 0; i < codes.Length; i++)
                    {
                        codes[i] = i < effects.Length ? i : random.NextInt(effects.Length);
                        eta[i] += effects[codes[i]];
                    }
                    file.Write(MemoryMarshal.AsBytes(codes.AsSpan()));
                }

        var draw = Stream(seed, 2 + shape.Columns + shape.Levels.Count);
        var response = new double[shape.Rows];
        for (var i = 0; i < response.Length; i++) response[i] = draw.NextDouble() < 1 / (1 + Math.Exp(-eta[i])) ? 1 : 0;
        using (var file = Create(folder.Response)) file.Write(MemoryMarshal.AsBytes(response.AsSpan()));

        if (shape.AsCsv) WriteCsv(folder);
        return folder;
    }

    private static void WriteCsv(DataFolder folder)
    {
        var columns = Enumerable.Range(0, folder.Shape.Columns).Select(folder.ReadColumn).ToArray();
        var response = folder.ReadResponse();
        using var writer = new StreamWriter(folder.Csv, append: false, System.Text.Encoding.ASCII, 1 << 20) { NewLine = "\n" };
        writer.WriteLine(string.Join(',', [.. columns.Select((_, j) => $"x{j + 1}"), "y"]));
        Span<char> text = stackalloc char[32];
        for (var i = 0; i < response.Length; i++)
        {
            foreach (var column in columns)
            {
                writer.Write(text[..SixDigits.Format(column[i], text)]);
                writer.Write(',');
            }
            writer.Write(response[i] == 1 ? "1\n" : "0\n");
        }
    }

    private static double[] Normals(int count, SeededRandom random)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = random.NextNormal();
        return values;
    }

    // Each column has a stream of its own: it does not depend on how many numbers the ones before it drew.
    private static SeededRandom Stream(long seed, int number) => new(unchecked(seed * 1_000_003 + number));

    private static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

    private static class SixDigits
    {
        public static int Format(double value, Span<char> text)
        {
            value.TryFormat(text, out var written, "G6", CultureInfo.InvariantCulture);
            return written;
        }

        public static double Round(double value)
        {
            Span<char> text = stackalloc char[32];
            return double.Parse(text[..Format(value, text)], CultureInfo.InvariantCulture);
        }
    }
}
