using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds;

/// <summary>
/// The answers of the rows in the order of the questions, as a file: what is fitted, then records. Of several processes the first writes, and
/// all read the same.
/// </summary>
/// <remarks>
/// All numbers are little endian. The head is the mark, the length of the statement in bytes, the statement (UTF-8), the number of figures, and
/// these. A record is the key of a question, the number of values, these, and the first bytes of their SHA-256. A record that is not whole
/// was being written when the fit was interrupted: it and what follows are dropped.
/// </remarks>
internal sealed class CheckpointFile : IDisposable
{
    private const int CheckBytes = 8;

    // Sums over the ranks of another number of processes differ by rounding.
    private const double Likeness = 1e-9;

    private readonly FileStream? _file;
    private readonly byte[] _written;
    private int _at;
    private bool _isOnNewGround;

    private CheckpointFile(FileStream? file, byte[] written, int at) => (_file, _written, _at) = (file, written, at);

    private static ReadOnlySpan<byte> Mark => "logodds checkpoint 1\n"u8;

    /// <summary>Opens the file of a fit: begins it, or reads what was answered.</summary>
    /// <param name="checkpoint">Where, and whether to resume.</param>
    /// <param name="statement">What is fitted, in words.</param>
    /// <param name="figures">Numbers that tell the data from others.</param>
    /// <param name="ranks">The processes that share the rows out.</param>
    /// <exception cref="UnusableDataException">The file is of another fit, or is there and not to be resumed from.</exception>
    public static CheckpointFile Open(Checkpoint checkpoint, string statement, double[] figures, ICommunicator ranks)
    {
        var written = ranks.Gather(ranks.Agree(() => ranks.Rank == 0 ? Read(checkpoint) : []))[0];
        var start = written.Length > 0 ? Match(checkpoint.Path, written, statement, figures) : 0;
        if (ranks.Rank > 0) return new CheckpointFile(null, written, start);
        if (written.Length == 0) AtomicFile.Write(checkpoint.Path, stream => WriteHead(stream, statement, figures));
        return new CheckpointFile(new FileStream(checkpoint.Path, FileMode.Open, FileAccess.Write, FileShare.Read), written, start);
    }

    /// <summary>The key of a question.</summary>
    /// <param name="kind">What is asked.</param>
    /// <param name="rows">Of how many rows.</param>
    /// <param name="at">Where.</param>
    public static long KeyOf(int kind, long rows, ReadOnlySpan<double> at)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(kind));
        hash.AppendData(BitConverter.GetBytes(rows));
        hash.AppendData(MemoryMarshal.AsBytes(at));
        return BinaryPrimitives.ReadInt64LittleEndian(hash.GetHashAndReset());
    }

    /// <summary>Fills in the answer to the next question, if it was given before.</summary>
    public bool TryAnswer(long key, Span<double> answer)
    {
        if (_isOnNewGround) return false;
        var bytes = MemoryMarshal.AsBytes(answer);
        var rest = _written.AsSpan(_at);
        var length = sizeof(long) + sizeof(int) + bytes.Length;
        var isNext = rest.Length >= length + CheckBytes && BinaryPrimitives.ReadInt64LittleEndian(rest) == key
            && BinaryPrimitives.ReadInt32LittleEndian(rest[sizeof(long)..]) == answer.Length
            && SHA256.HashData(rest[..length]).AsSpan(0, CheckBytes).SequenceEqual(rest.Slice(length, CheckBytes));
        if (isNext)
        {
            rest.Slice(sizeof(long) + sizeof(int), bytes.Length).CopyTo(bytes);
            _at += length + CheckBytes;
            return true;
        }
        // Whatever stands there was not whole, or the fit has left its way: it is dropped.
        _isOnNewGround = true;
        if (_written.Length > 0) _file?.SetLength(_at);
        _file?.Seek(0, SeekOrigin.End);
        return false;
    }

    /// <summary>Writes the answer that the rows gave to the question that had none.</summary>
    public void Add(long key, ReadOnlySpan<double> answer)
    {
        if (_file is null) return;
        var record = new byte[sizeof(long) + sizeof(int) + answer.Length * sizeof(double) + CheckBytes];
        BinaryPrimitives.WriteInt64LittleEndian(record, key);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(sizeof(long)), answer.Length);
        MemoryMarshal.AsBytes(answer).CopyTo(record.AsSpan(sizeof(long) + sizeof(int)));
        SHA256.HashData(record.AsSpan(..^CheckBytes)).AsSpan(0, CheckBytes).CopyTo(record.AsSpan(^CheckBytes..));
        _file.Write(record);
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file?.Dispose();

    private static void WriteHead(Stream stream, string statement, double[] figures)
    {
        var text = Encoding.UTF8.GetBytes(statement);
        stream.Write(Mark);
        stream.Write(BitConverter.GetBytes(text.Length));
        stream.Write(text);
        stream.Write(BitConverter.GetBytes(figures.Length));
        stream.Write(MemoryMarshal.AsBytes(figures.AsSpan()));
    }

    private static byte[] Read(Checkpoint checkpoint)
    {
        AtomicFile.RequirePlace(checkpoint.Path);
        var file = new FileInfo(checkpoint.Path);
        if (!file.Exists || file.Length == 0) return [];
        if (!checkpoint.IsResumed) throw new UnusableDataException("there is a checkpoint already", checkpoint.Path, "Resume from it (--resume), or delete it to begin again.");
        return file.Length <= Array.MaxLength ? File.ReadAllBytes(checkpoint.Path) : throw new UnusableDataException("this is too long for a checkpoint", checkpoint.Path);
    }

    /// <summary>Where the records begin.</summary>
    private static int Match(string path, byte[] written, string statement, double[] figures)
    {
        try
        {
            if (!written.AsSpan().StartsWith(Mark)) throw new UnusableDataException("this is no checkpoint of a fit", path, "Give another name, or delete the file.");
            var rest = written.AsSpan(Mark.Length);
            var text = Encoding.UTF8.GetString(rest.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(rest)));
            rest = rest[(sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(rest))..];
            var its = MemoryMarshal.Cast<byte, double>(rest.Slice(sizeof(int), sizeof(double) * BinaryPrimitives.ReadInt32LittleEndian(rest))).ToArray();
            if (text != statement) throw new UnusableDataException($"the checkpoint is of another fit: {text}", path, $"This one is: {statement}.");
            var isAlike = its.Length == figures.Length && its.Zip(figures).All(pair => Math.Abs(pair.First - pair.Second) <= Likeness * Math.Max(Math.Abs(pair.First), Math.Abs(pair.Second)) + double.Epsilon);
            return isAlike ? written.Length - rest.Length + sizeof(int) + sizeof(double) * its.Length
                : throw new UnusableDataException("the checkpoint is of other data: their number, weight, means or spreads differ", path, "Resume on the same rows, or delete it to begin again.");
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UnusableDataException("the checkpoint is cut off before its first answer", path, "Delete it to begin again.", e);
        }
    }
}
