namespace LogOdds.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    private readonly DirectoryInfo _folder;

    /// <summary>Makes the folder.</summary>
    /// <param name="isInMemory">Whether it is in memory where the system has such a place: a test of processes that are killed is none of how busy a disk is.</param>
    public TemporaryFolder(bool isInMemory = false) => _folder = isInMemory && Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"logodds-test-{Path.GetRandomFileName()}"))
        : Directory.CreateTempSubdirectory("logodds-test-");

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public string Write(string file, string text)
    {
        File.WriteAllText(PathOf(file), text);
        return PathOf(file);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
