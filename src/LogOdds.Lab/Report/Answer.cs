using LogOdds.Data;
using LogOdds.Models;

namespace LogOdds.Lab.Report;

/// <summary>What the library answers, or why it does not.</summary>
/// <param name="Value">The answer; null where there is none.</param>
/// <param name="Refusal">Why there is none.</param>
internal readonly record struct Answer<T>(T? Value, string? Refusal) where T : class
{
    public static Answer<T> To(Func<T> question)
    {
        try
        {
            return new(question(), null);
        }
        catch (Exception e) when (e is NoAnswerException or UnusableDataException)
        {
            return new(null, e.Message);
        }
    }

    /// <summary>What follows from the answer.</summary>
    public Answer<TNext> Then<TNext>(Func<T, TNext> next) where TNext : class
    {
        if (Value is not { } value) return new(null, Refusal);
        return Answer<TNext>.To(() => next(value));
    }
}
