using LogOdds.Data;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Sql;

/// <summary>The rows of a query in a database: all that is known of them are sums.</summary>
internal sealed class SqlRows : FitRows
{
    private readonly ISqlEngine _engine;
    private readonly SqlSource _source;
    private readonly FitOptions _options;
    private readonly string[] _expressions;
    private readonly double[] _factors;
    private readonly ClassSums _sums;
    private readonly ColumnMoments _moments;

    private SqlRows(ISqlEngine engine, SqlSource source, FitOptions options, string[] expressions, double[] factors, ClassSums sums, ColumnMoments moments)
    {
        (_engine, _source, _options, _expressions, _factors, _sums, _moments) = (engine, source, options, expressions, factors, sums, moments);
        TotalWeight = factors[0] * (sums.Weight - sums.PositiveWeight) + factors[1] * sums.PositiveWeight;
    }

    /// <summary>Rows, weight, and both of the class that counts as 1; rows of weight above 0.</summary>
    private readonly record struct ClassSums(double Weight, double Positives, double PositiveWeight, double Weighted);

    /// <summary>Learns the encoding and the moments of the columns.</summary>
    /// <exception cref="UnusableDataException">The rows cannot be fitted to, or the options ask for what a database cannot answer.</exception>
    public static SqlRows Learn(ISqlEngine engine, Formula formula, FitOptions options)
    {
        RequireSums(options);
        var source = SqlSource.Learn(engine, formula, options);
        var sql = source.Sql;
        string[] expressions = [.. sql.Columns()];
        var sums = SumsOfClasses(engine, source, sql, expressions);
        var rows = new SqlRows(engine, source, options, [.. expressions.Select(expression => source.IsPlain(expression) ? expression : engine.NotNull(expression))], [1, 1], sums, new ColumnMoments(expressions.Length, sums.Weight));
        rows.FillMoments();
        return rows;
    }

    /// <inheritdoc/>
    public override Encoding Encoding => _source.Encoding;

    /// <inheritdoc/>
    public override long Rows => (long)_source.Rows;

    /// <inheritdoc/>
    public override double TotalWeight { get; }

    /// <inheritdoc/>
    public override ColumnMoments Moments => _moments;

    /// <inheritdoc/>
    public override RowCounts Counts => new((long)_source.Read, Rows, _source.MissingByColumn, Rows - _sums.Positives, _sums.Positives);

    /// <summary>1 − 2y.</summary>
    public string Turn => _source.Turn;

    /// <summary>The rows as values of SQL.</summary>
    public SqlLayout Layout => LayoutOf(null, TotalWeight);

    /// <summary>The same with weights that are multiplied by a factor.</summary>
    public SqlLayout LayoutOf(string? factor, double totalWeight)
    {
        string Number(double value) => _engine.Dialect.Number(value);
        var ofClass = _factors is [1, 1] ? null : $"(case when {_source.Turn} < {Number(0)} then {Number(_factors[1])} else {Number(_factors[0])} end)";
        string[] parts = [.. new[] { _source.Weight, ofClass, factor }.OfType<string>()];
        return new SqlLayout(_engine, _source.Complete, _source.Hash, Rows, totalWeight, _source.Turn, parts.Length == 0 ? null : string.Join(" * ", parts), _source.Sql.Offset is { } offset ? _engine.NotNull(offset) : null);
    }

    /// <inheritdoc/>
    public override void Require(FitOptions options) => RequireSums(options);

    /// <inheritdoc/>
    public override FitRows WithClassWeights(ClassWeight classWeight) =>
        new SqlRows(_engine, _source, _options, _expressions, classWeight.FactorsOf(Encoding.Response.Levels, [_sums.Weight - _sums.PositiveWeight, _sums.PositiveWeight]), _sums, _moments);

    /// <inheritdoc/>
    public override double Observations(WeightKind kind) => _options.Weights is null ? Rows : kind == WeightKind.Frequency ? _sums.Weight : _sums.Weighted;

    /// <inheritdoc/>
    public override (double Saturated, double LogWays) Grouping() => (0, 0);

    /// <inheritdoc/>
    public override double NullLoss()
    {
        var hasOffsets = Encoding.Offsets.Count > 0;
        if (!Encoding.HasIntercept && !hasOffsets) return TotalWeight * Math.Log(2);
        if (!hasOffsets)
        {
            var positive = _factors[1] * _sums.PositiveWeight;
            var negative = TotalWeight - positive;
            return -(positive * Math.Log(positive / TotalWeight) + negative * Math.Log(negative / TotalWeight));
        }
        var alone = new LinearObjective(new SqlRowSums(Layout, []), Standardization.Identity(0), Encoding.HasIntercept, threads: 1);
        return TotalWeight * (Encoding.HasIntercept ? new Newton { Tolerance = 1e-12 }.Solve(alone, new NoPenalty(), [0]).Objective : alone.Evaluate([0], new double[1]));
    }

    /// <inheritdoc/>
    public override FitDesign On(FittedColumns columns) => On(columns, Layout);

    /// <summary>The same with other weights.</summary>
    public SqlDesign On(FittedColumns columns, SqlLayout layout) => new(this, columns, layout, [.. columns.Kept.Select((j, k) => SqlDesignColumn.Of(_engine.Dialect, _expressions[j], _source.IsPlain(_expressions[j]),
        _moments.Means[j], Math.Sqrt(_moments.SumsOfSquares[j] / _moments.TotalWeight), columns.Own.Centers[k]))]);

