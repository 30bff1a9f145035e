using System.Text;

namespace LogOdds.IO;

/// <summary>UTF-8 that refuses what is not UTF-8, rather than putting marks in its place.</summary>
internal static class Utf8
{
    public const string Remedy = "Save the file as UTF-8.";

    public static UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
