using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace LogOdds.Numerics;

/// <summary>
/// A matrix of which only the entries that are not 0 are kept, row after row: twelve bytes an entry. Its transpose, which serves
/// columns, is made when it is first asked for.
/// </summary>
/// <remarks>The indices are trusted once the matrix is made, so that loops over entries need not look at them again.</remarks>
internal sealed class SparseMatrix
{
    // The entries that a core goes through at a time, at least, and into how many parts it all is cut at most.
    private const int PartEntries = 1 << 17;
    private const int MaxParts = 64;
    private const int MaxTransposingParts = 8;

    // How many entries before their turn memory is asked for.
    private const int Ahead = 256;

    private readonly ReadOnlyMemory<long> _starts;
    private readonly ReadOnlyMemory<int> _indices;
    private readonly ReadOnlyMemory<double> _values;
    private readonly Lazy<SparseMatrix> _transposed;

    /// <summary>A matrix over arrays, which are not copied and must not change.</summary>
    /// <param name="columns">p.</param>
    /// <param name="starts">Where the entries of each row begin; one more, where the last ends.</param>
    /// <param name="indices">The column of each entry, from 0 and below p, ascending within a row.</param>
    /// <param name="values">The value of each entry.</param>
    public SparseMatrix(int columns, ReadOnlyMemory<long> starts, ReadOnlyMemory<int> indices, ReadOnlyMemory<double> values)
    {
        (Columns, _starts, _indices, _values) = (columns, starts, indices, values);
        _transposed = new Lazy<SparseMatrix>(Transpose);
    }

    /// <summary>n.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>p.</summary>
    public int Columns { get; }

    /// <summary>The number of entries that are kept.</summary>
    public int Entries => _indices.Length;

    /// <summary>Where the entries of each row begin, and where the last ends.</summary>
    public ReadOnlySpan<long> Starts => _starts.Span;

    /// <summary>The column of each entry.</summary>
    public ReadOnlySpan<int> Indices => _indices.Span;

    /// <summary>The value of each entry.</summary>
    public ReadOnlySpan<double> Values => _values.Span;

    /// <summary>The same matrix by columns: a row of it is a column of this one.</summary>
    public SparseMatrix Transposed => _transposed.Value;

    /// <summary>The columns of a row's entries, and their values.</summary>
    public (ReadOnlyMemory<int> Indices, ReadOnlyMemory<double> Values) Row(int row)
    {
        var (start, end) = ((int)Starts[row], (int)Starts[row + 1]);
        return (_indices[start..end], _values[start..end]);
    }

    /// <summary>y ← X x for some rows.</summary>
    /// <param name="first">The first of the rows.</param>
    /// <param name="x">p entries.</param>
    /// <param name="y">One entry a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(int first, ReadOnlySpan<double> x, Span<double> y)
    {
        ref var coefficients = ref MemoryMarshal.GetReference(x[..Columns]);
        ref var index = ref MemoryMarshal.GetReference(_indices.Span);
        ref var value = ref MemoryMarshal.GetReference(_values.Span);
        var starts = _starts.Span.Slice(first, y.Length + 1);
        for (var i = 0; i < y.Length; i++)
        {
            var (k, end) = ((nint)starts[i], (nint)starts[i + 1]);
            // Four chains hide the latency of the additions.
            double a = 0, b = 0, c = 0, d = 0;
            for (; k + 3 < end; k += 4)
            {
                Prefetch(ref Unsafe.Add(ref index, k + Ahead));
                Prefetch(ref Unsafe.Add(ref value, k + Ahead));
                a += Unsafe.Add(ref value, k) * Unsafe.Add(ref coefficients, Unsafe.Add(ref index, k));
                b += Unsafe.Add(ref value, k + 1) * Unsafe.Add(ref coefficients, Unsafe.Add(ref index, k + 1));
                c += Unsafe.Add(ref value, k + 2) * Unsafe.Add(ref coefficients, Unsafe.Add(ref index, k + 2));
                d += Unsafe.Add(ref value, k + 3) * Unsafe.Add(ref coefficients, Unsafe.Add(ref index, k + 3));
            }
            for (; k < end; k++) a += Unsafe.Add(ref value, k) * Unsafe.Add(ref coefficients, Unsafe.Add(ref index, k));
            y[i] = a + b + (c + d);
        }
    }

