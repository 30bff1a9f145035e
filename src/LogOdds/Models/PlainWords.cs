using System.Globalization;
using LogOdds.Formulas;

namespace LogOdds.Models;

/// <summary>What each coefficient says, in a sentence; where a number by itself says nothing, why not.</summary>
internal sealed class PlainWords
{
    private readonly LogisticModel _model;
    private readonly Dictionary<string, List<ModelTerm>> _termsOf = new(StringComparer.Ordinal);
    private readonly string _odds;

    public PlainWords(LogisticModel model)
    {
        _model = model;
        foreach (var term in model.Encoding.ModelTerms)
            foreach (var column in term.Variables.SelectMany(variable => variable.Columns).Distinct())
            {
                if (!_termsOf.TryGetValue(column, out var list)) _termsOf[column] = list = [];
                list.Add(term);
            }
        var response = model.Encoding.Response;
        _odds = response.Kind == ResponseKind.Classes ? $"the odds of {response.Column} = {response.Positive}" : $"the odds of {response.Positive}";
    }

    /// <summary>A sentence a line of the coefficient table.</summary>
    public IEnumerable<(string Term, string Sentence)> All()
    {
        var (line, lines) = (0, _model.Coefficients);
        if (_model.Encoding.HasIntercept) yield return (lines[line].Term, Intercept(lines[line++]));
        foreach (var term in _model.Encoding.ModelTerms)
        {
            var columns = Choices(term).ToArray();
            foreach (var column in columns) yield return (lines[line].Term, Sentence(term, column, lines[line++]));
        }
    }

    private string Intercept(Coefficient c)
    {
        if (c.Limit != CoefficientLimit.Finite) return Infinite(c, $"where all columns are 0, {_odds}");
        if (c.Estimate is not { } estimate) return "Left out.";
        var odds = Math.Exp(estimate);
        return $"Where all columns are 0{(_model.Encoding.Variables.OfType<FactorVariable>().Any() ? " and factors at their reference" : "")}, {_odds} are {Number(odds)}, a probability {Probability(odds)}; that is a prediction only if there could be such a row.";
    }

    /// <summary>For each design column of a term, which column of each variable it is made of; the first changes fastest.</summary>
    private static IEnumerable<int[]> Choices(ModelTerm term)
    {
        IEnumerable<int[]> choices = [[]];
        for (var k = 0; k < term.Variables.Count; k++)
        {
            var inner = choices.ToArray();
            choices = Enumerable.Range(0, term.Variables[k].ColumnNames(term.IsFull[k]).Count).SelectMany(j => inner.Select(own => (int[])[.. own, j])).ToArray();
        }
        return choices;
    }

    private string Sentence(ModelTerm term, int[] choice, Coefficient c)
    {
        if (c.Estimate is null) return "Left out: it repeats other columns.";
        var parts = term.Variables.Select((variable, k) => PartOf(variable, term.IsFull[k], choice[k])).ToArray();
        if (parts.FirstOrDefault(part => part.Refusal is not null).Refusal is { } refusal) return refusal;
        if (Shape(term) is { } shape) return shape;
        var beside = Beside(term);
        // A factor with a column for every level says of each level what the others of the term do there.
        var (places, moves) = (parts.Where(part => part.IsPlace).Select(part => part.Text).ToArray(), parts.Where(part => !part.IsPlace).ToArray());
        var where = string.Join(" and ", places.Concat(beside));
        if (c.Limit != CoefficientLimit.Finite) return Infinite(c, $"{(where.Length > 0 ? $"where {where}, " : "")}{(moves.Length == 0 ? _odds : $"what {string.Join(" together with ", moves.Select(m => m.Text))} multiplies {_odds} by")}");
        var unit = moves.Where(m => m.Unit is not null).Select(m => m.Unit!.Value).DefaultIfEmpty(1).Aggregate((a, b) => a * b);
        var by = By(c, unit);
        return moves.Length switch
        {
            0 => $"Where {where}, {_odds} are {by}{HeldFixed}.",
            1 when where.Length == 0 => $"{Capital(moves[0].Text)} multiplies {_odds} by {by}{HeldFixed}.",
            1 => $"Where {where}, {moves[0].Text} multiplies {_odds} by {by}{HeldFixed}.",
            2 => $"{Capital(moves[0].Text)} multiplies by {by} what {moves[1].Text} multiplies {_odds} by{(where.Length > 0 ? $", where {where}" : "")}.",
            _ => $"{Capital(string.Join(" together with ", moves.Select(m => m.Text)))} multiplies {_odds} by a further {by}, beyond what the lower terms say.",
        };
    }

    private string HeldFixed => _model.Encoding.ModelTerms.Count > 1 ? ", other columns held fixed" : "";

    /// <summary>The factor on the odds for so many units, with its interval.</summary>
    private string By(Coefficient c, double units)
    {
        var estimate = Math.Exp(units * c.Estimate!.Value);
        // A factor near 1 shows by its third decimal, and so do the ends of its interval.
        var isNearOne = estimate is >= 0.9 and <= 1.1;
        string Factor(double logarithm) => Number(Math.Exp(units * logarithm), isNearOne ? "0.000" : "0.00");
        if (c is { Low: { } low, High: { } high }) return $"{Factor(c.Estimate.Value)} ({Factor(low)} to {Factor(high)})";
        return Factor(c.Estimate.Value) + (_model.Objective.Lambda > 0 ? ", held towards 1 by the penalty, which leaves it without an interval" : "");
    }

