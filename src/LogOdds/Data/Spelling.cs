namespace LogOdds.Data;

/// <summary>Finds the known name nearest to a mistyped one.</summary>
internal static class Spelling
{
    /// <summary>A sentence for a message: the nearest name when one is near, otherwise the first few names there are.</summary>
    public static string Suggest(string name, IEnumerable<string> known)
    {
        var names = known.ToArray();
        if (names.Length == 0) return "There are none to choose from.";
        if (Nearest(name, names) is { } nearest) return $"Did you mean '{nearest}'?";
        const int shown = 12;
        var list = string.Join(", ", names.Take(shown).Select(n => $"'{n}'"));
        return names.Length > shown ? $"There are {list} and {names.Length - shown} more." : $"There are {list}.";
    }

    /// <summary>The nearest name by edit distance without regard to case; null when none is within a third of its length.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        var best = known.Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .DefaultIfEmpty((candidate: "", distance: int.MaxValue)).MinBy(pair => pair.distance);
        return best.distance <= Math.Max(1, Math.Max(name.Length, best.candidate.Length) / 3) ? best.candidate : null;
    }

    // Edits of one letter and swaps of two neighbours, each once (optimal string alignment), three rows of the table at a time.
    private static int Distance(string a, string b)
    {
        var (twoAbove, above, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            (twoAbove, above, row) = (above, row, twoAbove);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
            }
        }
        return row[b.Length];
    }
}
