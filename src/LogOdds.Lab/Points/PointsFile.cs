using LogOdds.IO;
using Microsoft.AspNetCore.Http;

namespace LogOdds.Lab;

/// <summary>The points of a picture as a file, for the commands that take it up.</summary>
internal static class PointsFile
{
    public static IResult Write(string data, string? points)
    {
        var set = PointSet.Of(data, points);
        var stream = new MemoryStream();
        TableWriter.Write(set.Table, stream);
        return Results.File(stream.ToArray(), "text/csv", set.File);
    }
}
