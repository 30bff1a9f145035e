using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LogOdds;
using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Mpi;

// One of the processes that a test starts by mpirun: does what the first argument says and prints what came of it.
if (!MpiCommunicator.IsLaunched)
{
    Console.WriteLine("alone");
    return 0;
}
Environment.SetEnvironmentVariable("TERM", "dumb");
using var ranks = MpiCommunicator.Start(Console.Error.WriteLine);
switch (args[0])
{
    case "sums":
        Sums();
        break;
    case "gather":
        Gather();
        break;
    case "table":
        Table(args[1..]);
        break;
    // The rest are processes that are lost, each in its way, while the others wait.
    case "hang":
        Console.WriteLine($"rank {ranks.Rank} {Environment.ProcessId}");
        Console.Out.Flush();
        ranks.Gather([]);
        while (true) Add();
    case "compute":
        // Longer than silence is allowed to last, between two sums.
        if (ranks.Rank == 1) Thread.Sleep(9000);
        Add();
        if (ranks.Rank == 0) Console.WriteLine("done");
        break;
    case "fail-alone" when ranks.Rank == 1:
    case "fail":
        ranks.Fail("its rows are not usable");
        return 1;
    case "fail-alone":
        Add();
        break;
    case "fit":
        Fit(args[1..]);
        break;
    case "time":
        Time();
        break;
}
return 0;

void Add() => ranks.Sum([1, 2]);

// Values of many sizes, so that an order of adding other than the stated shows, against the library's own sum and in bits on all ranks.
void Sums()
{
    foreach (var length in new[] { 1, 3, 100, 2048, 2049, 5151, 100_003 })
    {
        var own = new double[length];
        var random = new Random(17 * length + ranks.Rank);
        for (var i = 0; i < length; i++) own[i] = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 8));
        var (sum, theirs, largest) = (own.ToArray(), own.ToArray(), own.ToArray());
        ranks.Sum(sum);
        ranks.Maximum(largest);
        LibrarySum(theirs);
        var size = new double[length];
        for (var i = 0; i < length; i++) size[i] = Math.Abs(own[i]);
        ranks.Sum(size);
        var difference = Enumerable.Range(0, length).Max(i => Math.Abs(sum[i] - theirs[i]) / size[i]);
        var bits = ranks.Gather(MemoryMarshal.AsBytes(sum.AsSpan())).Concat(ranks.Gather(MemoryMarshal.AsBytes(largest.AsSpan()))).Chunk(ranks.Size);
        var isSame = bits.All(all => all.All(bytes => bytes.AsSpan().SequenceEqual(all[0])));
        var isLargest = ranks.Gather(MemoryMarshal.AsBytes(own.AsSpan())).All(bytes => MemoryMarshal.Cast<byte, double>(bytes).ToArray().Zip(largest).All(pair => pair.First <= pair.Second));
        if (ranks.Rank == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length} {isSame && isLargest} {difference:R} {Convert.ToHexString(MemoryMarshal.AsBytes(sum.AsSpan(0, 1)))}"));
    }
}

unsafe void LibrarySum(double[] values)
{
    // Of Open MPI, which the tests start by its mpirun.
    var library = NativeLibrary.Load("libmpi.so.40");
    var reduce = (delegate* unmanaged[Cdecl]<nint, double*, int, nint, nint, nint, int>)NativeLibrary.GetExport(library, "MPI_Allreduce");
    fixed (double* at = values)
        reduce(1, at, values.Length, NativeLibrary.GetExport(library, "ompi_mpi_double"), NativeLibrary.GetExport(library, "ompi_mpi_op_sum"), NativeLibrary.GetExport(library, "ompi_mpi_comm_world"));
}

void Gather()
{
    var all = ranks.Gather(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"<{ranks.Rank}>", ranks.Rank))));
    var empty = ranks.Gather([]);
    var long_ = ranks.Gather(new byte[(ranks.Rank + 1) * 1_000_000]);
    Console.WriteLine($"{ranks.Rank}: {string.Join(',', all.Select(Encoding.UTF8.GetString))} {empty.Sum(bytes => bytes.Length)} {long_.Sum(bytes => bytes.Length)}");
}

// The share of each rank, in the order of ranks.
void Table(string[] files)
{
    Table table;
    try
    {
        table = TableReader.Read(files, new ReadOptions { Communicator = ranks });
    }
    catch (UnusableDataException e)
    {
        if (ranks.Rank == 0) Console.WriteLine(e.Message);
        return;
    }
    var lines = new StringBuilder();
    for (var row = 0; row < table.Rows; row++) lines.Append(CultureInfo.InvariantCulture, $"{table.Describe(row)}: {string.Join('|', table.Columns.Select(column => column.TextAt(row)))}\n");
    var all = ranks.Gather(Encoding.UTF8.GetBytes(lines.ToString()));
    if (ranks.Rank == 0) Console.Write(string.Concat(all.Select(Encoding.UTF8.GetString)));
}

// The C# of docs/cluster.md.
void Fit(string[] files)
{
    var table = TableReader.Read(files, new ReadOptions { Communicator = ranks });
    var model = LogisticRegression.Fit(table, "y ~ .", new FitOptions { Communicator = ranks, Checkpoint = new Checkpoint("fit.checkpoint") { IsResumed = true } });
    if (ranks.Rank == 0) Console.WriteLine(model.Summary());
}

void Time()
{
    foreach (var length in new[] { 1, 30, 500, 2048, 5151, 20_000, 200_000, 1_000_000 })
    {
        var values = new double[length];
        var repeats = Math.Clamp(20_000_000 / (length + 10_000), 10, 2000);
        double Measure(Action sum)
        {
            for (var i = 0; i < repeats / 10 + 1; i++) sum();
            var best = double.MaxValue;
            for (var round = 0; round < 3; round++)
            {
                var started = System.Diagnostics.Stopwatch.GetTimestamp();
                for (var i = 0; i < repeats; i++) sum();
                best = Math.Min(best, System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMicroseconds / repeats);
            }
            return best;
        }
        var (own, library) = (Measure(() => ranks.Sum(values)), Measure(() => LibrarySum(values)));
        if (ranks.Rank == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{length}: {own:F1} us, MPI_Allreduce {library:F1} us"));
    }
}
