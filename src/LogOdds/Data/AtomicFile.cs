namespace LogOdds.Data;

/// <summary>Writes files that are whole or not there at all.</summary>
public static class AtomicFile
{
    /// <summary>Looks, before the work, whether a file can be written at <paramref name="path"/> after it.</summary>
    /// <exception cref="UnusableDataException">There is no such folder, or a folder stands there.</exception>
    public static void RequirePlace(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) throw new UnusableDataException($"there is no folder '{folder}' to write to", path, "Make it first, or write elsewhere.");
        if (Directory.Exists(path)) throw new UnusableDataException("this is a folder; a file cannot be written in its place", path);
    }

    /// <summary>Writes to a file beside <paramref name="path"/> and renames it once it is whole; whatever stood there before stays until then.</summary>
    /// <exception cref="UnusableDataException">There is no such folder, or a folder stands there.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        RequirePlace(path);
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
            {
                content(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
