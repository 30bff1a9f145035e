using LogOdds.Data;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Sql;

/// <summary>
/// Models as SQL: a plain expression over the model's columns, in which the linear predictor stands once. It is null where a column is null, where a
/// level was not in the fit, and where the library would refuse a value.
/// </summary>
public static class SqlScoring
{
    // e^−η is no double below the first, and makes no difference to 1 beyond the second.
    private const double Lowest = -700, Highest = 40;

    /// <summary>The probability of the class that counts as 1, after the calibration where the model has one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dialect">The engine.</param>
    /// <exception cref="NoAnswerException">The fit is conditional on matched sets.</exception>
    /// <exception cref="UnusableDataException">A term, or an isotonic calibration, has no SQL.</exception>
    public static string Probability(LogisticModel model, SqlDialect dialect)
    {
        model.RequireProbabilities();
        var estimates = model.Coefficients.Select(line => line.Estimate ?? 0).ToArray();
        var hasIntercept = model.Encoding.HasIntercept;
        var intercept = model.PredictionIntercept ?? (hasIntercept ? estimates[0] : 0);
        // Platt's map is one more linear function.
        var (slope, added) = model.Calibration switch
        {
            null or BetaMap => (1, 0),
            PlattMap platt => (platt.Slope, platt.Intercept),
            _ => throw new UnusableDataException("an isotonic calibration has as many steps as it found, and is not written as SQL", remedy: "Calibrate with --method platt or beta, or take the calibration off."),
        };
        double[] slopes = [.. estimates.Skip(hasIntercept ? 1 : 0).Select(estimate => estimate * slope)];
        var eta = SqlEncoding.OfNames(model.Encoding, dialect).Predictor(slopes, intercept * slope + added, slope);
        return model.Calibration is BetaMap beta ? dialect.Let(Beta(beta, eta, dialect), Logistic(dialect)) : dialect.Let(eta, Logistic(dialect));
    }

    /// <summary>The probability of each class, in the order of the model's classes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dialect">The engine.</param>
    /// <exception cref="UnusableDataException">A term has no SQL.</exception>
    public static IReadOnlyList<string> Probabilities(ClassModel model, SqlDialect dialect)
    {
        var encoding = SqlEncoding.OfNames(model.Encoding, dialect);
        var (terms, classes) = (model.Encoding.Terms.Count, model.Classes.Count);
        var estimates = model.Coefficients.Select(line => line.Estimate ?? 0).ToArray();
        if (model.Kind == ClassModelKind.Ordinal)
        {
            // F(u) − F(l) = F(u)·F(−l)·(1 − e^(l − u)): u and l move together, so the last is a number.
            var (slopes, thresholds) = (estimates[..terms], estimates[terms..]);
            double[] negative = [.. slopes.Select(slope => -slope)];
            string Below(int k) => dialect.Let(encoding.Predictor(negative, thresholds[k], -1), Logistic(dialect));
            string Above(int k) => dialect.Let(encoding.Predictor(slopes, -thresholds[k], 1), Logistic(dialect));
            return [.. Enumerable.Range(0, classes).Select(k => k == 0 ? Below(0) : k == classes - 1 ? Above(k - 1)
                : $"({Below(k)} * {Above(k - 1)} * {dialect.Number(1 - Math.Exp(thresholds[k - 1] - thresholds[k]))})")];
        }
        // 1/Σ e^(ηⱼ − ηₖ), each difference a linear predictor with coefficients of its own.
        var (intercepts, first) = (model.Encoding.HasIntercept ? 1 : 0, model.IsSymmetric ? 0 : 1);
        double[] Vector(int k) => k < first ? new double[terms + intercepts] : estimates.AsSpan((k - first) * (terms + intercepts), terms + intercepts).ToArray();
        var vectors = Enumerable.Range(0, classes).Select(Vector).ToArray();
        string Ratio(int j, int k)
        {
            double[] difference = [.. vectors[j].Zip(vectors[k], (a, b) => a - b)];
            return dialect.Let(encoding.Predictor(difference.AsSpan(intercepts), intercepts == 1 ? difference[0] : 0, 0), Exponential(dialect));
        }
        return [.. Enumerable.Range(0, classes).Select(k => $"({dialect.Number(1)} / {SqlEncoding.Sum([dialect.Number(1), .. Enumerable.Range(0, classes).Where(j => j != k).Select(j => Ratio(j, k))])})")];
    }

