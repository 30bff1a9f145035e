namespace LogOdds.Design;

/// <summary>
/// Rows cut into blocks that the caches hold, and the blocks into runs that the cores share out. Both depend
/// on the shape alone, so sums that are added in the order of the runs are the same bits for any number of threads.
/// </summary>
internal sealed class RowRuns
{
    private const int MaxRuns = 64;
    private const int MaxBlockRows = 1024;

    // Four megabytes at most: read from memory once, and from the cache after that.
    private const int BlockNumbers = 1 << 19;

    // Where a row has entries in few of many columns, the second-level cache is for the coefficients: a block takes a fifth of it.
    private const int ScatteredBlockNumbers = 1 << 14;
    private const int ScatteredColumns = 64;

    private const int MinBlocks = 4;

    // A run must be worth the handing out to a thread.
    private const int RunNumbers = 1 << 17;

    // A sample is taken in so many places that no order of the rows makes it one-sided, in pieces that are still worth a walk.
    private const int SamplePlaces = 64;
    private const int MaxSampleBlockRows = 256;

    // The most that the partial Hessians of all runs take together: 128 MiB.
    private const long MaxPartialHessians = 1 << 24;

    private readonly RowBlock[] _blocks;
    private readonly int[] _ends;
    private readonly ParallelOptions _parallel;

    private RowRuns(RowBlock[] blocks, int numbersPerRow, int maxRuns, int threads)
    {
        _blocks = blocks;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount };
        foreach (var block in blocks)
        {
            Rows += block.Count;
            BlockRows = Math.Max(BlockRows, block.Count);
        }
        var count = (int)Math.Clamp((long)Rows * numbersPerRow / RunNumbers, 1, Math.Max(1, Math.Min(maxRuns, blocks.Length)));
        _ends = new int[count];
        for (var run = 0; run < count; run++) _ends[run] = (int)((long)blocks.Length * (run + 1) / count);
    }

    private RowRuns(RowBlock[] blocks, int[] ends, int rows, int blockRows, ParallelOptions parallel) =>
        (_blocks, _ends, Rows, BlockRows, _parallel) = (blocks, ends, rows, blockRows, parallel);

    /// <summary>The blocks, in the order of the rows.</summary>
    public IReadOnlyList<RowBlock> AllBlocks => _blocks;

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The most rows of a block.</summary>
    public int BlockRows { get; }

    /// <summary>How many runs can be afforded when each sums up so many numbers: enough for several cores, but not any number.</summary>
    public static int Affordable(int sums) => (int)Math.Clamp(MaxPartialHessians / Math.Max(1, sums), 2, MaxRuns);

    /// <summary>The same, where a run should also read more numbers than it sums up: in many columns of few entries the sums are the larger.</summary>
    public static int Affordable(int sums, long numbers) => (int)Math.Clamp(numbers / Math.Max(1, 8L * sums), 2, Affordable(sums));

    /// <summary>All of <paramref name="rows"/> rows.</summary>
    /// <param name="rows">n.</param>
    /// <param name="numbersPerRow">Numbers that a row takes.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <param name="maxRuns">The most runs, where their sums are large.</param>
    /// <param name="columns">The columns that a row has its numbers in; 0 where they are about as many.</param>
    public static RowRuns All(int rows, int numbersPerRow, int threads, int maxRuns = MaxRuns, int columns = 0)
    {
        var blockNumbers = columns > (long)ScatteredColumns * numbersPerRow ? ScatteredBlockNumbers : BlockNumbers;
        // Few rows are cut finer, so that there is something to share out.
        var length = Math.Clamp(Math.Min(blockNumbers / Math.Max(1, numbersPerRow) / 64, (rows / MinBlocks + 63) / 64) * 64, 64, MaxBlockRows);
        var blocks = new RowBlock[(rows + length - 1) / length];
        for (var block = 0; block < blocks.Length; block++) blocks[block] = new RowBlock(block * length, Math.Min(length, rows - block * length));
        return new RowRuns(blocks, numbersPerRow, maxRuns, threads);
    }

    /// <summary>
    /// About <paramref name="sampled"/> of <paramref name="rows"/> rows, spread over all of them: one block from each of many equal
    /// stretches, at a place in its stretch that steps by the golden ratio, so that no period in the rows is hit again and again.
    /// </summary>
    public static RowRuns Sample(int rows, int sampled, int numbersPerRow, int threads, int maxRuns = MaxRuns)
    {
        var length = Math.Clamp(sampled / SamplePlaces / 16 * 16, 16, MaxSampleBlockRows);
        var blocks = new RowBlock[Math.Max(1, sampled / length)];
        for (var block = 0; block < blocks.Length; block++)
        {
            var first = (int)((long)rows * block / blocks.Length);
            var next = (int)((long)rows * (block + 1) / blocks.Length);
            var slack = Math.Max(0, next - first - length);
            var place = block * 0.6180339887498949 % 1;
            blocks[block] = new RowBlock(first + (int)(place * slack), Math.Min(length, next - first));
        }
        return new RowRuns(blocks, numbersPerRow, maxRuns, threads);
    }

    /// <summary>The same blocks and runs of rows that have been copied one behind the other.</summary>
    public RowRuns Gathered()
    {
        var (moved, at) = (new RowBlock[_blocks.Length], 0);
        for (var block = 0; block < moved.Length; block++)
        {
            moved[block] = new RowBlock(at, _blocks[block].Count);
            at = moved[block].End;
        }
        return new RowRuns(moved, _ends, Rows, BlockRows, _parallel);
    }

    /// <summary>Computes a part from the blocks of each run, on several cores; the parts come in the order of the rows.</summary>
    public T[] Compute<T>(Func<ArraySegment<RowBlock>, T> part)
    {
        var parts = new T[_ends.Length];
        if (parts.Length == 1 || _parallel.MaxDegreeOfParallelism == 1)
            for (var run = 0; run < parts.Length; run++) parts[run] = part(Blocks(run));
        else
        {
            // The next run in order to whoever is free: what is walked at a time lies close together, in memory and in a file.
            var next = -1;
            var cores = Math.Min(parts.Length, _parallel.MaxDegreeOfParallelism);
            Parallel.For(0, cores, _parallel, _ =>
            {
                for (int run; (run = Interlocked.Increment(ref next)) < parts.Length;)
                {
                    // The cores come round in turn, or nearly so.
                    ReadAhead.Route(Blocks(run)[^1].End, run + cores < parts.Length ? Blocks(run + cores)[0].Start : -1);
                    parts[run] = part(Blocks(run));
                }
                ReadAhead.Route(0, -1);
            });
        }
        return parts;
    }

    private ArraySegment<RowBlock> Blocks(int run)
    {
        var first = run == 0 ? 0 : _ends[run - 1];
        return new ArraySegment<RowBlock>(_blocks, first, _ends[run] - first);
    }
}
