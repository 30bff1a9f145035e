using System.Globalization;
using LogOdds.Numerics;

namespace LogOdds.Bench.Sparse;

/// <summary>
/// Texts as svmlight: words drawn by Zipf's law, tf-idf values of six digits, rows of norm 1; a third of the words moves the log-odds. The seed says
/// every byte.
/// </summary>
internal static class SparseText
{
    private const double ZipfExponent = 0.9;
    private const double EffectSize = 3;
    private const double SharedEffects = 0.3;

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="rows">n.</param>
    /// <param name="columns">p.</param>
    /// <param name="draws">Words drawn a row; those that are drawn twice count once.</param>
    /// <param name="seed">The seed.</param>
    public static void Write(string path, int rows, int columns, int draws, long seed)
    {
        var random = new SeededRandom(seed);
        var cumulated = new double[columns];
        for (var j = 0; j < columns; j++) cumulated[j] = Math.Pow(j + 1, -ZipfExponent) + (j > 0 ? cumulated[j - 1] : 0);
        // Frequent words stand anywhere among the indices, as in an alphabetical vocabulary.
        var indexOf = Enumerable.Range(1, columns).ToArray();
        random.Shuffle(indexOf);
        var effects = new double[columns];
        for (var j = 0; j < columns; j++)
            if (random.NextDouble() < SharedEffects) effects[j] = EffectSize * random.NextNormal();

        var (texts, frequency) = (new int[rows][], new int[columns]);
        var words = new SortedSet<int>();
        for (var i = 0; i < rows; i++)
        {
            words.Clear();
            for (var k = 0; k < draws; k++)
            {
                var place = Array.BinarySearch(cumulated, random.NextDouble() * cumulated[^1]);
                words.Add(Math.Min(columns - 1, place < 0 ? ~place : place));
            }
            texts[i] = [.. words];
            foreach (var j in texts[i]) frequency[j]++;
        }

        using var writer = new StreamWriter(path, append: false, System.Text.Encoding.ASCII, 1 << 20) { NewLine = "\n" };
        foreach (var text in texts)
        {
            var values = Array.ConvertAll(text, j => Math.Log((1.0 + rows) / (1 + frequency[j])) + 1);
            var norm = Math.Sqrt(values.Sum(value => value * value));
            var logOdds = text.Select((j, k) => effects[j] * values[k] / norm).Sum();
            writer.Write(random.NextDouble() < 1 / (1 + Math.Exp(-logOdds)) ? "+1" : "-1");
            foreach (var (index, value) in text.Select((j, k) => (indexOf[j], values[k] / norm)).OrderBy(pair => pair.Item1))
                writer.Write(string.Create(CultureInfo.InvariantCulture, $" {index}:{value:G6}"));
            writer.WriteLine();
        }
    }
}
