using LogOdds.Models;

namespace LogOdds.Sql;

/// <summary>A fit at whose coefficients every row is on the side of its class: complete separation.</summary>
/// <param name="design">The rows as a design.</param>
/// <param name="coefficients">Slopes in the data's units, the intercept last.</param>
/// <param name="largest">The largest log-odds of a row, without offsets.</param>
internal sealed class SqlSeparatedFit(SqlDesign design, double[] coefficients, double largest) : ISeparatedFit
{
    private const int ShownTerms = 5;

    /// <inheritdoc/>
    public SeparationReport Report()
    {
        var (columns, encoding) = (design.Columns, design.Rows.Encoding);
        string[] terms = [.. columns.Kept.Select(j => encoding.Terms[j])];
        string[] named = [.. Enumerable.Range(0, terms.Length).Where(j => coefficients[j] != 0).OrderByDescending(j => Math.Abs(coefficients[j] * columns.Standard.Scales[j])).Select(j => terms[j])];
        var list = string.Join(", ", named.Take(ShownTerms)) + (named.Length > ShownTerms ? $" and {named.Length - ShownTerms} more" : "");
        var words = $"The classes of {encoding.Response.Column} are completely separated: {(named.Length == 1 ? $"{list} tells them apart alone" : $"a combination of {list} tells them apart")}, without error.";
        var moves = Enumerable.Range(0, terms.Length).Where(j => coefficients[j] != 0).Select(j => (terms[j], coefficients[j] / largest)).ToList();
        if (encoding.HasIntercept && coefficients[^1] != 0) moves.Insert(0, (LogisticModel.InterceptTerm, coefficients[^1] / largest));
        // Which rows gain first is not known here: no row is seen.
        return new SeparationReport(words, named, IsComplete: true, moves, design.Rows.Rows, []);
    }

    /// <inheritdoc/>
    public double[]? AddLimits(CoefficientLines lines, CoefficientTable table)
    {
        foreach (var k in table.Estimated) lines[table.LineOf(k)] = lines[table.LineOf(k)] with { Limit = coefficients[k] < 0 ? CoefficientLimit.MinusInfinity : CoefficientLimit.PlusInfinity };
        return null;
    }
}
