using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Tests.Models;

namespace LogOdds.Tests.Laws;

/// <summary>The reference fits with their rows shuffled and their columns multiplied by a million or a millionth: the same model in other units.</summary>
public class ShuffledAndScaledTests
{
    public static TheoryData<string> Cases => GlmReferenceTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Order_and_units_change_no_figure(string file)
    {
        var c = GlmCase.Load(file);
        var plain = c.Fit();
        var (moved, scales) = Moved(c, plain.Encoding);
        var other = LogisticRegression.Fit(moved, c.Formula, c.Options with { Intervals = IntervalKind.Profile });
        var profiles = LogisticRegression.Fit(c.Table, c.Formula, c.Options with { Intervals = IntervalKind.Profile });
        Assert.Equal(plain.Coefficients.Select(line => line.Term), other.Coefficients.Select(line => line.Term));
        var units = UnitsOf(plain.Encoding, scales);
        for (var k = 0; k < plain.Coefficients.Count; k++)
        {
            var (before, after, unit) = (plain.Coefficients[k], other.Coefficients[k], units.GetValueOrDefault(plain.Coefficients[k].Term, 1));
            Assert.Equal(before.Estimate is null, after.Estimate is null);
            if (before.Estimate is not { } estimate) continue;
            Near.Absolute(estimate / before.StandardError!.Value, unit * after.Estimate!.Value / before.StandardError.Value, 1e-9 * (1 + Math.Abs(before.Z!.Value)), $"estimate of {before.Term}");
            Near.Relative(before.StandardError.Value, unit * after.StandardError!.Value, 1e-9, $"standard error of {before.Term}");
            Near.Absolute(before.P!.Value, after.P!.Value, 1e-9, $"p of {before.Term}");
            Near.Absolute(profiles.Coefficients[k].Low!.Value / before.StandardError.Value, unit * after.Low!.Value / before.StandardError.Value, 1e-7, $"low of {before.Term}");
            Near.Absolute(profiles.Coefficients[k].High!.Value / before.StandardError.Value, unit * after.High!.Value / before.StandardError.Value, 1e-7, $"high of {before.Term}");
        }
        Near.Relative(plain.Statistics.Deviance, other.Statistics.Deviance, 1e-10, "deviance");
        Near.Relative(plain.Statistics.NullDeviance, other.Statistics.NullDeviance, 1e-12, "null deviance");
        Near.Relative(plain.Training.Brier, other.Training.Brier, 1e-9, "Brier");

        var (first, second) = (new Analysis(plain, c.Table), new Analysis(other, moved));
        foreach (var (before, after) in first.Drop().Zip(second.Drop()))
        {
            Near.Mixed(before.LikelihoodRatio, after.LikelihoodRatio, 1e-8, $"likelihood ratio of {before.Name}");
            Near.Mixed(before.Score, after.Score, 1e-8, $"score of {before.Name}");
            Near.Mixed(before.Wald, after.Wald, 1e-8, $"Wald of {before.Name}");
        }
        Near.Relative(first.Rows().Leverages.Max(), second.Rows().Leverages.Max(), 1e-8, "largest leverage");
        Near.Relative(first.Rows().CooksDistances.Sum(), second.Rows().CooksDistances.Sum(), 1e-8, "sum of Cook's distances");
    }

    private static (Table Table, Dictionary<string, double> Scales) Moved(GlmCase c, Encoding encoding)
    {
        // A column that functions other than powers of the whole range are taken of means something else in other units.
        var fixedColumns = encoding.Variables.Where(v => v is FactorVariable || v is NumericVariable { Basis: null, IsPlainColumn: false } || v is NumericVariable { Basis: SplineBasis })
            .SelectMany(v => v.Columns).Concat(encoding.Response.Columns).Concat(encoding.OffsetNodes.SelectMany(node => node.Columns)).Append(c.Options.Weights).Append(c.Options.Offset).ToHashSet();
        var scales = new Dictionary<string, double>();
        var columns = c.Table.Columns.Select(column =>
        {
            if (column is not NumericColumn numbers || fixedColumns.Contains(column.Name)) return column;
            var scale = scales[column.Name] = scales.Count % 2 == 0 ? 1e6 : 1e-6;
            return new NumericColumn(column.Name, numbers.Values.ToArray().Select(value => NumericColumn.IsMissingValue(value) ? value : scale * value).ToArray());
        }).ToArray();
        var order = Enumerable.Range(0, c.Table.Rows).ToArray();
        new SeededRandom(c.Table.Rows).Shuffle(order);
        return (new Table(columns).Select(order), scales);
    }

    /// <summary>What the unit of each design column was multiplied by; polynomials over the rows and scaled columns have none.</summary>
    private static Dictionary<string, double> UnitsOf(Encoding encoding, Dictionary<string, double> scales)
    {
        var units = new Dictionary<string, double>();
        foreach (var term in encoding.ModelTerms)
        {
            var unit = term.Variables.OfType<NumericVariable>().Where(v => v.IsPlainColumn).Aggregate(1.0, (product, v) => product * scales.GetValueOrDefault(v.Columns[0], 1));
            var isRaw = term.Variables is [NumericVariable { Basis: PolynomialBasis { Norms.Count: 0 } }];
            for (var j = 0; j < term.ColumnNames.Count; j++)
                units[term.ColumnNames[j]] = isRaw ? Math.Pow(scales.GetValueOrDefault(term.Variables[0].Columns[0], 1), j + 1) : unit;
        }
        return units;
    }
}
