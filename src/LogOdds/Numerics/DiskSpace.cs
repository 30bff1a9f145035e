using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LogOdds.Numerics;

/// <summary>Room on a disk, reserved before it is written to: memory over a file that does not fit its disk could not say so.</summary>
internal static class DiskSpace
{
    private const int NoSpace = 28;
    private const int FileTooLarge = 27;
    private const int QuotaExceeded = 122;

    /// <summary>Makes a file so long, with room for all of it.</summary>
    /// <exception cref="IOException">There is no room; the message says how much is needed and where.</exception>
    public static void Reserve(FileStream file, long length, string path)
    {
        var missing = length - file.Length;
        if (missing > 0 && Free(path) is { } free && free < missing) throw Full(path, missing, free);
        file.SetLength(length);
        if (missing <= 0 || !OperatingSystem.IsLinux() || Allocate(file.SafeFileHandle, 0, 0, length) == 0) return;
        // A file system that cannot reserve is trusted to have the room that it reported.
        if (Marshal.GetLastPInvokeError() is NoSpace or FileTooLarge or QuotaExceeded) throw Full(path, missing, Free(path) ?? 0);
    }

    private static long? Free(string path)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IOException Full(string path, long needed, long free) =>
        new($"{Path.GetDirectoryName(Path.GetFullPath(path))} has no room: {InWords(needed)} are needed there, {InWords(free)} are free");

    /// <summary>A number of bytes for people.</summary>
    public static string InWords(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        _ => $"{bytes} bytes",
    };

    [DllImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static extern int Allocate(SafeFileHandle file, int mode, long start, long length);
}
