namespace LogOdds.Numerics;

/// <summary>Files that nobody else sees and that are gone with the process, however it ends.</summary>
internal static class TemporaryFile
{
    /// <summary>Makes a file.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="length">Its bytes, for which there is room from now on.</param>
    /// <exception cref="IOException">It cannot be made there, or the disk has no room for it.</exception>
    public static FileStream Create(string folder, long length)
    {
        var path = Path.Combine(folder, $"logodds-{Guid.NewGuid():N}.tmp");
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        });
        try
        {
            // An open file without a name is gone when the process is, even when it is killed.
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            DiskSpace.Reserve(file, length, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        return file;
    }

    /// <summary>Makes a file that is memory.</summary>
    /// <inheritdoc cref="Create"/>
    public static MappedFile Map(string folder, long length)
    {
        var file = Create(folder, length);
        var mapped = MappedFile.Open(file);
        // The memory holds the file; only a system that deletes by name needs it open.
        if (!OperatingSystem.IsWindows()) file.Dispose();
        return mapped;
    }
}
