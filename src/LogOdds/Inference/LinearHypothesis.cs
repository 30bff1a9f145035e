using System.Globalization;
using LogOdds.Data;

namespace LogOdds.Inference;

/// <summary>
/// A combination of coefficients and the value it is compared with, written as <c>race[other] - race[white] = 0</c> or
/// <c>10*lwt + smoke = 1</c>; a term with signs or blanks of its own may stand in backticks.
/// </summary>
/// <param name="Text">The hypothesis as it was written.</param>
/// <param name="Factors">The factor of each term.</param>
/// <param name="Value">What the combination equals under the hypothesis; 0 unless given.</param>
public sealed record LinearHypothesis(string Text, IReadOnlyDictionary<string, double> Factors, double Value)
{
    /// <summary>Reads a hypothesis about the given terms.</summary>
    /// <exception cref="ArgumentException">It cannot be read, or names a term that is not there; the message says where and what there is.</exception>
    public static LinearHypothesis Parse(string text, IEnumerable<string> terms)
    {
        var known = terms.OrderByDescending(term => term.Length).ToArray();
        var (left, value) = (text, 0.0);
        if (text.LastIndexOf('=') is var equals and >= 0 && double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out value)) left = text[..equals];
        var factors = new Dictionary<string, double>(StringComparer.Ordinal);
        var at = 0;
        while (true)
        {
            var sign = 1.0;
            SkipBlanks();
            if (at < left.Length && left[at] is '+' or '-') sign = left[at++] == '-' ? -1 : 1;
            else if (factors.Count > 0) throw Problem("a + or - is expected");
            SkipBlanks();
            var start = at;
            while (at < left.Length && (char.IsAsciiDigit(left[at]) || left[at] == '.')) at++;
            if (at > start)
            {
                var number = left[start..at];
                SkipBlanks();
                if (at < left.Length && left[at] == '*' && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor))
                {
                    sign *= factor;
                    at++;
                    SkipBlanks();
                }
                else at = start;
            }
            var quoted = at < left.Length && left[at] == '`';
            if (quoted) at++;
            var here = at;
            var term = known.FirstOrDefault(name => string.CompareOrdinal(left, here, name, 0, name.Length) == 0 && !IsNamePart(here + name.Length))
                ?? throw Problem($"a coefficient is expected; {Spelling.Suggest(left[here..].Split(' ')[0], known).TrimEnd('.')}");
            at += term.Length;
            if (quoted && at < left.Length && left[at] == '`') at++;
            factors[term] = factors.GetValueOrDefault(term) + sign;
            SkipBlanks();
            if (at == left.Length) return new LinearHypothesis(text, factors, value);
        }

        // age is no beginning of agee, and race no beginning of race[other].
        bool IsNamePart(int place) => place < left.Length && (char.IsLetterOrDigit(left[place]) || left[place] is '_' or '.' or '[' or ':' or '(');

        void SkipBlanks()
        {
            while (at < left.Length && char.IsWhiteSpace(left[at])) at++;
        }

        ArgumentException Problem(string what) => new($"The hypothesis '{text}' cannot be read: {what}, at character {at + 1}.");
    }
}

/// <summary>A combination of coefficients with its uncertainty.</summary>
/// <param name="Hypothesis">The combination and the value it is compared with.</param>
/// <param name="Estimate">The combination less that value.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Z">Estimate over standard error.</param>
/// <param name="P">Two-sided p-value.</param>
/// <param name="Low">Lower end of the interval of the estimate.</param>
/// <param name="High">Upper end of the interval of the estimate.</param>
public sealed record Contrast(string Hypothesis, double Estimate, double StandardError, double Z, double P, double Low, double High);

/// <summary>Wald's test of several combinations at once.</summary>
/// <param name="Contrasts">Each by itself.</param>
/// <param name="Statistic">χ².</param>
/// <param name="DegreesOfFreedom">How many combinations.</param>
/// <param name="P">Its p-value.</param>
public sealed record ContrastTest(IReadOnlyList<Contrast> Contrasts, double Statistic, int DegreesOfFreedom, double P);
