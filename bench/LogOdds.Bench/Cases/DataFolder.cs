using System.Runtime.InteropServices;

namespace LogOdds.Bench.Cases;

/// <summary>
/// A data set on disk as raw little-endian arrays: <c>x.f64</c> column after column, <c>y.f64</c>, and <c>codes.i32</c> factor
/// after factor. Any language reads them in one call, so loading needs no parser and is not timed.
/// </summary>
internal sealed record DataFolder(string Path, DataShape Shape)
{
    public string Features => System.IO.Path.Combine(Path, "x.f64");

    public string Response => System.IO.Path.Combine(Path, "y.f64");

    public string Codes => System.IO.Path.Combine(Path, "codes.i32");

    public string Csv => System.IO.Path.Combine(Path, "data.csv");

    public double[] ReadColumn(int column)
    {
        var values = new double[Shape.Rows];
        Read(Features, (long)column * Shape.Rows * sizeof(double), MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public double[] ReadResponse()
    {
        var values = new double[Shape.Rows];
        Read(Response, 0, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public int[] ReadCodes(int factor)
    {
        var codes = new int[Shape.Rows];
        Read(Codes, (long)factor * Shape.Rows * sizeof(int), MemoryMarshal.AsBytes(codes.AsSpan()));
        return codes;
    }

    private static void Read(string path, long offset, Span<byte> bytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        stream.Position = offset;
        stream.ReadExactly(bytes);
    }
}
