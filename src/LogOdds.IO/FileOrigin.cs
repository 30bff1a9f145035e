using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>The file and line of each row.</summary>
internal sealed class FileOrigin(IReadOnlyList<(string Name, int FirstRow)> files, int[] lines) : IRowOrigin
{
    public string Describe(int row)
    {
        var file = files.Last(f => f.FirstRow <= row);
        return $"{file.Name}, line {lines[row]}";
    }
}
