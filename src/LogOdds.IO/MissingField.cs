namespace LogOdds.IO;

/// <summary>What stands in a field that has no value.</summary>
internal static class MissingField
{
    /// <summary>Whether a field is empty or NA, with blanks or without.</summary>
    public static bool Is(ReadOnlySpan<byte> field) => field.Trim(" \t"u8) is var bare && (bare.IsEmpty || bare.SequenceEqual("NA"u8));
}
