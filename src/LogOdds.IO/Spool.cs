using LogOdds.Numerics;

namespace LogOdds.IO;

/// <summary>The bytes of a stream to its end: in memory while they are few, in a temporary file beyond.</summary>
internal sealed class Spool : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private Spool(Stream bytes) => Bytes = bytes;

    /// <summary>The bytes; to be read, written on and cut.</summary>
    public Stream Bytes { get; private set; }

    /// <summary>The bytes, where they are in memory.</summary>
    public ReadOnlyMemory<byte>? Memory => Bytes is MemoryStream memory ? new ReadOnlyMemory<byte>(memory.GetBuffer(), 0, (int)memory.Length) : (ReadOnlyMemory<byte>?)null;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="mostInMemory">The bytes beyond which they go to a file.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static Spool Of(Stream stream, long mostInMemory, CancellationToken cancellation)
    {
        var spool = new Spool(new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, mostInMemory) : 0));
        var buffer = new byte[BufferBytes];
        while (stream.Read(buffer) is var count and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (spool.Bytes is MemoryStream && spool.Bytes.Length + count > mostInMemory) spool.ToFile();
            spool.Bytes.Write(buffer, 0, count);
        }
        spool.Bytes.Position = 0;
        return spool;
    }

    public void Dispose() => Bytes.Dispose();

    private void ToFile()
    {
        var file = TemporaryFile.Create(MemoryLimit.Current?.Folder ?? Path.GetTempPath(), 0);
        ((MemoryStream)Bytes).WriteTo(file);
        Bytes = file;
    }
}
