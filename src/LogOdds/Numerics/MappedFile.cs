using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;

namespace LogOdds.Numerics;

/// <summary>A file as memory. It stays so until it is disposed of, and never longer than that: spans over it do not hold it.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    private MappedFile(MemoryMappedFile file, MemoryMappedFileAccess access, long length)
    {
        (_file, Length) = (file, length);
        _view = file.CreateViewAccessor(0, length, access);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
        MappedPages.Add(this);
    }

    /// <summary>The bytes that are mapped.</summary>
    public long Length { get; }

    /// <summary>Maps all of a file, which may be closed afterwards.</summary>
    public static MappedFile Open(FileStream file)
    {
        var access = file.CanWrite ? MemoryMappedFileAccess.ReadWrite : MemoryMappedFileAccess.Read;
        return new MappedFile(MemoryMappedFile.CreateFromFile(file, null, 0, access, HandleInheritability.None, leaveOpen: true), access, file.Length);
    }

    /// <summary>Numbers that stand in the file.</summary>
    /// <param name="offset">Where they begin, in bytes.</param>
    /// <param name="count">How many.</param>
    public Memory<T> Slice<T>(long offset, int count) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + (long)count * Unsafe.SizeOf<T>(), Length);
        return count == 0 ? default : new MappedMemory<T>(this, offset, count).Memory;
    }

    /// <summary>Where a byte stands in memory.</summary>
    /// <exception cref="ObjectDisposedException">The file is memory no more.</exception>
    public byte* At(long offset)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return _start + offset;
    }

    /// <summary>Writes to the disk what was put into the memory.</summary>
    public void Flush() => _view.Flush();

    /// <summary>Gives back the pages that the process holds.</summary>
    public void GiveBack() => PageAdvice.NotNeeded((nint)_start, Length);

    public void Dispose()
    {
        if (_start is null) return;
        MappedPages.Remove(this);
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
