using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Models;

/// <summary>
/// The definition of a profile: how far the deviance rises when one coefficient is held at a value and the others are fitted anew, with
/// the held one as an offset. It shares no code with the search for the ends.
/// </summary>
internal sealed class ProfileCheck
{
    private readonly FitData _data;
    private readonly string[] _terms;
    private readonly double[][] _columns;
    private readonly double[] _fitted;
    private readonly double _least;

    public ProfileCheck(GlmCase c, LogisticModel model)
    {
        _data = FitData.Learn(c.Table, Formula.Parse(c.Formula), c.Options);
        int[] kept = [.. Enumerable.Range(0, model.Encoding.Terms.Count).Where(j => model[model.Encoding.Terms[j]].Estimate is not null)];
        var design = Designs.Create(_data.Data, kept, new double[kept.Length]);
        _columns = [.. Enumerable.Range(0, kept.Length).Select(design.Column)];
        _terms = [.. kept.Select(j => model.Encoding.Terms[j])];
        if (model.Encoding.HasIntercept)
        {
            _columns = [[.. Enumerable.Repeat(1.0, design.Rows)], .. _columns];
            _terms = [LogisticModel.InterceptTerm, .. _terms];
        }
        _fitted = [.. new Analysis(model, c.Table).Rows().LogOdds];
        _least = model.Statistics.TotalLoss;
    }

    /// <summary>χ² of one degree of freedom at 95 %.</summary>
    public const double Wanted = 3.841458820694124;

    public double At(string term, double value)
    {
        var held = Array.IndexOf(_terms, term);
        var offsets = new double[_data.Data.Rows];
        for (var i = 0; i < offsets.Length; i++) offsets[i] = _data.Response.OffsetOf(i) + value * _columns[held][i];
        // Columns of the others made orthonormal: what they span is all that matters, and Newton sees no bad conditioning.
        var basis = Orthonormal(_columns.Where((_, k) => k != held));
        var objective = new LinearObjective(new DenseDesign<double>(offsets.Length, basis), _data.Response with { Offsets = offsets }, new Logistic(), hasIntercept: false);
        // From the fitted log-odds, as near as the others can come to them: far off, a Hessian has no digits.
        double[] start = [.. basis.Select(column => Enumerable.Range(0, offsets.Length).Average(i => column.Span[i] * (_fitted[i] - offsets[i]))), 0];
        var result = new Newton { Tolerance = 1e-13 }.Solve(objective, new NoPenalty(), start);
        return 2 * (result.Objective * _data.Response.TotalWeight - _least);
    }

    private static List<ReadOnlyMemory<double>> Orthonormal(IEnumerable<double[]> columns)
    {
        var basis = new List<double[]>();
        foreach (var column in columns)
        {
            var left = column.ToArray();
            for (var round = 0; round < 2; round++)
                foreach (var other in basis)
                {
                    var along = left.Zip(other, (a, b) => a * b).Sum() / left.Length;
                    for (var i = 0; i < left.Length; i++) left[i] -= along * other[i];
                }
            var size = Math.Sqrt(left.Sum(x => x * x) / left.Length);
            basis.Add([.. left.Select(x => x / size)]);
        }
        return [.. basis.Select(column => (ReadOnlyMemory<double>)column)];
    }
}
