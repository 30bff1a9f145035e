namespace LogOdds.Data;

/// <summary>
/// Texts as buckets, the same on every machine and in every release: FNV-1a of 32 bits over the UTF-8 bytes (Fowler, Noll and Vo),
/// modulo the number of buckets.
/// </summary>
internal static class StableHash
{
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>The bucket of a text, from 0.</summary>
    public static int BucketOf(ReadOnlySpan<char> text, int buckets)
    {
        Span<byte> bytes = stackalloc byte[256];
        if (System.Text.Encoding.UTF8.GetMaxByteCount(text.Length) > bytes.Length) bytes = new byte[System.Text.Encoding.UTF8.GetMaxByteCount(text.Length)];
        var hash = Basis;
        foreach (var one in bytes[..System.Text.Encoding.UTF8.GetBytes(text, bytes)]) hash = (hash ^ one) * Prime;
        return (int)(hash % (uint)buckets);
    }
}
