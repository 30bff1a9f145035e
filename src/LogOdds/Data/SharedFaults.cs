using LogOdds.Numerics;

namespace LogOdds.Data;

/// <summary>What processes that share rows out say together of data that cannot be used.</summary>
internal static class SharedFaults
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
        var rank = Array.FindIndex(faults, texts => texts.Length > 0);
        if (rank < 0) return answer!;
        // What is wrong with all rows alike is not a matter of some of them.
        var where = faults[rank][1].Length > 0 ? faults[rank][1] : faults.All(texts => texts.SequenceEqual(faults[rank])) ? null : $"the rows of rank {rank}";
        throw new UnusableDataException(faults[rank][0], where, faults[rank][2].Length > 0 ? faults[rank][2] : null, fault);
    }
}
