namespace LogOdds.Numerics;

/// <summary>Single numbers and texts over the processes.</summary>
internal static class CommunicatorExtensions
{
    /// <summary>The sum of a number.</summary>
    public static double Total(this ICommunicator ranks, double value)
    {
        Span<double> values = [value];
        ranks.Sum(values);
        return values[0];
    }

    /// <summary>Whether something is so in some process.</summary>
    public static bool Any(this ICommunicator ranks, bool isSo)
    {
        Span<double> values = [isSo ? 1 : 0];
        ranks.Maximum(values);
        return values[0] > 0;
    }

    /// <summary>Everybody's texts, by rank.</summary>
    public static string[][] GatherTexts(this ICommunicator ranks, IReadOnlyCollection<string> own)
    {
        using var packed = new MemoryStream();
        using var writer = new BinaryWriter(packed);
        writer.Write(own.Count);
        foreach (var text in own) writer.Write(text);
        writer.Flush();
        return Array.ConvertAll(ranks.Gather(packed.ToArray()), Unpack);
    }

    private static string[] Unpack(byte[] packed)
    {
        using var stream = new MemoryStream(packed);
        using var reader = new BinaryReader(stream);
        var texts = new string[reader.ReadInt32()];
        for (var k = 0; k < texts.Length; k++) texts[k] = reader.ReadString();
        return texts;
    }
}
