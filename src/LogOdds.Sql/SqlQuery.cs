using LogOdds.Data;

namespace LogOdds.Sql;

/// <summary>A query as its user wrote it: one statement that gives rows, to be put into others as a subquery.</summary>
internal static class SqlQuery
{
    /// <summary>The statement without the semicolon at its end.</summary>
    /// <exception cref="UnusableDataException">There is none, or more than one.</exception>
    public static string Of(string text)
    {
        var end = EndOfStatement(text);
        var query = text[..end].Trim();
        if (query.Length == 0) throw new UnusableDataException("the query is empty", remedy: "Write one, such as select * from births.");
        if (text.AsSpan(end).Trim("; \t\r\n").Length > 0) throw new UnusableDataException("the query holds more than one statement", remedy: "Give one select, without semicolons.");
        // The line break ends a comment that the last line may be.
        return $"{query}\n";
    }

    /// <summary>The first semicolon that stands in no text, name or comment; the end where there is none.</summary>
    private static int EndOfStatement(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case ';':
                    return i;
                case '\'' or '"' or '`':
                    var isEscaping = text[i] == '\'' && i > 0 && text[i - 1] is 'E' or 'e';
                    i = Closing(text, i + 1, text[i], isEscaping);
                    break;
                case '-' when i + 1 < text.Length && text[i + 1] == '-':
                    i = Find(text, "\n", i);
                    break;
                case '/' when i + 1 < text.Length && text[i + 1] == '*':
                    i = Find(text, "*/", i);
                    break;
                case '$' when i == 0 || !(char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '_' or '$'):
                    var tag = text.IndexOf('$', i + 1);
                    if (tag > 0 && text[(i + 1)..tag].All(c => char.IsLetterOrDigit(c) || c == '_') && !(tag > i + 1 && char.IsDigit(text[i + 1]))) i = Find(text, text[i..(tag + 1)], tag + 1);
                    break;
            }
        }
        return text.Length;
    }

    private static int Closing(string text, int from, char quote, bool isEscaping)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (isEscaping && text[i] == '\\') i++;
            else if (text[i] == quote) return i;
        }
        return text.Length;
    }

    private static int Find(string text, string what, int from) => text.IndexOf(what, from, StringComparison.Ordinal) is var at and >= 0 ? at + what.Length - 1 : text.Length;
}
