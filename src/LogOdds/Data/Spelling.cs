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

    // Levenshtein's distance, one row of the table at a time.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
