using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

public class SvmlightTests
{
    [Fact]
    public void Rows_are_read_as_labels_and_entries()
    {
        var rows = Read("# a comment\n+1 1:0.5 3:-2e-3\n\n-1 qid:7 2:1 4:0 # another\r\n0\n");
        Assert.Equal([1, -1, 0], rows.Labels.ToArray());
        Assert.Equal([0, 2, 3, 3], rows.RowStarts.ToArray());
        Assert.Equal([0, 2, 1], rows.ColumnIndices.ToArray());
        Assert.Equal([0.5, -2e-3, 1], rows.Values.ToArray());
        Assert.Equal((3, 4), (rows.Rows, rows.Columns));
    }

    [Theory]
    [InlineData("x 1:2\n", "t.svm, line 1: the label is no number")]
    [InlineData("1 1:2\n1 2\n", "t.svm, line 2: '2' is no pair index:value")]
    [InlineData("1 a:2\n", "'a:2' is no pair")]
    [InlineData("1 1:b\n", "'1:b' is no pair")]
    [InlineData("1 0:2\n", "the index 0 comes after 0")]
    [InlineData("1 3:2 2:1\n", "the index 2 comes after 3")]
    [InlineData("1 1:inf\n", "the value of index 1 is not a finite number")]
    [InlineData("# nothing\n", "there is no row in it")]
    public void A_fault_is_told_with_its_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UnusableDataException>(() => Read(text)).Message);

    private static SparseRows Read(string text) => SvmlightReader.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), "t.svm", TestContext.Current.CancellationToken);
}
