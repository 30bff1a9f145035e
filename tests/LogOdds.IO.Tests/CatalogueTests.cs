using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>The catalogue of the sample data says what is there.</summary>
public class CatalogueTests
{
    [Fact]
    public void Every_sample_is_listed_with_its_size_and_its_response()
    {
        var catalogue = TableReader.Read(Repository.Sample("catalogue.csv"));
        var readme = File.ReadAllText(Repository.Sample("README.md"));
        var files = Enumerable.Range(0, catalogue.Rows).Select(row => catalogue["file"].TextAt(row)).ToArray();
        Assert.Equal(Directory.GetFiles(Repository.PathOf("samples", "data")).Select(f => Path.GetFileName(f)!).Where(f => f is not ("README.md" or "catalogue.csv")).Order(), files.Order());
        for (var row = 0; row < files.Length; row++)
        {
            var table = TableReader.Read(Repository.Sample(files[row]));
            Assert.Equal((catalogue["rows"].TextAt(row), catalogue["columns"].TextAt(row)), ($"{table.Rows}", $"{table.Columns.Count}"));
            Assert.True(table.TryGetColumn(catalogue["target"].TextAt(row), out _), files[row]);
            Assert.Contains($"| `{files[row]}` | {table.Rows} | {table.Columns.Count} | {catalogue["target"].TextAt(row)} | {catalogue["about"].TextAt(row)} | {catalogue["source"].TextAt(row)} |", readme);
        }
    }
}