    /// <summary>A query that adds the probability to the rows of a table, as the column <c>probability</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dialect">The engine.</param>
    /// <param name="table">The table; a dot stands between schema and table, except in double quotes.</param>
    /// <exception cref="NoAnswerException">The fit is conditional on matched sets.</exception>
    /// <exception cref="UnusableDataException">A term has no SQL.</exception>
    public static string Query(LogisticModel model, SqlDialect dialect, string table) =>
        Query(dialect, table, [("probability", Probability(model, dialect))]);

    /// <summary>A query that adds the probability of each class to the rows of a table, as <c>probability_</c> and the class.</summary>
    /// <inheritdoc cref="Query(LogisticModel, SqlDialect, string)"/>
    public static string Query(ClassModel model, SqlDialect dialect, string table) =>
        Query(dialect, table, model.Classes.Zip(Probabilities(model, dialect)).Select(pair => ($"probability_{pair.First}", pair.Second)));

    private static string Query(SqlDialect dialect, string table, IEnumerable<(string Name, string Expression)> columns) =>
        $"select t.*,\n  {string.Join(",\n  ", columns.Select(column => $"{column.Expression} as {dialect.Identifier(column.Name)}"))}\nfrom {TableName(dialect, table)} as t";

    /// <summary>The parts of a name between dots, each in the quotes of the engine.</summary>
    internal static string TableName(SqlDialect dialect, string name)
    {
        var parts = new List<string>();
        var (part, isQuoted) = (new System.Text.StringBuilder(), false);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '"' && isQuoted && i + 1 < name.Length && name[i + 1] == '"') part.Append(name[i++]);
            else if (name[i] == '"' && (isQuoted || part.Length == 0)) isQuoted = !isQuoted;
            else if (name[i] == '.' && !isQuoted)
            {
                parts.Add($"{part}");
                part.Clear();
            }
            else part.Append(name[i]);
        }
        parts.Add($"{part}");
        if (isQuoted || parts.Contains("")) throw new ArgumentException($"'{name}' is no name of a table: write table, schema.table, or \"a name.with dots\".", nameof(name));
        return string.Join('.', parts.Select(dialect.Identifier));
    }

    /// <summary>1/(1 + e^−η) of the bound value. What is not finite in the end has no probability.</summary>
    private static string Logistic(SqlDialect dialect) =>
        $"case when {SqlDialect.Bound} < {dialect.Number(Lowest)} then {dialect.Number(0)} when {SqlDialect.Bound} <= {dialect.Number(Highest)} then {dialect.Number(1)} / ({dialect.Number(1)} + exp(-{SqlDialect.Bound})) when {SqlDialect.Bound} <= {dialect.Number(double.MaxValue)} then {dialect.Number(1)} end";

    /// <summary>e^η of the bound value, held to what is a double.</summary>
    private static string Exponential(SqlDialect dialect) =>
        $"case when {SqlDialect.Bound} < {dialect.Number(Lowest)} then {dialect.Number(0)} when {SqlDialect.Bound} <= {dialect.Number(-Lowest)} then exp({SqlDialect.Bound}) when {SqlDialect.Bound} <= {dialect.Number(double.MaxValue)} then {dialect.Number(Math.Exp(-Lowest))} end";

    /// <summary>a·ln p − b·ln(1 − p) + c for the log-odds of p.</summary>
    private static string Beta(BetaMap map, string eta, SqlDialect dialect)
    {
        var (zero, one) = (dialect.Number(0), dialect.Number(1));
        // ln(1 + e^−|η|) to an absolute error of the last place of 1.
        var rest = $"case when abs({SqlDialect.Bound}) > {dialect.Number(Highest)} then {zero} else {dialect.Ln($"{one} + exp(-abs({SqlDialect.Bound}))")} end";
        return dialect.Let(eta, $"case when {SqlDialect.Bound} < {zero} then {dialect.Number(map.A)} * {SqlDialect.Bound} when {SqlDialect.Bound} >= {zero} then {dialect.Number(map.B)} * {SqlDialect.Bound} end + {dialect.Number(map.B - map.A)} * {rest} + {dialect.Number(map.C)}");
    }
}
