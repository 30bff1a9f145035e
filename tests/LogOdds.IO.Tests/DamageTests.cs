using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>Whatever the bytes, there is a table or a message, never another exception.</summary>
public class DamageTests
{
    [Theory]
    [InlineData("birthwt.csv", true)]
    [InlineData("study_hours_12_decimal_comma.tsv", true)]
    [InlineData("catalogue.csv", true)]
    [InlineData("birthwt.csv", false)]
    public void Damaged_files_are_read_or_refused(string file, bool hasQuotes)
    {
        var random = new Random(1);
        var original = File.ReadAllBytes(Repository.Sample(file));
        var (read, refused) = (0, 0);
        for (var trial = 0; trial < 2000; trial++)
        {
            var bytes = original.ToArray();
            if (random.Next(3) == 0) bytes = bytes[..random.Next(bytes.Length + 1)];
            for (var hits = random.Next(1, 12); hits > 0 && bytes.Length > 0; hits--)
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "\",;\t\r\n.NA-e"u8[random.Next(11)];
            try
            {
                var table = TableReader.Read(new MemoryStream(bytes), "t", new ReadOptions { HasQuotes = hasQuotes });
                Assert.All(table.Columns, column => Assert.Equal(table.Rows, column.Rows));
                read++;
            }
            catch (UnusableDataException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
        }
        Assert.True(read > 50 && refused > 50, $"{read} read, {refused} refused");
    }
}
