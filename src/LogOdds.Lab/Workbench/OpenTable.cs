using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Lab.Figures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>Opens files and built-in data, and tells what is in them.</summary>
internal sealed class OpenTable(WorkbenchStore store, LabOptions options, OpenedTable? given) : IWorkbenchPart
{
    // Beyond this many columns a list helps nobody; formulas reach them all.
    private const int MostColumns = 500;

    public void Map(RouteGroupBuilder workbench)
    {
        workbench.MapGet("/", () => new { Samples = SampleData.All, Given = given is null ? null : new { given.Id, given.File }, options.MaxUploadBytes, options.MaxRows });
        workbench.MapPost("/tables", Upload);
        workbench.MapPost("/samples/{name}", Sample);
        workbench.MapGet("/tables/{id}", (string id) => View(store.Table(id)));
    }

    private async Task<object> Upload(string name, HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > options.MaxUploadBytes)
            throw new BadHttpRequestException($"The file has {request.ContentLength:N0} bytes; the Lab takes up to {options.MaxUploadBytes:N0}. The command reads files of any size: logodds fit {CommandText.Quote(name)}.", StatusCodes.Status413PayloadTooLarge);
        var text = await Receive(request, cancellation);
        var table = await Task.Run(() => TableReader.Read(text, name, new ReadOptions { Cancellation = cancellation }), cancellation);
        if (table.Rows > options.MaxRows)
            throw new UnusableDataException($"it has {table.Rows:N0} rows; the Lab takes up to {options.MaxRows:N0}", name, "The command reads files of any size; or fit to a sample of the rows.");
        return View(store.Keep(OpenedTable.Of(table, name)));
    }

    /// <summary>The body as it came, in one piece: the reader's cores share it without a further copy.</summary>
    private static async Task<ReadOnlyMemory<byte>> Receive(HttpRequest request, CancellationToken cancellation)
    {
        var text = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, Array.MaxLength));
        await request.Body.CopyToAsync(text, 1 << 16, cancellation);
        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    private object Sample(string name)
    {
        var table = SampleData.Read(name);
        var sample = SampleData.All.First(entry => entry.Name == name || entry.File == name);
        return View(store.Keep(OpenedTable.Of(table, sample.File, sample.Target)));
    }

    private static object View(OpenedTable opened)
    {
        var columns = ColumnFigures.Of(opened.Table);
        return new
        {
            opened.Id,
            opened.File,
            opened.Table.Rows,
            ColumnCount = columns.Count,
            Columns = columns.Take(MostColumns),
            Target = opened.Target ?? Guess(columns)?.Name,
        };
    }

    /// <summary>What is likely to be explained: the last column of two values.</summary>
    private static ColumnFigures? Guess(IReadOnlyList<ColumnFigures> columns) => columns.LastOrDefault(column => column is { Distinct: 2, IsMore: false });
}
