using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Formulas;

/// <summary>
/// The words of a column of texts. A word's column is how often it stands in the text times ln((1 + n)/(1 + nⱼ)) + 1, of which nⱼ is the number
/// of the fit's n texts that have it (tf-idf); rows are scaled to norm 1. Words that the fit did not know are passed over. Into buckets, words
/// are counted without weights and without a vocabulary.
/// </summary>
public sealed class WordsVariable : BlockVariable
{
    internal const int DefaultLeast = 2;

    private static readonly string[] ArgumentNames = ["min", "buckets"];

    private readonly string[] _vocabulary;
    private readonly double[] _weights;
    private readonly Dictionary<string, int> _placeOf;

    internal WordsVariable(string text, string column, IEnumerable<string> vocabulary, IEnumerable<double> weights, int buckets) : base(text, [column])
    {
        (_vocabulary, _weights, Buckets) = ([.. vocabulary], [.. weights], buckets);
        if (_weights.Length != _vocabulary.Length) throw new ArgumentException($"{text} has {_vocabulary.Length} words and {_weights.Length} weights.", nameof(weights));
        _placeOf = Enumerable.Range(0, _vocabulary.Length).ToDictionary(j => _vocabulary[j], StringComparer.Ordinal);
    }

    /// <summary>The words, in the order of their code points; none with buckets.</summary>
    public IReadOnlyList<string> Vocabulary => _vocabulary;

    /// <summary>The weight of each word, ln((1 + n)/(1 + nⱼ)) + 1.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>The number of buckets; 0 for a vocabulary.</summary>
    public int Buckets { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ColumnNames(bool isFull) => Buckets > 0 ? new NumberedNames(Text, Buckets) : [.. _vocabulary.Select(word => $"{Text}[{word}]")];

    /// <inheritdoc/>
    internal override BoundVariable Bind(Table table)
    {
        var column = TextsOf(table, Columns[0], Text);
        // A text that stands in several rows is split once.
        var rows = new SparseRowsBuilder(Buckets > 0 ? Buckets : _vocabulary.Length);
        var splits = new (int[] Places, double[] Values)?[column.Levels.Count];
        foreach (var code in column.Codes)
        {
            if (code == CategoricalColumn.MissingCode) rows.AddMissing();
            else
            {
                var (places, values) = splits[code] ??= Split(column.Levels[code]);
                rows.Add(places, values);
            }
        }
        return new BoundBlock(rows.ToMatrix());
    }

    private (int[] Places, double[] Values) Split(string text)
    {
        var sums = new SortedDictionary<int, double>();
        foreach (var (word, count) in WordSplitter.Count(text))
        {
            if (Buckets > 0) sums[StableHash.BucketOf(word, Buckets)] = sums.GetValueOrDefault(StableHash.BucketOf(word, Buckets)) + count;
            else if (_placeOf.TryGetValue(word, out var place)) sums[place] = count * _weights[place];
        }
        var norm = Math.Sqrt(sums.Values.Sum(value => value * value));
        return ([.. sums.Keys], [.. sums.Values.Select(value => value / norm)]);
    }

    internal static void Check(Formula formula, CallNode call) => _ = Options(formula, call);

    internal static WordsVariable Learn(Formula formula, CallNode call, Table table)
    {
        var (name, least, buckets) = Options(formula, call);
        var column = TextsOf(table, name, $"{call}");
        if (buckets > 0) return new WordsVariable($"{call}", name, [], [], buckets);
        var (counts, rows) = (new Dictionary<string, int>(StringComparer.Ordinal), new int[column.Levels.Count]);
        foreach (var code in column.Codes) rows[code]++;
        for (var code = 0; code < rows.Length; code++)
        {
            if (rows[code] == 0) continue;
            foreach (var word in WordSplitter.Count(column.Levels[code]).Keys) counts[word] = counts.GetValueOrDefault(word) + rows[code];
        }
        string[] words = [.. counts.Where(pair => pair.Value >= least).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        if (words.Length == 0) throw new UnusableDataException($"{call}: no word stands in {least} texts of '{name}' or more", remedy: "Ask for less: words(x, min = 1).");
        return new WordsVariable($"{call}", name, words, words.Select(word => Math.Log((1.0 + column.Rows) / (1 + counts[word])) + 1), buckets: 0);
    }

    private static CategoricalColumn TextsOf(Table table, string name, string what) => table[name] as CategoricalColumn
        ?? throw new UnusableDataException($"{what}: column '{name}' holds no texts");

    private static (string Column, int Least, int Buckets) Options(Formula formula, CallNode call)
    {
        if (call.Arguments[0] is not { Name: null, Value: NameNode column }) throw formula.Fault(call.Arguments[0].Value, "words takes a column of texts");
        var (least, buckets) = (DefaultLeast, 0);
        foreach (var (name, value) in call.Arguments.Skip(1))
        {
            if (name is null || !ArgumentNames.Contains(name)) throw formula.Fault(value, "words takes min = the fewest texts that a word must stand in, or buckets = a number of columns");
            if (name == "min") least = Whole(formula, value, int.MaxValue);
            else buckets = Whole(formula, value, MaxBuckets);
        }
        return (column.Name, least, buckets);
    }
}
