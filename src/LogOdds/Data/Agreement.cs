using LogOdds.Numerics;

namespace LogOdds.Data;

/// <summary>What processes that share rows out say together of data that cannot be used.</summary>
internal static class Agreement
{
    /// <summary>Does something with the own rows. Where it fails in some process, all throw what the first of them throws.</summary>
    /// <exception cref="UnusableDataException">The rows of some process cannot be used.</exception>
    public static T Agree<T>(this ICommunicator ranks, Func<T> own)
    {
        if (ranks.Size == 1) return own();
        var (answer, fault) = (default(T), default(UnusableDataException));
        try
        {
            answer = own();
        }
        catch (UnusableDataException e)
        {
            fault = e;
        }
        var faults = ranks.GatherTexts(fault is null ? [] : [fault.What, fault.Where ?? "", fault.Remedy ?? ""]);
        if (Array.Find(faults, texts => texts.Length > 0) is not { } first) return answer!;
        throw new UnusableDataException(first[0], NullIfEmpty(first[1]), NullIfEmpty(first[2]), fault);
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