    private string Infinite(Coefficient c, string what) =>
        $"The likelihood rises without end as this coefficient goes to {(c.Limit == CoefficientLimit.PlusInfinity ? "+∞" : "−∞")}: {what}, has no best finite value. Firth's fit gives one.";

    /// <summary>A part of a term, as what moves or as where one stands.</summary>
    private readonly record struct Part(string Text, bool IsPlace = false, double? Unit = null, string? Refusal = null);

    private static Part PartOf(Variable variable, bool isFull, int column) => variable switch
    {
        FactorVariable factor when isFull => new Part($"{factor.Columns[0]} = {factor.Levels[column]}", IsPlace: true),
        FactorVariable { Coding: ContrastCoding.Treatment } factor => new Part($"{factor.Columns[0]} = {factor.Levels[column + 1]} rather than {factor.Levels[0]}"),
        FactorVariable { Coding: ContrastCoding.Sum } factor => new Part($"{factor.Columns[0]} = {factor.Levels[column]} rather than the mean of the levels"),
        FactorVariable { Coding: ContrastCoding.Helmert } factor => new Part("", Refusal: $"A step by Helmert's coding: level {factor.Levels[column + 1]} of {factor.Columns[0]} against the mean of those before it, in parts of {column + 2}. logodds margins says what the levels do."),
        FactorVariable factor => new Part("", Refusal: $"A part of a polynomial of the levels of {factor.Columns[0]}, which says nothing by itself. logodds margins says what the levels do."),
        NumericVariable { IsSwitch: true } numeric => new Part($"{numeric.Columns[0]} = 1 rather than 0"),
        NumericVariable { Basis: null, IsPlainColumn: true } numeric => new Part($"each further unit of {numeric.Columns[0]}"),
        NumericVariable { Basis: ScaledBasis scaled } numeric => new Part($"each standard deviation ({Number(scaled.Scale)}) more of {numeric.Expression}"),
        NumericVariable { Basis: { } } numeric => new Part("", Refusal: $"One of several columns that draw a curve over {numeric.Expression}, which says nothing by itself. logodds margins says what a change of it does."),
        NumericVariable numeric => Function(numeric),
        _ => new Part(variable.Text),
    };

    private static Part Function(NumericVariable variable)
    {
        var node = variable.Node;
        return node switch
        {
            // b·ln 2 for the natural logarithm, b for the others' own base.
            CallNode { Function: "log" } call => new Part($"doubling {call.Arguments[0]}", Unit: Math.Log(2)),
            CallNode { Function: "log2" } call => new Part($"doubling {call.Arguments[0]}", Unit: 1),
            CallNode { Function: "log10" } call => new Part($"ten times as much of {call.Arguments[0]}", Unit: 1),
            CallNode { Function: "log1p" } call => new Part($"doubling 1 + {call.Arguments[0]}", Unit: Math.Log(2)),
            CallNode { Function: "I", Arguments: [{ Value: BinaryNode { Operator: "==" or "!=" or "<" or "<=" or ">" or ">=" } comparison }] } => new Part($"{comparison}, rather than not,"),
            _ => new Part($"each further unit of {variable.Text}"),
        };
    }

    /// <summary>Why a term whose column is in another term besides, other than as a part of an interaction, says nothing by itself.</summary>
    private string? Shape(ModelTerm term)
    {
        foreach (var variable in term.Variables.Where(v => v is NumericVariable))
            foreach (var column in variable.Columns)
            {
                var others = _termsOf[column].Where(other => other.Variables.All(v => v != variable)).ToArray();
                if (others.Length > 0)
                    return $"{column} is in more than one term ({string.Join(", ", others.Prepend(term).Select(t => t.Name))}), so no single number says what a change of it does. logodds margins does.";
            }
        return null;
    }

    /// <summary>Where the others stand in interactions of which this term is a part.</summary>
    private List<string> Beside(ModelTerm term)
    {
        var own = term.Variables.ToHashSet();
        var others = _model.Encoding.ModelTerms.Where(larger => larger.Variables.Count > own.Count && own.IsSubsetOf(larger.Variables)).SelectMany(larger => larger.Variables).Where(v => !own.Contains(v)).Distinct();
        return [.. others.Select(v => v switch
        {
            FactorVariable { Coding: ContrastCoding.Treatment } factor => $"{factor.Columns[0]} = {factor.Levels[0]}",
            FactorVariable factor => $"{factor.Columns[0]} is at the mean of its levels",
            NumericVariable { Basis: ScaledBasis scaled } numeric => $"{numeric.Expression} = {Number(scaled.Center)}",
            _ => $"{v.Text} = 0",
        })];
    }

    private static string Capital(string text) => text.Length > 0 && text.StartsWith("each", StringComparison.Ordinal) ? $"E{text[1..]}" : text.StartsWith("doubling", StringComparison.Ordinal) ? $"D{text[1..]}" : text.StartsWith("ten", StringComparison.Ordinal) ? $"T{text[1..]}" : text;

    private static string Probability(double odds) => odds switch { > 999 => "above 0.999", < 0.001 => "below 0.001", _ => $"of {Number(odds / (1 + odds))}" };

    private static string Number(double value, string middling = "0.00")
    {
        var size = Math.Abs(value);
        if (size is >= 1e5 or (> 0 and < 1e-4)) return value.ToString("0.##e+0", CultureInfo.InvariantCulture);
        return value.ToString(size switch { >= 100 => "0.#", >= 0.1 => middling, _ => "0.0000" }, CultureInfo.InvariantCulture);
    }
}
