using System.IO.Compression;
using System.Text;
using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>Texts that are too long for memory, with memory as short as a test can afford.</summary>
public class LongTextTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3\n", "t.csv, line 3: 1 field where the header has 2")]
    [InlineData("a,b\n1,2\n3,\"x\"y\n4,5\n", "t.csv, line 3")]
    [InlineData("a;b\n1.5;2\n3;x\n1,5;3\n", "decimal")]
    public void What_is_wrong_is_told_without_reading_all_of_it(string text, string expected)
    {
        foreach (var chunk in new[] { 1, 6 })
        {
            var options = new ReadOptions { ChunkBytes = chunk };
            var told = Assert.Throws<UnusableDataException>(() => Read(text, options with { MostTextInMemory = 1 })).Message;
            Assert.Contains(expected, told);
            Assert.Equal(Assert.Throws<UnusableDataException>(() => Read(text, options)).Message, told);
        }
    }

    [Fact]
    public void What_is_not_wrong_but_cannot_be_read_is_refused_with_a_remedy() =>
        Assert.Contains("Split it into smaller files", Assert.Throws<UnusableDataException>(() => Read("a,b\n1,2\n", new ReadOptions { MostTextInMemory = 1 })).Message);

    [Fact]
    public void Pipes_and_packed_files_go_through_a_temporary_file()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var text = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i},{i % 7}\n")));
        foreach (var bytes in new[] { text, Packed(text), [.. Packed(text[..100]), .. Packed(text[100..])] })
            foreach (var most in new[] { 0, 10, 500, 1 << 20 })
            {
                using var source = Source.Read(new MemoryStream(bytes), "t", most, cancellation);
                Assert.True(text.AsSpan().SequenceEqual(source.Bytes.Span), $"{bytes.Length} bytes, {most} in memory: {source.Length} came back");
                var damaged = bytes[..^3];
                if (bytes != text) Assert.Contains("damaged or cut off", Assert.Throws<UnusableDataException>(() => Source.Read(new MemoryStream(damaged), "t", most, cancellation)).Message);
            }
    }

    private static byte[] Packed(byte[] text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(text);
        return packed.ToArray();
    }

    private static Table Read(string text, ReadOptions options) => TableReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", options);
}
