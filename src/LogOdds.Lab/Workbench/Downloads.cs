using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>What the reader takes away as files.</summary>
internal sealed class Downloads(WorkbenchStore store) : IWorkbenchPart
{
    public void Map(RouteGroupBuilder workbench)
    {
        workbench.MapGet("/fits/{id}/model.json", (string id, HttpContext context) => Write(context, "model.json", "application/json", store.Fit(id), static (fit, stream) => ModelFile.Save(fit.Model, stream)));
        workbench.MapGet("/fits/{id}/report.html", (string id, HttpContext context) => WriteReport(context, store.Fit(id)));
        workbench.MapGet("/fits/{id}/scored.csv", (string id, double threshold, HttpContext context) => WriteScored(context, store.Fit(id), threshold));
        workbench.MapGet("/fits/{id}/split.csv", (string id, HttpContext context) => WriteSplit(context, store.Fit(id)));
    }

    private static Task WriteReport(HttpContext context, FittedModel fit)
    {
        var run = FitRun.Of(fit);
        var report = new ReportDocument(fit.Model, fit.Rows.Train) { Test = fit.Rows.Test, DataName = Path.GetFileName(fit.Source.File), Command = run.Command, Code = run.Code };
        return Write(context, "report.html", "text/html; charset=utf-8", report, static (report, stream) => report.Write(stream));
    }

    private static Task WriteScored(HttpContext context, FittedModel fit, double threshold)
    {
        // Faults are found before the first byte is sent.
        var scored = With(fit.Source.Table, new Scoring(fit.Model, threshold).Columns(fit.Source.Table));
        return Write(context, Path.GetFileNameWithoutExtension(fit.Source.File) + "-scored.csv", "text/csv", scored, static (table, stream) => TableWriter.Write(table, stream));
    }

    private static Task WriteSplit(HttpContext context, FittedModel fit)
    {
        var isTest = fit.Rows.IsTest ?? throw new ArgumentException("No rows were left out to test on.");
        var split = With(fit.Source.Table, [new CategoricalColumn(FitRun.SplitColumn, ["test", "train"], isTest.Select(test => test ? 0 : 1).ToArray())]);
        return Write(context, FitRun.SplitFileOf(fit), "text/csv", split, static (table, stream) => TableWriter.Write(table, stream));
    }

    private static Table With(Table table, IEnumerable<Column> added) => new(table.Columns.Concat(added));

    private static Task Write<T>(HttpContext context, string name, string type, T content, Action<T, Stream> write)
    {
        context.Response.ContentType = type;
        var disposition = new Microsoft.Net.Http.Headers.ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        context.Response.Headers.CacheControl = "no-store";
        // The library's writers are not asynchronous, and a file of a million rows is not to be held in memory.
        context.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        return Task.Run(() => write(content, context.Response.Body));
    }
}
