using LogOdds.Data;

namespace LogOdds.Sql;

/// <summary>Questions that a database did not answer for reasons of its own are asked again, after pauses that grow.</summary>
internal static class SqlRetry
{
    private const int Attempts = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks, and asks again.</summary>
    /// <param name="ask">The question, told how many times it has failed.</param>
    /// <param name="isPassing">Whether another time may do better.</param>
    /// <param name="describe">The failure in words.</param>
    public static T Run<T>(Func<int, T> ask, Func<Exception, bool> isPassing, Func<Exception, string> describe)
    {
        for (var failed = 0; ; failed++)
        {
            try
            {
                return ask(failed);
            }
            catch (Exception e) when (isPassing(e))
            {
                if (failed + 1 == Attempts) throw new UnusableDataException($"the database did not answer {Attempts} times: {describe(e)}", remedy: "Look whether it runs and can be reached.", inner: e);
                Thread.Sleep(FirstPause * (1 << 2 * failed));
            }
        }
    }
}
