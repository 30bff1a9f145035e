using LogOdds.Data;

namespace LogOdds.Sql;

/// <summary>The rows of a query as values of SQL, and the passes over them.</summary>
internal sealed class SqlLayout
{
    /// <summary>1 − 2y.</summary>
    public const string Turn = "lo_t";

    /// <summary>The curvature of a row's loss.</summary>
    public const string Bend = "lo_d";

    /// <summary>The linear predictor without offsets.</summary>
    public const string Predicted = "lo_e";

    // Rows beyond are as good as told apart; products of e^−η with columns stay within the range of doubles, which some engines insist on.
    private const double Furthest = 100;

    // Residuals up to here leave digits enough in 1 − |r|.
    private const double Misfit = 0.9;

    /// <summary>The weight of a row, where rows have weights.</summary>
    public const string Weight = "lo_w";

    private const string Offset = "lo_o";

    // Samples are so many parts of 2^20 of the rows.
    private const int SampleBits = 20;

    // A part of the rows that shows whether they can be sampled, and how far from its share it may be.
    private const double Probe = 1.0 / 64, MostAstray = 0.25;

    private readonly ISqlEngine _engine;
    private readonly string? _where;
    private readonly string? _hash;
    private readonly Lazy<bool> _hasSamples;
    private readonly SqlValue[] _values;
    private readonly bool _hasOffset;

    /// <summary>Lays out rows.</summary>
    /// <param name="engine">Who holds them.</param>
    /// <param name="where">Which ones; null for all.</param>
    /// <param name="hash">What they are sampled by; null where they cannot be.</param>
    /// <param name="rows">How many there are.</param>
    /// <param name="totalWeight">Their weight.</param>
    /// <param name="turn">1 − 2y.</param>
    /// <param name="weight">w; null where each counts once.</param>
    /// <param name="offset">What is added to the log-odds; null for nothing.</param>
    public SqlLayout(ISqlEngine engine, string? where, string? hash, double rows, double totalWeight, string turn, string? weight, string? offset)
    {
        (_engine, _where, _hash, Rows, TotalWeight, _hasOffset, HasWeights) = (engine, where, hash, rows, totalWeight, offset is not null, weight is not null);
        _values = [new SqlValue(Turn, turn, IsPlain: true), .. weight is null ? [] : new[] { new SqlValue(Weight, weight, IsPlain: true) }, .. offset is null ? [] : new[] { new SqlValue(Offset, offset) }];
        // Rows that are equal go together, which is harmless unless there are only few different ones.
        _hasSamples = new Lazy<bool>(() => _hash is not null && Math.Abs(Sample(Probe * Rows).Rows / (Probe * Rows) - 1) < MostAstray);
    }

    /// <summary>The same values of some of the rows.</summary>
    private SqlLayout(SqlLayout all, string where)
    {
        (_engine, _where, _hash, _values, _hasOffset, _hasSamples, HasWeights) = (all._engine, where, all._hash, all._values, all._hasOffset, all._hasSamples, all.HasWeights);
        var sums = _engine.Sums(Pass([], [], ["count(*)", .. HasWeights ? new SqlSum[] { $"sum({Weight})" } : []]));
        // Over no rows there is no sum.
        (Rows, TotalWeight) = (sums[0], sums[0] == 0 ? 0 : sums[^1]);
    }

    /// <summary>n.</summary>
    public double Rows { get; }

    /// <summary>Σ w.</summary>
    public double TotalWeight { get; }

    /// <summary>Whether some of the rows can be asked without the others.</summary>
    public bool HasSamples => _hasSamples.Value;

    /// <summary>Whether rows have weights.</summary>
    public bool HasWeights { get; }

    /// <summary>The most sums of a query, beside the count of the rows.</summary>
    public int MaxSums => _engine.MaxSums;

    /// <summary>1.</summary>
    public string One => Number(1);

    /// <summary>About so many of the rows, the same ones each time, chosen by a hash of their values.</summary>
    public SqlLayout Sample(double rows)
    {
        var chosen = _engine.IsBelow(_hash!, SampleBits, (long)Math.Ceiling(rows / Rows * (1 << SampleBits)));
        return new SqlLayout(this, _where is null ? chosen : $"{_where} and {chosen}");
    }

    /// <summary>A design column.</summary>
    public static string Column(int j) => $"lo_x{j}";

    /// <summary>What a row is off at the k-th coefficients, r = p − y.</summary>
    public static string Residual(int k) => $"lo_r{k}";

    /// <summary>The natural logarithm.</summary>
    public string Ln(string expression) => _engine.Dialect.Ln(expression);

    /// <summary>A literal.</summary>
    public string Number(double value) => _engine.Dialect.Number(value);

