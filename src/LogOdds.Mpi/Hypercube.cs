using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LogOdds.Mpi;

/// <summary>
/// What processes do together, by swaps with partners whose ranks differ in one bit. Values are folded in one order, whatever their number:
/// neighbours first, then pairs of neighbours, and so on; so all processes have the same bits.
/// </summary>
/// <remarks>
/// Where the number of processes is no power of two, those beyond the largest give their values to a partner first, and take the answer from it.
/// A few values are swapped whole; of many, each of two partners folds one half, and the halves are brought together again on the way back.
/// </remarks>
internal sealed class Hypercube
{
    /// <summary>Up to here values are swapped whole: a swap then costs more than what is in it.</summary>
    public const int FewValues = 2048;

    private readonly int _rank;
    private readonly int _size;
    private readonly ILink _link;
    private readonly int _core;

    public Hypercube(int rank, int size, ILink link)
    {
        (_rank, _size, _link, _core) = (rank, size, link, Core(size));
    }

    /// <summary>Whether the process is one of those beyond the power of two.</summary>
    private bool IsBeyond => _rank >= _core;

    /// <summary>Whether such a process is the partner of this one.</summary>
    private bool HasBeyond => _rank + _core < _size;

    /// <summary>The processes that a rank swaps with.</summary>
    public static IEnumerable<int> Partners(int rank, int size)
    {
        var core = Core(size);
        if (rank >= core) return [rank - core];
        var partners = Enumerable.Range(0, BitOperations.Log2((uint)core)).Select(bit => rank ^ 1 << bit);
        return rank + core < size ? partners.Append(rank + core) : partners;
    }

    /// <summary>Folds the values of all processes, in place.</summary>
    public void Fold<TFold>(Span<double> values) where TFold : struct, IFold
    {
        if (_size == 1 || values.IsEmpty) return;
        if (IsBeyond)
        {
            _link.Swap(_rank - _core, MemoryMarshal.AsBytes(values), default);
            _link.Swap(_rank - _core, default, MemoryMarshal.AsBytes(values));
            return;
        }
        var rented = ArrayPool<double>.Shared.Rent(values.Length);
        var other = rented.AsSpan(0, values.Length);
        if (HasBeyond)
        {
            _link.Swap(_rank + _core, default, MemoryMarshal.AsBytes(other));
            Fold<TFold>(values, other, isLower: true);
        }
        if (values.Length <= FewValues) FoldWhole<TFold>(values, other);
        else FoldHalves<TFold>(values, other, 1);
        if (HasBeyond) _link.Swap(_rank + _core, MemoryMarshal.AsBytes(values), default);
        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>The bytes of all processes, by rank.</summary>
    public byte[][] Gather(ReadOnlySpan<byte> own)
    {
        var known = new byte[]?[_size];
        known[_rank] = own.ToArray();
        if (IsBeyond)
        {
            Swap(_rank - _core, Pack(known), known);
            Swap(_rank - _core, [], known);
        }
        else
        {
            if (HasBeyond) Swap(_rank + _core, [], known);
            for (var bit = 1; bit < _core; bit *= 2) Swap(_rank ^ bit, Pack(known), known);
            if (HasBeyond) Swap(_rank + _core, Pack(known), known);
        }
        return known!;
    }

    /// <summary>The bytes that each process has for this one, by rank. They go straight from one to the other, in rounds of pairs.</summary>
    public byte[][] Exchange(byte[][] own)
    {
        // All come here before any waits for one that is not its partner, whose end it would not notice.
        var lengths = Gather(MemoryMarshal.AsBytes(Array.ConvertAll(own, bytes => bytes.Length).AsSpan()));
        var received = new byte[_size][];
        received[_rank] = own[_rank];
        for (var round = 0; round < _size; round++)
        {
            var other = (round - _rank + _size) % _size;
            if (other == _rank) continue;
            received[other] = GC.AllocateUninitializedArray<byte>(MemoryMarshal.Cast<byte, int>(lengths[other])[_rank]);
            _link.Swap(other, own[other], received[other]);
        }
        return received;
    }

    // The largest power of two among numbers of processes up to that.
    private static int Core(int size) => 1 << BitOperations.Log2((uint)size);

    private void FoldWhole<TFold>(Span<double> values, Span<double> other) where TFold : struct, IFold
    {
        for (var bit = 1; bit < _core; bit *= 2)
        {
            _link.Swap(_rank ^ bit, MemoryMarshal.AsBytes(values), MemoryMarshal.AsBytes(other));
            Fold<TFold>(values, other, isLower: (_rank & bit) == 0);
        }
    }

    private void FoldHalves<TFold>(Span<double> values, Span<double> other, int bit) where TFold : struct, IFold
    {
        if (bit == _core) return;
        var isLower = (_rank & bit) == 0;
        var middle = values.Length / 2;
        var mine = isLower ? values[..middle] : values[middle..];
        var theirs = isLower ? values[middle..] : values[..middle];
        _link.Swap(_rank ^ bit, MemoryMarshal.AsBytes(theirs), MemoryMarshal.AsBytes(other[..mine.Length]));
        Fold<TFold>(mine, other, isLower);
        FoldHalves<TFold>(mine, other, 2 * bit);
        _link.Swap(_rank ^ bit, MemoryMarshal.AsBytes(mine), MemoryMarshal.AsBytes(theirs));
    }

    // The lower ranks stand first for both partners: of two NaN, the first decides the bits.
    private static void Fold<TFold>(Span<double> values, ReadOnlySpan<double> other, bool isLower) where TFold : struct, IFold
    {
        if (isLower)
            for (var i = 0; i < values.Length; i++) values[i] = TFold.Of(values[i], other[i]);
        else
            for (var i = 0; i < values.Length; i++) values[i] = TFold.Of(other[i], values[i]);
    }

    /// <summary>Swaps what is known, length first.</summary>
    private void Swap(int partner, byte[] packed, byte[]?[] known)
    {
        Span<byte> length = stackalloc byte[sizeof(int)], itsLength = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, packed.Length);
        _link.Swap(partner, length, itsLength);
        var received = new byte[BinaryPrimitives.ReadInt32LittleEndian(itsLength)];
        _link.Swap(partner, packed, received);
        for (var rest = received.AsSpan(); !rest.IsEmpty;)
        {
            var count = BinaryPrimitives.ReadInt32LittleEndian(rest[sizeof(int)..]);
            known[BinaryPrimitives.ReadInt32LittleEndian(rest)] = rest.Slice(2 * sizeof(int), count).ToArray();
            rest = rest[(2 * sizeof(int) + count)..];
        }
    }

    /// <summary>What is known as rank, length and bytes of each process.</summary>
    private static byte[] Pack(byte[]?[] known)
    {
        var packed = new byte[known.Sum(bytes => bytes is null ? 0 : 2 * sizeof(int) + bytes.Length)];
        var rest = packed.AsSpan();
        for (var rank = 0; rank < known.Length; rank++)
        {
            if (known[rank] is not { } bytes) continue;
            BinaryPrimitives.WriteInt32LittleEndian(rest, rank);
            BinaryPrimitives.WriteInt32LittleEndian(rest[sizeof(int)..], bytes.Length);
            bytes.CopyTo(rest[(2 * sizeof(int))..]);
            rest = rest[(2 * sizeof(int) + bytes.Length)..];
        }
        return packed;
    }
}