    /// <summary>Weights and classes, and whether every expression has a value.</summary>
    private static ClassSums SumsOfClasses(ISqlEngine engine, SqlSource source, SqlEncoding sql, string[] expressions)
    {
        var (zero, one) = (engine.Dialect.Number(0), engine.Dialect.Number(1));
        var weight = source.Weight ?? one;
        string[] computed = [.. expressions.Where(expression => !source.IsPlain(expression)), .. sql.Offset is { } offset ? new[] { offset } : []];
        // At most as many as a query takes.
        var nulls = computed.Chunk(engine.MaxSums - 5).ToArray();
        var pass = new SqlPass(source.Complete, [],
        [
            $"sum({weight})",
            $"sum(case when {source.Turn} < {zero} then {one} else {zero} end)",
            $"sum(case when {source.Turn} < {zero} then {weight} else {zero} end)",
            $"sum(case when {weight} > {zero} then {one} else {zero} end)",
            "count(*)",
        ]);
        var sums = engine.Sums(pass);
        foreach (var chunk in nulls)
        {
            var missing = engine.Sums(new SqlPass(source.Complete, [], [.. chunk.Select(expression => (SqlSum)$"sum(case when {expression} is null then {one} else {zero} end)")]));
            if (Array.FindIndex(missing, count => count > 0) is var at and >= 0)
                throw new UnusableDataException($"{NameOf(source.Encoding, expressions, chunk[at])} is not a finite number in {missing[at]:0} rows",
                    remedy: "Every value must be a finite number: leave those rows out, or use another function, such as log1p for counts with zeros.");
        }
        engine.Remember(pass, sums);
        if (!(sums[2] > 0 && sums[2] < sums[0]))
            throw new UnusableDataException($"all rows of weight above 0 are of one class of '{source.Encoding.Response.Column}'", remedy: "A fit needs rows of both classes.");
        return new ClassSums(sums[0], sums[1], sums[2], sums[3]);
    }

    private static string NameOf(Encoding encoding, string[] expressions, string expression) => Array.IndexOf(expressions, expression) is var j and >= 0 ? encoding.Terms[j] : "the offset";

    /// <summary>Means first, then squares about them: nothing cancels.</summary>
    private void FillMoments()
    {
        var weight = _source.Weight;
        string Number(double value) => _engine.Dialect.Number(value);
        // Rows of weight 0 have no part in it.
        var where = weight is null ? _source.Complete : string.Join(" and ", new[] { _source.Complete, $"{weight} > {Number(0)}" }.OfType<string>());
        var perPass = Math.Max(1, _engine.MaxSums / 3);
        for (var first = 0; first < _expressions.Length; first += perPass)
        {
            int[] own = [.. Enumerable.Range(first, Math.Min(perPass, _expressions.Length - first))];
            SqlValue[] columns = [.. own.Select(j => new SqlValue(SqlLayout.Column(j), _expressions[j], _source.IsPlain(_expressions[j]))), .. weight is null ? [] : new[] { new SqlValue("lo_w", weight, IsPlain: true) }];
            string W(string expression) => weight is null ? expression : $"lo_w * {expression}";
            var sums = _engine.Sums(new SqlPass(where, [columns], [.. own.SelectMany(j => new SqlSum[] { $"sum({W(SqlLayout.Column(j))})", $"min({SqlLayout.Column(j)})", $"max({SqlLayout.Column(j)})" })]));
            for (var k = 0; k < own.Length; k++)
            {
                _moments.IsConstant[own[k]] = sums[3 * k + 1] == sums[3 * k + 2];
                _moments.Means[own[k]] = _moments.IsConstant[own[k]] ? sums[3 * k + 1] : sums[3 * k] / _moments.TotalWeight;
            }
            var squares = _engine.Sums(new SqlPass(where, [columns, [.. own.Select(j => new SqlValue($"lo_c{j}", $"{SqlLayout.Column(j)} - {Number(_moments.Means[j])}", IsPlain: true))]],
                [.. own.Select(j => (SqlSum)$"sum({W($"lo_c{j} * lo_c{j}")})")]));
            for (var k = 0; k < own.Length; k++) _moments.SumsOfSquares[own[k]] = squares[k];
        }
        var column = 0;
        foreach (var term in Encoding.ModelTerms)
        {
            var form = term.Variables.Zip(term.IsFull).All(pair => pair.First is FactorVariable factor && factor.IsIndicator(pair.Second)) ? ColumnForm.Level : ColumnForm.Numbers;
            for (var k = 0; k < term.ColumnNames.Count; k++) _moments.Forms[column++] = form;
        }
    }

    /// <summary>What sums answer, and what needs the rows themselves.</summary>
    private static void RequireSums(FitOptions options)
    {
        var what = options switch
        {
            { Strata: not null } => "a fit conditional on matched sets",
            { Cluster: not null } or { Covariance: not CovarianceKind.Model } or { WeightKind: WeightKind.Sampling } => "robust standard errors",
            { BiasReduction: not BiasReduction.None } => "Firth's fit",
            { Storage: NumberStorage.Single } => "storage in single precision",
            { Solver: IFixedRateSolver } => "a descent at a fixed rate",
            { ProximalSolver: CoordinateDescent or WorkingSet } => "a descent by columns",
            _ => null,
        };
        if (what is not null) throw new UnusableDataException($"{what} needs the rows themselves, which stay in the database", remedy: "Read them out, or leave the choice to be made.");
    }
}