    /// <summary>An expression times the weight.</summary>
    public string Weighted(string expression) => HasWeights ? $"{Weight} * {expression}" : expression;

    /// <summary>A number where a row has weight, another where it has none.</summary>
    public string WhereWeighted(string expression, double otherwise) => HasWeights ? $"case when {Weight} > {Number(0)} then {expression} else {Number(otherwise)} end" : expression;

    /// <summary>An expression and the offset.</summary>
    public string WithOffset(string expression) => _hasOffset ? $"({expression} + {Offset})" : expression;

    /// <summary>b₀ + Σ bⱼ uⱼ.</summary>
    public string Linear(SqlDesignColumn[] columns, double[] coefficients) => Linear(columns, coefficients, Column);

    /// <summary>The same where the columns have no names yet.</summary>
    public string Written(SqlDesignColumn[] columns, double[] coefficients) => Linear(columns, coefficients, j => columns[j].Expression);

    /// <summary>|b₀| + Σ |bⱼ uⱼ|, against which the rounding of the sum is to be seen.</summary>
    public string Size(SqlDesignColumn[] columns, double[] coefficients) =>
        SqlEncoding.Sum([Number(Math.Abs(coefficients[^1])), .. columns.Select((_, j) => j).Where(j => coefficients[j] != 0).Select(j => $"{Number(Math.Abs(coefficients[j]))} * abs({Column(j)})")]);

    private string Linear(SqlDesignColumn[] columns, double[] coefficients, Func<int, string> name) =>
        SqlEncoding.Sum([Number(coefficients[^1]), .. columns.Select((_, j) => j).Where(j => coefficients[j] != 0).Select(j => $"{Number(coefficients[j])} * {name(j)}")]);

    /// <summary>What a row is off, t/(1 + e^−tη): near 0 to its last digit.</summary>
    public SqlValue ResidualAt(int k, string predictor) =>
        new(Residual(k), $"{Turn} / ({One} + exp(greatest(least(-{Turn} * {predictor}, {Number(Furthest)}), {Number(-Furthest)})))");

    /// <summary>The loss of a row whose residual is known: −ln(1 − |r|), or |η| − ln |r| where it fits so badly that little is left of 1.</summary>
    /// <remarks>Only for those rows does η have to be computed again.</remarks>
    public string Loss(int k, string predictor) =>
        $"(case when abs({Residual(k)}) < {Number(Misfit)} then -{Ln($"({One} - abs({Residual(k)}))")} else abs({predictor}) - {Ln($"abs({Residual(k)})")} end)";

    /// <summary>A pass over the rows: the design columns, then stages of values, then sums of them.</summary>
    public SqlPass Pass(SqlDesignColumn[] columns, IEnumerable<SqlValue[]> stages, IReadOnlyList<SqlSum> sums) => new(_where,
        [[.. columns.Select((column, j) => new SqlValue(Column(j), column.Expression, column.IsPlain)), .. _values], .. stages.Where(stage => stage.Length > 0)], sums);

    /// <summary>Asks for sums, in as many passes as it takes; each counts the rows.</summary>
    /// <exception cref="UnusableDataException">The rows changed meanwhile.</exception>
    public double[] Ask(SqlDesignColumn[] columns, SqlValue[][] stages, IReadOnlyList<SqlSum> sums)
    {
        var answers = new double[sums.Sum(sum => sum.Numbers)];
        var (most, at) = (_engine.MaxSums - 1, 0);
        for (var start = 0; start < sums.Count;)
        {
            var (end, numbers) = (start, 0);
            while (end < sums.Count && (end == start || numbers + sums[end].Numbers <= most)) numbers += sums[end++].Numbers;
            var part = _engine.Sums(Pass(columns, stages, [.. sums.Skip(start).Take(end - start), "count(*)"]));
            if (part[^1] != Rows)
                throw new UnusableDataException($"the query gave {Rows:0} rows when the fit began and {part[^1]:0} now", remedy: "Fit a table that does not change meanwhile.");
            part.AsSpan(0, numbers).CopyTo(answers.AsSpan(at));
            (start, at) = (end, at + numbers);
        }
        return answers;
    }

    /// <summary>The areas under the curves of rows in the order of a pass; NaN where the database cannot order them.</summary>
    public (double Roc, double AveragePrecision) Areas(SqlPass pass)
    {
        if (!_engine.HasWindows) return (double.NaN, double.NaN);
        string Of(string sign) => $"case when {Turn} {sign} {Number(0)} then {(HasWeights ? Weight : One)} else {Number(0)} end";
        return _engine.Areas(pass, WithOffset(Predicted), Of("<"), Of(">"));
    }
}
