namespace LogOdds.Data;

/// <summary>Reads <c>response ~ term ± term ± …</c>, one character at a time.</summary>
internal sealed class FormulaParser(string text)
{
    private int _at;

    public static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';

    public (string Response, IReadOnlyList<FormulaTerm> Terms) Read()
    {
        SkipBlanks();
        if (_at == text.Length) throw Problem("The formula is empty; write it as in: passed ~ hours");
        var response = Name();
        SkipBlanks();
        if (_at == text.Length || text[_at] != '~') throw Problem("A tilde (~) is expected between the response and the columns");
        _at++;
        var terms = new List<FormulaTerm>();
        SkipBlanks();
        if (_at == text.Length) throw Problem("A column name, . or 1 is expected after the tilde");
        var isRemoved = Take('-');
        while (true)
        {
            Term(terms, isRemoved);
            SkipBlanks();
            if (_at == text.Length) return (response, terms);
            if (Take('+')) isRemoved = false;
            else if (Take('-')) isRemoved = true;
            else throw Problem(Unexpected());
        }
    }

    private void Term(List<FormulaTerm> terms, bool isRemoved)
    {
        SkipBlanks();
        if (_at == text.Length) throw Problem("A column name is expected after the last sign");
        var start = _at;
        if (Take('1') && AtEndOfWord())
        {
            if (!isRemoved) return;
            _at = start;
            throw Problem("A model without intercept (- 1) is not among the formulas that can be read");
        }
        _at = start;
        if (Take('0') && AtEndOfWord())
        {
            _at = start;
            throw Problem("A model without intercept (0 +) is not among the formulas that can be read");
        }
        _at = start;
        if (Take('.') && AtEndOfWord())
        {
            terms.Add(new FormulaTerm(null, isRemoved));
            return;
        }
        _at = start;
        terms.Add(new FormulaTerm(Name(), isRemoved));
    }

    private string Name()
    {
        if (Take('`'))
        {
            var start = _at;
            var end = text.IndexOf('`', start);
            if (end < 0)
            {
                _at = start - 1;
                throw Problem("This backtick is never closed");
            }
            if (end == start) throw Problem("There is no name between the backticks");
            _at = end + 1;
            return text[start..end];
        }
        var first = _at;
        if (!char.IsLetter(text[_at]) && text[_at] is not ('_' or '.'))
            throw Problem(char.IsDigit(text[_at]) ? "A column name that starts with a digit stands in backticks" : Unexpected());
        while (_at < text.Length && IsNamePart(text[_at])) _at++;
        return text[first.._at];
    }

    private string Unexpected() => text[_at] switch
    {
        ':' or '*' or '^' => $"Interactions and powers ({text[_at]}) are not among the formulas that can be read; add the product as a column",
        '(' => "Functions of columns are not among the formulas that can be read; add the transformed column to the data",
        '~' => "There is a second tilde",
        var c when IsNamePart(c) || c == '`' => "A + or - is expected here; a name with blanks or signs stands in backticks, as in `mean area`",
        var c => $"'{c}' is not expected here",
    };

    private bool AtEndOfWord() => _at == text.Length || !IsNamePart(text[_at]);

    private bool Take(char c)
    {
        SkipBlanks();
        if (_at == text.Length || text[_at] != c) return false;
        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }

    private FormulaException Problem(string what) => new(what + ":", text, _at);
}
