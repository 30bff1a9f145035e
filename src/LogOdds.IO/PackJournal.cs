using System.Text.Json;
using LogOdds.Data;
using LogOdds.Models;

namespace LogOdds.IO;

/// <summary>
/// What is done of a packing, written down beside the file from time to time: when it is interrupted, the same packing goes on from there.
/// A line says under which conditions, each further line which pieces of the text have come to their places since.
/// </summary>
internal sealed class PackJournal : IDisposable
{
    private readonly string _path;
    private readonly ulong _fingerprint;
    private readonly long _interval;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (int Rows, (int, int)[] Jumps)> _done = [];
    private readonly HashSet<int> _texts = [];
    private readonly List<(int Number, Piece Piece)> _since = [];
    private Conditions? _conditions;
    private long _bytesSince;
    private Task _writing = Task.CompletedTask;

    /// <summary>Opens the journal of a file.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="fingerprint">Of what is packed.</param>
    /// <param name="interval">The bytes of text after which it is written.</param>
    public PackJournal(string path, ulong fingerprint, long interval)
    {
        (_path, _fingerprint, _interval) = (path, fingerprint, interval);
        if (File.Exists(path)) Load();
    }

    /// <summary>The journal of a packing to <paramref name="target"/>.</summary>
    public static string PathOf(string target) => $"{target}.journal";

    /// <summary>Whether an earlier packing left something to go on from.</summary>
    public bool IsResumed => _done.Count > 0;

    /// <summary>Whether an earlier packing was of something else.</summary>
    public bool IsOfOther { get; private set; }

    /// <summary>Whether the fields of what was done were trimmed; null where nothing was done.</summary>
    public bool? IsTrimmed => IsResumed ? _conditions!.IsTrimmed : null;

    /// <summary>Begins a walk, or goes on with it: pieces that are done are told of their rows.</summary>
    /// <returns>The columns that are known to hold texts.</returns>
    public IReadOnlyCollection<int> Begin(List<Piece> pieces, long rows, int columns, bool isTrimmed)
    {
        var conditions = new Conditions(_fingerprint, pieces.Count, rows, columns, isTrimmed);
        if (conditions != _conditions)
        {
            _done.Clear();
            _texts.Clear();
            _conditions = conditions;
            File.WriteAllText(_path, conditions.ToLine() + "\n");
        }
        foreach (var (number, (count, jumps)) in _done)
        {
            pieces[number].Rows = count;
            pieces[number].Jumps.AddRange(jumps);
        }
        return _texts;
    }

    /// <summary>Whether a piece was done before.</summary>
    public bool IsDone(int number) => _done.ContainsKey(number);

    /// <summary>Says that a piece is done; from time to time, those since the last time are written down, beside the packing.</summary>
    /// <param name="number">The piece.</param>
    /// <param name="piece">Its rows.</param>
    /// <param name="texts">The columns that are known to hold texts.</param>
    /// <param name="flush">Writes what stands in the places to the disk.</param>
    /// <exception cref="IOException">What was done before could not be written.</exception>
    public void Done(int number, Piece piece, Func<IEnumerable<int>> texts, Action flush)
    {
        lock (_gate)
        {
            _since.Add((number, piece));
            _bytesSince += piece.End - piece.Start;
            if (_bytesSince < _interval || !_writing.IsCompleted) return;
            _writing.GetAwaiter().GetResult();
            var line = Line(texts());
            _since.Clear();
            _bytesSince = 0;
            _writing = Task.Run(() =>
            {
                flush();
                File.AppendAllText(_path, line + "\n");
            });
        }
    }

    /// <summary>Waits for what is being written down.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Settle() => _writing.GetAwaiter().GetResult();

    /// <summary>Removes the journal: what it is about stands in its places no more, or is no more needed.</summary>
    public void Dispose()
    {
        // Whether it could be written does not matter any more.
        Task.WaitAny(_writing);
        File.Delete(_path);
    }

    private string Line(IEnumerable<int> texts)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("pieces");
            foreach (var (number, piece) in _since)
            {
                json.WriteStartArray();
                json.WriteNumberValue(number);
                json.WriteNumberValue(piece.Rows);
                foreach (var (row, line) in piece.Jumps)
                {
                    json.WriteNumberValue(row);
                    json.WriteNumberValue(line);
                }
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteStartArray("texts");
            foreach (var column in texts) json.WriteNumberValue(column);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    // A line that was cut off, and what a reader cannot make sense of, is as good as not written.
    private void Load()
    {
        var lines = File.ReadAllLines(_path);
        if (lines.Length == 0 || Conditions.Parse(lines[0]) is not { } conditions) return;
        if (conditions.Fingerprint != _fingerprint)
        {
            IsOfOther = true;
            return;
        }
        _conditions = conditions;
        foreach (var line in lines.Skip(1))
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                var root = new JsonPath(document.RootElement, "");
                foreach (var piece in root["pieces"].Items.Select(piece => piece.Items.Select(number => number.Integer).ToArray()).ToArray())
                    _done[piece[0]] = (piece[1], [.. piece.Skip(2).Chunk(2).Select(jump => (jump[0], jump[1]))]);
                _texts.UnionWith(root["texts"].Items.Select(column => column.Integer));
            }
            catch (Exception e) when (e is JsonException or UnusableDataException)
            {
                return;
            }
        }
    }

    /// <summary>What must be the same for places to be the same.</summary>
    private sealed record Conditions(ulong Fingerprint, int Pieces, long Rows, int Columns, bool IsTrimmed)
    {
        public string ToLine() => $"logodds.packing/1 {Fingerprint} {Pieces} {Rows} {Columns} {(IsTrimmed ? 1 : 0)}";

        public static Conditions? Parse(string line) => line.Split(' ') is ["logodds.packing/1", var fingerprint, var pieces, var rows, var columns, var trimmed]
            && ulong.TryParse(fingerprint, out var f) && int.TryParse(pieces, out var p) && long.TryParse(rows, out var r) && int.TryParse(columns, out var c)
            ? new Conditions(f, p, r, c, trimmed == "1") : null;
    }
}
