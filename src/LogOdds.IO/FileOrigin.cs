using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// The file and line of each row, kept as the rows at which lines stop going up by one: one for a file without blank lines
/// and line breaks in quotes, whatever its length.
/// </summary>
internal sealed class FileOrigin : IRowOrigin
{
    private readonly List<(int Row, string Name)> _files = [];
    private readonly List<(int Row, int Line)> _jumps = [];
    private int _expectedLine;

    /// <summary>An origin without rows.</summary>
    public FileOrigin()
    {
    }

    /// <summary>An origin as it was written down.</summary>
    public FileOrigin(IEnumerable<(int Row, string Name)> files, IEnumerable<(int Row, int Line)> jumps) => (_files, _jumps) = ([.. files], [.. jumps]);

    /// <summary>The first row of each file.</summary>
    public IReadOnlyList<(int Row, string Name)> Files => _files;

    /// <summary>The rows at which lines do not go up by one, and their lines.</summary>
    public IReadOnlyList<(int Row, int Line)> Jumps => _jumps;

    /// <summary>The number of rows so far.</summary>
    public int Rows { get; private set; }

    /// <summary>Goes on to another file.</summary>
    public void StartFile(string name)
    {
        _files.Add((Rows, name));
        _expectedLine = 0;
    }

    /// <summary>Adds a row, by the line at which it starts.</summary>
    public void Add(int line)
    {
        if (line != _expectedLine) _jumps.Add((Rows, line));
        _expectedLine = line + 1;
        Rows++;
    }

    /// <summary>Adds a run of rows by the lines at which the first starts and at which lines stop going up by one.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="jumps">The rows, counted within the run and the first among them, and their lines.</param>
    public void Add(int rows, IEnumerable<(int Row, int Line)> jumps)
    {
        foreach (var (row, line) in jumps)
            if (row > 0 || line != _expectedLine) _jumps.Add((Rows + row, line));
        if (rows == 0) return;
        Rows += rows;
        _expectedLine = _jumps[^1].Line + (Rows - _jumps[^1].Row);
    }

    /// <inheritdoc/>
    public string Describe(int row)
    {
        var file = _files.FindLast(file => file.Row <= row);
        var (low, high) = (0, _jumps.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_jumps[middle].Row <= row) low = middle;
            else high = middle - 1;
        }
        return $"{file.Name}, line {_jumps[low].Line + (row - _jumps[low].Row)}";
    }
}
