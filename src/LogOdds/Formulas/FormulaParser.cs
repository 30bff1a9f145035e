using System.Globalization;

namespace LogOdds.Formulas;

/// <summary>
/// Reads <c>response ~ terms</c>, one character at a time. One grammar serves terms and the arithmetic inside functions; what binds
/// closest comes first: <c>^</c>, signs, <c>:</c>, <c>*</c> and <c>/</c>, <c>+</c> and <c>-</c>, comparisons.
/// </summary>
internal sealed class FormulaParser(string text)
{
    private static readonly string[][] Levels = [["==", "!=", "<=", ">=", "<", ">"], ["+", "-"], ["*", "/"], [":"]];

    private int _at;

    public static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';

    public (Node Response, Node Terms) Read()
    {
        SkipBlanks();
        if (_at == text.Length) throw Problem("The formula is empty; write it as in: passed ~ hours");
        var response = Expression(0);
        if (_at == text.Length || text[_at] != '~') throw Problem(_at < text.Length && text[_at] is ')' or ',' ? Unexpected() : "A tilde (~) is expected between the response and the columns");
        _at++;
        SkipBlanks();
        if (_at == text.Length) throw Problem("A column name, . or 1 is expected after the tilde");
        return (response, ToEnd());
    }

    /// <summary>Reads an expression without a tilde, as a model file holds it.</summary>
    public Node ToEnd()
    {
        var node = Expression(0);
        return _at == text.Length ? node : throw Problem(Unexpected());
    }

    /// <summary>Whether a name would be read as something else if it did not stand in backticks.</summary>
    public static bool IsPlainName(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] is '_') && name.All(IsNamePart);

    private Node Expression(int level)
    {
        if (level == Levels.Length) return Signed();
        var left = Expression(level + 1);
        while (true)
        {
            SkipBlanks();
            var start = _at;
            if (Operator(Levels[level]) is not { } sign) return left;
            RequireOperand();
            left = new BinaryNode(sign, left, Expression(level + 1), start);
        }
    }

    private Node Signed()
    {
        SkipBlanks();
        if (_at == text.Length || text[_at] is not ('-' or '+')) return Power();
        var start = _at;
        var sign = text[_at++];
        RequireOperand();
        return new UnaryNode(sign, Signed(), start);
    }

    private Node Power()
    {
        var left = Operand();
        SkipBlanks();
        var start = _at;
        if (Operator(["^"]) is null) return left;
        RequireOperand();
        return new BinaryNode("^", left, Signed(), start);
    }

    private Node Operand()
    {
        SkipBlanks();
        if (_at == text.Length) throw Problem("Something is missing at the end");
        var start = _at;
        var c = text[_at];
        if (c == '(')
        {
            _at++;
            var inner = Expression(0);
            Close(start);
            return new GroupNode(inner, start);
        }
        if (c is '"' or '\'') return new TextNode(Quoted(c, "quote", "text", "quotes"), start);
        if (c == '`') return new NameNode(Quoted(c, "backtick", "name", "backticks"), start);
        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))) return Number();
        if (!char.IsLetter(c) && c is not ('_' or '.')) throw Problem(Unexpected());
        while (_at < text.Length && IsNamePart(text[_at])) _at++;
        var word = text[start.._at];
        SkipBlanks();
        if (word == ".") return new DotNode(start);
        return _at < text.Length && text[_at] == '(' ? Call(word, start) : new NameNode(word, start);
    }

    private CallNode Call(string function, int start)
    {
        var open = _at++;
        var arguments = new List<Argument>();
        SkipBlanks();
        if (_at < text.Length && text[_at] == ')') throw Problem($"{function} needs something to work on");
        do
        {
            var first = Expression(0);
            if (_at < text.Length && text[_at] == '=' && first is NameNode name)
            {
                _at++;
                arguments.Add(new Argument(name.Name, Expression(0)));
            }
            else arguments.Add(new Argument(null, first));
            SkipBlanks();
        }
        while (Operator([","]) is not null);
        Close(open);
        return new CallNode(function, arguments, start);
    }

    private void Close(int open)
    {
        SkipBlanks();
        if (_at < text.Length && text[_at] == ')')
        {
            _at++;
            SkipBlanks();
            return;
        }
        if (_at < text.Length) throw Problem(Unexpected());
        _at = open;
        throw Problem("This bracket is never closed");
    }

    private NumberNode Number()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.' || IsExponent(start))) _at++;
        if (_at < text.Length && IsNamePart(text[_at]))
        {
            _at = start;
            throw Problem("A column name that starts with a digit stands in backticks");
        }
        var value = double.TryParse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
        if (double.IsFinite(value)) return new NumberNode(value, start);
        _at = start;
        throw Problem("This is no number");
    }

    private bool IsExponent(int start) => _at > start && (text[_at] is 'e' or 'E' && _at + 1 < text.Length && (char.IsAsciiDigit(text[_at + 1]) || text[_at + 1] is '-' or '+')
        || (text[_at] is '-' or '+' && text[_at - 1] is 'e' or 'E'));

    private string Quoted(char mark, string markName, string content, string marks)
    {
        var start = _at + 1;
        var end = text.IndexOf(mark, start);
        if (end < 0) throw Problem($"This {markName} is never closed");
        _at = start;
        if (end == start) throw Problem($"There is no {content} between the {marks}");
        _at = end + 1;
        return text[start..end];
    }

    private string? Operator(string[] known)
    {
        SkipBlanks();
        foreach (var sign in known)
        {
            if (string.CompareOrdinal(text, _at, sign, 0, sign.Length) != 0) continue;
            _at += sign.Length;
            return sign;
        }
        return null;
    }

    private void RequireOperand()
    {
        SkipBlanks();
        if (_at == text.Length) throw Problem("A column name is expected after the last sign");
    }

    private string Unexpected() => text[_at] switch
    {
        '~' => "There is a second tilde",
        ')' => "This bracket was never opened",
        ',' => "A comma stands between the arguments of a function only",
        '=' => "One = stands before the value of an argument; a comparison is written ==",
        '|' or '&' or '%' or '!' => $"'{text[_at]}' is not among the signs of a formula, which are + - : * / ^ and, inside functions, comparisons",
        var c when IsNamePart(c) || c is '`' or '(' or '"' or '\'' => "A + or - is expected here; a name with blanks or signs stands in backticks, as in `mean area`",
        var c => $"'{c}' is not expected here",
    };

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
    }

    private FormulaException Problem(string what) => new(what + ":", text, _at);
}