    /// <summary>x ← x + Xᵀ y over some rows.</summary>
    /// <param name="first">The first of the rows.</param>
    /// <param name="y">One entry a row.</param>
    /// <param name="x">p entries.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTransposed(int first, ReadOnlySpan<double> y, Span<double> x)
    {
        ref var sums = ref MemoryMarshal.GetReference(x[..Columns]);
        ref var index = ref MemoryMarshal.GetReference(_indices.Span);
        ref var value = ref MemoryMarshal.GetReference(_values.Span);
        var starts = _starts.Span.Slice(first, y.Length + 1);
        for (var i = 0; i < y.Length; i++)
        {
            var (k, end, factor) = ((nint)starts[i], (nint)starts[i + 1], y[i]);
            for (; k < end; k++) Unsafe.Add(ref sums, Unsafe.Add(ref index, k)) += factor * Unsafe.Add(ref value, k);
        }
    }

    /// <summary>Asks for memory that will be read: on its own a core does not look so far ahead. Where it is does not matter, be it beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Prefetch<T>(ref T place)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref place));
    }

    /// <summary>xᵀ diag(d) x for a row x of the matrix.</summary>
    public double SumOfSquares(int row, ReadOnlySpan<double> d)
    {
        var (indices, values) = Row(row);
        var own = indices.Span;
        var numbers = values.Span;
        var sum = 0.0;
        for (var k = 0; k < own.Length; k++) sum += d[own[k]] * numbers[k] * numbers[k];
        return sum;
    }

    /// <summary>y ← y + factor·diag(d) x for a row x of the matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddWeighted(int row, double factor, ReadOnlySpan<double> d, Span<double> y)
    {
        ref var sums = ref MemoryMarshal.GetReference(y[..Columns]);
        ref var weights = ref MemoryMarshal.GetReference(d[..Columns]);
        ref var index = ref MemoryMarshal.GetReference(_indices.Span);
        ref var value = ref MemoryMarshal.GetReference(_values.Span);
        for (var (k, end) = ((nint)Starts[row], (nint)Starts[row + 1]); k < end; k++)
        {
            var i = Unsafe.Add(ref index, k);
            Unsafe.Add(ref sums, i) += factor * Unsafe.Add(ref value, k) * Unsafe.Add(ref weights, i);
        }
    }

    /// <summary>H ← H + Xᵀ diag(d) X over some rows: the lower triangle, row after row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddSandwich(int first, ReadOnlySpan<double> d, Span<double> packed)
    {
        for (var i = 0; i < d.Length; i++)
        {
            var (start, end) = ((int)Starts[first + i], (int)Starts[first + i + 1]);
            var index = _indices.Span[start..end];
            var value = _values.Span[start..end];
            for (var a = 0; a < index.Length; a++)
            {
                var row = packed.Slice(PackedSymmetric.Row(index[a]), index[a] + 1);
                var factor = d[i] * value[a];
                for (var b = 0; b <= a; b++) row[index[b]] += factor * value[b];
            }
        }
    }

    /// <summary>Where the k-th of so many parts of about as many entries each begins.</summary>
    public int RowAt(int k, int parts)
    {
        if (k == parts) return Rows;
        var place = Starts.BinarySearch((long)Entries * k / parts);
        return Math.Min(Rows, place < 0 ? ~place : place);
    }

    /// <summary>The matrix of some rows, in the given order.</summary>
    public SparseMatrix SelectRows(ReadOnlySpan<int> rows)
    {
        var starts = new long[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++) starts[i + 1] = starts[i] + (Starts[rows[i] + 1] - Starts[rows[i]]);
        var (indices, values) = (new int[starts[^1]], new double[starts[^1]]);
        for (var i = 0; i < rows.Length; i++)
        {
            var (own, numbers) = Row(rows[i]);
            own.Span.CopyTo(indices.AsSpan((int)starts[i]));
            numbers.Span.CopyTo(values.AsSpan((int)starts[i]));
        }
        return new SparseMatrix(Columns, starts, indices, values);
    }

    /// <summary>The matrix of some columns, in the given order.</summary>
    public SparseMatrix SelectColumns(ReadOnlySpan<int> columns)
    {
        for (var k = 1; k < columns.Length; k++)
            if (columns[k] < columns[k - 1]) return Transposed.SelectRows(columns).Transpose();
        // In ascending order, rows can be gone through as they are.
        var placeOf = new int[Columns];
        Array.Fill(placeOf, -1);
        for (var k = 0; k < columns.Length; k++) placeOf[columns[k]] = k;
        var starts = new long[Rows + 1];
        OverParts((first, end) => CountKept(first, end, placeOf, starts));
        for (var i = 0; i < Rows; i++) starts[i + 1] += starts[i];
        var (indices, values) = (ColumnMemory.AllocateArray<int>((int)starts[^1]), ColumnMemory.AllocateArray<double>((int)starts[^1]));
        OverParts((first, end) => CopyKept(first, placeOf, (int)starts[first], (int)starts[end], indices, values));
        return new SparseMatrix(columns.Length, starts, indices, values);
    }

    /// <summary>The matrix with its first columns only, or with columns of 0 behind them.</summary>
    public SparseMatrix WithWidth(int columns)
    {
        if (columns >= Columns) return columns == Columns ? this : new SparseMatrix(columns, _starts, _indices, _values);
        var (starts, indices, values) = (new long[Rows + 1], new List<int>(Entries), new List<double>(Entries));
        for (var i = 0; i < Rows; i++)
        {
            var (own, numbers) = Row(i);
            // Indices ascend.
            var count = own.Span.BinarySearch(columns) is var place && place < 0 ? ~place : place;
            indices.AddRange(own.Span[..count]);
            values.AddRange(numbers.Span[..count]);
            starts[i + 1] = indices.Count;
        }
        return new SparseMatrix(columns, starts, indices.ToArray(), values.ToArray());
    }

    /// <summary>Does work for stretches of rows of about as many entries each.</summary>
    private void OverParts(Action<int, int> work)
    {
        var parts = (int)Math.Clamp(Entries / PartEntries, 1, MaxParts);
        Cores.Each(parts, isWorthSeveral: parts > 1, threads: 0, k => work(RowAt(k, parts), RowAt(k + 1, parts)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountKept(int first, int end, int[] placeOf, long[] starts)
    {
        var mine = Starts;
        var own = Indices;
        for (var i = first; i < end; i++)
        {
            var count = 0;
            // No jump: which columns are kept is anyone's guess.
            foreach (var j in own[(int)mine[i]..(int)mine[i + 1]]) count += placeOf[j] >>> 31;
            starts[i + 1] = mine[i + 1] - mine[i] - count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyKept(int first, int[] placeOf, int place, int last, int[] indices, double[] values)
    {
        var mine = Starts;
        var own = Indices;
        var numbers = Values;
        // Each entry is written, and the next takes its place if it is not kept.
        for (var k = (int)mine[first]; place < last; k++)
        {
            var column = placeOf[own[k]];
            (indices[place], values[place]) = (column, numbers[k]);
            place += 1 + (column >> 31);
        }
    }

    private SparseMatrix Transpose()
    {
        // The parts are told where the entries of the parts before them end, so that an entry's place does not depend on who puts it there.
        var parts = (int)Math.Clamp(Entries / Math.Max(PartEntries, 8L * Columns), 1, MaxTransposingParts);
        var next = new int[parts][];
        Cores.Each(parts, isWorthSeveral: parts > 1, threads: 0, k => next[k] = CountByColumn(RowAt(k, parts), RowAt(k + 1, parts)));
        var (starts, place) = (new long[Columns + 1], 0);
        for (var j = 0; j < Columns; j++)
        {
            foreach (var part in next) (part[j], place) = (place, place + part[j]);
            starts[j + 1] = place;
        }
        var (rows, values) = (ColumnMemory.AllocateArray<int>(Entries), ColumnMemory.AllocateArray<double>(Entries));
        Cores.Each(parts, isWorthSeveral: parts > 1, threads: 0, k => Scatter(RowAt(k, parts), RowAt(k + 1, parts), next[k], rows, values));
        return new SparseMatrix(Rows, starts, rows, values);
    }

    private int[] CountByColumn(int first, int end)
    {
        var counts = new int[Columns];
        foreach (var j in Indices[(int)Starts[first]..(int)Starts[end]]) counts[j]++;
        return counts;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scatter(int first, int end, int[] next, int[] rows, double[] values)
    {
        var mine = Starts;
        var own = Indices;
        var numbers = Values;
        for (var i = first; i < end; i++)
            for (var k = (int)mine[i]; k < (int)mine[i + 1]; k++)
            {
                var place = next[own[k]]++;
                (rows[place], values[place]) = (i, numbers[k]);
            }
    }
}
