using System.Collections.Concurrent;
using LogOdds.Mpi;

namespace LogOdds.Tests;

/// <summary>Folding and gathering among any number of processes, here threads with a link between each two.</summary>
public class HypercubeTests
{
    [Fact]
    public void Sums_and_largest_values_are_right_for_any_number_of_processes_and_values()
    {
        for (var size = 1; size <= 9; size++)
            foreach (var length in new[] { 0, 1, 7, Hypercube.FewValues, Hypercube.FewValues + 1, 5000 })
            {
                // Whole numbers have one sum, in any order.
                double ValueOf(int rank, int i) => (rank + 1) * (i % 97) - 40 * rank;
                var all = Run(size, (hypercube, rank) =>
                {
                    double[] sum = [.. Enumerable.Range(0, length).Select(i => ValueOf(rank, i))], largest = [.. sum];
                    hypercube.Fold<SumFold>(sum);
                    hypercube.Fold<MaximumFold>(largest);
                    return (sum, largest);
                });
                foreach (var (sum, largest) in all)
                {
                    Assert.Equal(Enumerable.Range(0, length).Select(i => Enumerable.Range(0, size).Sum(rank => ValueOf(rank, i))), sum);
                    Assert.Equal(Enumerable.Range(0, length).Select(i => Enumerable.Range(0, size).Max(rank => ValueOf(rank, i))), largest);
                }
            }
    }

    [Fact]
    public void A_value_has_the_same_bits_among_few_and_many()
    {
        static double ValueOf(int rank) => Math.Exp(7.3 * rank) / 3;
        for (var size = 2; size <= 9; size++)
        {
            var bits = Run(size, (hypercube, rank) =>
            {
                double[] few = [ValueOf(rank)], many = [.. Enumerable.Repeat(ValueOf(rank), 2 * Hypercube.FewValues)];
                hypercube.Fold<SumFold>(few);
                hypercube.Fold<SumFold>(many);
                return many.Append(few[0]).ToArray();
            });
            Assert.Single(bits.SelectMany(values => values).Select(BitConverter.DoubleToInt64Bits).Distinct());
        }
    }

    [Fact]
    public void A_NaN_is_the_largest_of_all()
    {
        foreach (var values in Run(5, (hypercube, rank) =>
        {
            double[] own = [rank == 3 ? double.NaN : rank];
            hypercube.Fold<MaximumFold>(own);
            return own;
        })) Assert.Equal([double.NaN], values);
    }

    [Fact]
    public void Everybody_gets_the_bytes_of_all()
    {
        for (var size = 1; size <= 9; size++)
            foreach (var all in Run(size, (hypercube, rank) => hypercube.Gather([.. Enumerable.Repeat((byte)rank, rank * rank)])))
                Assert.Equal(Enumerable.Range(0, size).Select(rank => Enumerable.Repeat((byte)rank, rank * rank).ToArray()), all);
    }

    [Fact]
    public void Everybody_gets_what_each_has_for_it()
    {
        static byte[] Bytes(int from, int to) => [.. Enumerable.Repeat((byte)(16 * from + to), from * to)];
        for (var size = 1; size <= 9; size++)
        {
            var all = Run(size, (hypercube, rank) => hypercube.Exchange([.. Enumerable.Range(0, size).Select(to => Bytes(rank, to))]));
            for (var rank = 0; rank < size; rank++) Assert.Equal(Enumerable.Range(0, size).Select(from => Bytes(from, rank)), all[rank]);
        }
    }

    [Fact]
    public void Partners_are_partners_of_each_other()
    {
        for (var size = 1; size <= 17; size++)
            for (var rank = 0; rank < size; rank++)
                foreach (var partner in Hypercube.Partners(rank, size))
                {
                    Assert.InRange(partner, 0, size - 1);
                    Assert.Contains(rank, Hypercube.Partners(partner, size));
                }
    }

    private static T[] Run<T>(int size, Func<Hypercube, int, T> work)
    {
        var mail = new ConcurrentDictionary<(int From, int To), BlockingCollection<byte[]>>();
        var answers = new T[size];
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() => answers[rank] = work(new Hypercube(rank, size, new Mail(rank, mail)), rank))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return answers;
    }

    /// <summary>A link by queues. Only partners have one.</summary>
    private sealed class Mail(int rank, ConcurrentDictionary<(int From, int To), BlockingCollection<byte[]>> boxes) : ILink
    {
        public void Swap(int partner, ReadOnlySpan<byte> send, Span<byte> receive)
        {
            if (!send.IsEmpty) boxes.GetOrAdd((rank, partner), _ => []).Add(send.ToArray());
            if (!receive.IsEmpty) boxes.GetOrAdd((partner, rank), _ => []).Take().CopyTo(receive);
        }
    }
}
