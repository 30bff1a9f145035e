using System.Globalization;

namespace LogOdds.Data;

/// <summary>
/// The words of a text: runs of two or more letters, digits and underscores, in small letters; as scikit-learn's vectorizers split by
/// default (<c>\b\w\w+\b</c>).
/// </summary>
internal static class WordSplitter
{
    /// <summary>How often each word occurs.</summary>
    public static Dictionary<string, int> Count(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var small = text.ToLowerInvariant();
        for (var at = 0; at < small.Length;)
        {
            var start = at;
            while (at < small.Length && IsOfWord(small[at])) at++;
            if (at - start >= 2)
            {
                var word = small[start..at];
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
            if (at == start) at++;
        }
        return counts;
    }

    private static bool IsOfWord(char c) => c == '_' || char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
