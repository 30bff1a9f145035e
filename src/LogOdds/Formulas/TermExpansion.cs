using System.Numerics;

namespace LogOdds.Formulas;

/// <summary>
/// Multiplies out the right-hand side of a formula by the algebra of Wilkinson and Rogers (Applied Statistics 22, 1973): a term is a
/// set of variables, + joins lists of terms, : forms unions of sets, a*b is a + b + a:b.
/// </summary>
internal sealed class TermExpansion(Formula formula, string[] dot)
{
    private readonly List<Node> _variables = [];
    private readonly Dictionary<string, int> _placeOf = new(StringComparer.Ordinal);
    private readonly List<Node> _offsets = [];
    private readonly List<string> _named = [];
    private bool _hasIntercept = true;

    public RightSide Of(Node terms)
    {
        var expanded = Additive(terms);
        // Variables that are in no term any more, such as a column that . gave and - took, are not needed.
        var isUsed = new bool[_variables.Count];
        foreach (var term in expanded)
            foreach (var variable in term) isUsed[variable] = true;
        var (place, used) = (new int[_variables.Count], new List<Node>());
        for (var variable = 0; variable < place.Length; variable++)
        {
            place[variable] = used.Count;
            if (isUsed[variable]) used.Add(_variables[variable]);
        }
        return new RightSide([.. used], [.. expanded.OrderBy(term => term.Length).Select(term => Array.ConvertAll(term, variable => place[variable]))], _hasIntercept, _offsets, _named);
    }

    /// <summary>Terms at the top of the formula, where 0, 1 and offsets may stand.</summary>
    private List<int[]> Additive(Node node)
    {
        switch (node)
        {
            case BinaryNode { Operator: "+" } sum:
                return Join(Additive(sum.Left), Additive(sum.Right));
            case BinaryNode { Operator: "-" } difference:
                var left = Additive(difference.Left);
                return Without(left, difference.Right);
            case UnaryNode { Sign: '-' } minus:
                return Without([], minus.Operand);
            case UnaryNode plus:
                return Additive(plus.Operand);
            case NumberNode { Value: 0 or 1 } number:
                _hasIntercept = number.Value == 1;
                return [];
            case CallNode { Function: "offset" } offset:
                if (offset.Arguments is not [{ Name: null } argument]) throw formula.Fault(offset, "offset takes one expression");
                Arithmetic.Check(formula, argument.Value);
                _named.AddRange(argument.Value.Columns);
                _offsets.Add(argument.Value);
                return [];
            default:
                return Products(node);
        }
    }

    private List<int[]> Without(List<int[]> terms, Node removed)
    {
        if (removed is NumberNode { Value: 0 or 1 } number)
        {
            _hasIntercept = number.Value == 0;
            return terms;
        }
        var gone = Products(removed);
        return [.. terms.Where(term => !gone.Exists(other => other.SequenceEqual(term)))];
    }

    private List<int[]> Products(Node node)
    {
        switch (node)
        {
            case GroupNode group:
                return Products(group.Inner);
            case DotNode:
                return [.. dot.Select(name => new[] { Place(new NameNode(name, node.At)) })];
            case BinaryNode { Operator: "+" } sum:
                return Join(Products(sum.Left), Products(sum.Right));
            case BinaryNode { Operator: "-" } difference:
                return Without(Products(difference.Left), difference.Right);
            case BinaryNode { Operator: ":" } product:
                return Cross(Products(product.Left), Products(product.Right));
            case BinaryNode { Operator: "*" } crossing:
                var (left, right) = (Products(crossing.Left), Products(crossing.Right));
                return Join(Join(left, right), Cross(left, right));
            case BinaryNode { Operator: "/" } nesting:
                var outer = Products(nesting.Left);
                int[] all = [.. outer.SelectMany(term => term).Distinct().Order()];
                return Join(outer, Cross([all], Products(nesting.Right)));
            case BinaryNode { Operator: "^" } power:
                if (power.Right is not NumberNode { Value: >= 1 and <= 10 } times || times.Value != Math.Floor(times.Value))
                    throw formula.Fault(power.Right, "Terms are raised to a whole number from 1 to 10; for the power of a column write I(x^2)");
                var sums = Products(power.Left);
                var result = sums;
                for (var k = 1; k < (int)times.Value; k++) result = Join(result, Cross(result, sums));
                return result;
            case NameNode or CallNode:
                if (node is CallNode { Function: "offset" }) throw formula.Fault(node, "An offset stands by itself: y ~ a + offset(z)");
                Variable.Check(formula, node);
                _named.AddRange(node.Columns);
                return [[Place(node)]];
            case NumberNode { Value: 0 or 1 }:
                throw formula.Fault(node, "0 and 1 stand for the intercept only at the top of a formula: y ~ 0 + a");
            default:
                throw formula.Fault(node, node is BinaryNode comparison
                    ? $"'{comparison.Operator}' compares values; put it into I( ), as in I(x > 3)"
                    : "A column, or a function of columns, is expected here; arithmetic stands in I( ), as in I(x/2)");
        }
    }

    private int Place(Node node)
    {
        var text = $"{node}";
        if (_placeOf.TryGetValue(text, out var place)) return place;
        _variables.Add(node);
        return _placeOf[text] = _variables.Count - 1;
    }

    private static List<int[]> Join(List<int[]> first, List<int[]> second)
    {
        var joined = new List<int[]>(first.Count + second.Count);
        var known = new HashSet<TermKey>(first.Count + second.Count);
        foreach (var term in first.Concat(second))
            if (known.Add(new TermKey(term))) joined.Add(term);
        return joined;
    }

    private static List<int[]> Cross(List<int[]> first, List<int[]> second) =>
        Join([.. from a in first from b in second select a.Union(b).Order().ToArray()], []);

    /// <summary>A term compared by its variables.</summary>
    private readonly struct TermKey(int[] variables) : IEquatable<TermKey>
    {
        private readonly int[] _variables = variables;

        public bool Equals(TermKey other) => _variables.AsSpan().SequenceEqual(other._variables);

        public override bool Equals(object? other) => other is TermKey key && Equals(key);

        public override int GetHashCode()
        {
            var hash = 17u;
            foreach (var variable in _variables) hash = BitOperations.RotateLeft(hash * 31, 5) + (uint)variable;
            return (int)hash;
        }
    }
}
