using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds;

/// <summary>What a fit is about: rows and columns that can be used, seen through an encoding, with responses, weights and offsets.</summary>
/// <param name="Rows">The rows in which nothing is missing.</param>
/// <param name="Encoding">How they become a design.</param>
/// <param name="Data">The design columns.</param>
/// <param name="Response">Responses, weights times trials, and offsets.</param>
/// <param name="Weights">The weights as they are given; empty means 1.</param>
/// <param name="Trials">Trials a row; empty means 1.</param>
internal sealed record FitData(UsableRows Rows, Encoding Encoding, EncodedTable Data, Response Response, ReadOnlyMemory<double> Weights, ReadOnlyMemory<double> Trials)
{
    /// <summary>Learns the encoding from the rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="options">What else a fit uses.</param>
    /// <param name="isOfSeveral">Whether the response may have more than two classes.</param>
    /// <param name="besides">Columns that are used besides: "." leaves them out, and so do rows in which they are missing.</param>
    /// <exception cref="UnusableDataException">The data cannot be fitted to.</exception>
    public static FitData Learn(Table table, Formula formula, FitOptions options, bool isOfSeveral = false, params IReadOnlyList<string> besides)
    {
        var side = formula.Expand(table, [.. new[] { options.Weights, options.Offset, options.Cluster, options.Strata }.OfType<string>(), .. options.Except, .. besides]);
        var ranks = options.Communicator;
        FitLimits.Require(side, ranks);
        var rows = ranks.Agree(() => UsableRows.Of(table, formula.Left.Columns.Concat(side.Columns).Concat(besides), options));
        var examples = ExampleRows.Of(rows.Table, formula, side, ranks);
        var coding = isOfSeveral ? ResponseCoding.LearnLevels(formula, examples, options.Levels, options.Reference)
            : ResponseCoding.Learn(formula, examples, options.Positive, options.Weights is not null);
        var encoding = Encoding.Learn(examples, formula, side, coding, options.Offset);
        return Of(rows, encoding, options);
    }

    /// <summary>Sees rows through an encoding.</summary>
    public static FitData Of(UsableRows rows, Encoding encoding, FitOptions options)
    {
        var ranks = options.Communicator;
        var data = ranks.Agree(() =>
        {
            var coded = encoding.Response.Of(rows.Table);
            var weights = options.Weights is { } name ? WeightsOf(rows.Table, name, options.WeightKind) : default;
            var response = new Response(coded.Values, Product(weights, coded.Trials), encoding.OffsetsOf(rows.Table));
            return new FitData(rows, encoding, encoding.Bind(rows.Table), response, weights, coded.Trials);
        });
        if (encoding.Response.Levels.Count == 2) RequireBothClasses(data.Response, encoding, ranks);
        else RequireAllClasses(data.Response, encoding);
        return data;
    }

    /// <summary>Weight of successes.</summary>
    public double PositiveWeight { get; } = Response.Weights.IsEmpty ? VectorKernels.Sum(Response.Values.Span) : VectorKernels.Dot(Response.Values.Span, Response.Weights.Span);

    /// <summary>Responses with the weights of their classes.</summary>
    /// <exception cref="UnusableDataException">Rows count trials, or a factor is given for a class that is none.</exception>
    public Response WithClassWeights(Response response, ClassWeight classWeight, ICommunicator? ranks = null)
    {
        if (classWeight == ClassWeight.None) return response;
        if (Encoding.Response.Kind != ResponseKind.Classes) throw new UnusableDataException("classes are weighted where each row has one; these rows count trials");
        var totals = response.WeightByClass(Encoding.Response.Levels.Count);
        (ranks ?? Alone.Instance).Sum(totals);
        var factors = classWeight.FactorsOf(Encoding.Response.Levels, totals);
        var weights = new double[response.Values.Length];
        for (var i = 0; i < weights.Length; i++) weights[i] = response.WeightOf(i) * factors[(int)response.Values.Span[i]];
        return response with { Weights = weights };
    }

    /// <summary>Rows of weight above 0; for frequency weights, their sum.</summary>
    public double Observations(WeightKind kind)
    {
        if (Response.Weights.IsEmpty) return Response.Values.Length;
        if (kind == WeightKind.Frequency && !Weights.IsEmpty) return VectorKernels.Sum(Weights.Span);
        var count = 0;
        foreach (var weight in Response.Weights.Span)
            if (weight > 0) count++;
        return count;
    }

    /// <summary>What became of the rows of all processes that share them out.</summary>
    public RowCounts RowCounts(ICommunicator? ranks = null)
    {
        var positives = Encoding.Response.Kind == ResponseKind.Classes ? VectorKernels.Sum(Response.Values.Span) : PositiveWeight;
        var all = Encoding.Response.Kind == ResponseKind.Classes ? Response.Values.Length : Response.TotalWeight;
        var columns = Rows.Table.Columns;
        double[] counts = [Rows.Read, Rows.Table.Rows, all, positives, .. columns.Select(column => Rows.MissingByColumn.GetValueOrDefault(column.Name))];
        (ranks ?? Alone.Instance).Sum(counts);
        var missing = columns.Select((column, k) => (column.Name, Count: (long)counts[4 + k])).Where(column => column.Count > 0).ToDictionary(column => column.Name, column => column.Count);
        return new RowCounts((long)counts[0], (long)counts[1], missing, counts[2] - counts[3], counts[3]);
    }

    /// <summary>What became of the rows, by class.</summary>
    public ClassRows ClassRows()
    {
        var counts = new int[Encoding.Response.Levels.Count];
        foreach (var y in Response.Values.Span) counts[(int)y]++;
        return new ClassRows(Rows.Read, Rows.Table.Rows, Rows.MissingByColumn, counts);
    }

    /// <summary>The cluster of each row, from 0 in order of appearance.</summary>
    /// <param name="column">The column that says so.</param>
    /// <param name="ranks">The processes that share the rows out; null where this one holds all.</param>
    /// <exception cref="UnusableDataException">There are fewer than two clusters.</exception>
    public GroupCodes Clusters(string column, ICommunicator? ranks = null)
    {
        var clusters = GroupCodes.Of(Rows.Table[column]).Over(ranks ?? Alone.Instance, Rows.Table[column]);
        return clusters.Count >= 2 ? clusters : throw new UnusableDataException($"column '{column}' has one value in all rows", remedy: "Standard errors by clusters need two clusters or more.");
    }

    /// <summary>The least loss that any probabilities could have, and the logarithm of the ways in which grouped trials could have come.</summary>
    public (double Saturated, double LogWays) Grouping()
    {
        if (Encoding.Response.Kind == ResponseKind.Classes) return (0, 0);
        CompensatedSum saturated = default, ways = default;
        var shares = Response.Values.Span;
        for (var row = 0; row < shares.Length; row++)
        {
            var (y, weight) = (shares[row], Response.WeightOf(row));
            if (weight == 0) continue;
            saturated.Add(-weight * (Entropy(y) + Entropy(1 - y)));
            // Shares come with the trials as their weights; counts may have weights besides.
            var trials = Trials.IsEmpty ? weight : Trials.Span[row];
            ways.Add(weight / trials * (LogFactorial(trials) - LogFactorial(trials * y) - LogFactorial(trials * (1 - y))));
        }
        return (saturated.Value, ways.Value);
    }

    private static double Entropy(double share) => share == 0 ? 0 : share * Math.Log(share);

    private static double LogFactorial(double x) => MathNet.Numerics.SpecialFunctions.GammaLn(x + 1);

    private static ReadOnlyMemory<double> WeightsOf(Table rows, string name, WeightKind kind)
    {
        var column = (NumericColumn)rows[name];
        for (var i = 0; i < column.Rows; i++)
        {
            var weight = column.Values[i];
            if (weight < 0) throw new UnusableDataException($"the weight '{name}' is {NumericColumn.Format(weight)}", rows.Describe(i), "Weights are 0 or more.");
            if (kind == WeightKind.Frequency && weight != Math.Floor(weight))
                throw new UnusableDataException($"the frequency weight '{name}' is {NumericColumn.Format(weight)}", rows.Describe(i), "Frequencies are whole numbers: how many equal rows a row stands for.");
        }
        return column.Memory;
    }

    private static ReadOnlyMemory<double> Product(ReadOnlyMemory<double> weights, ReadOnlyMemory<double> trials)
    {
        if (weights.IsEmpty || trials.IsEmpty) return weights.IsEmpty ? trials : weights;
        var product = new double[weights.Length];
        VectorKernels.Multiply(weights.Span, trials.Span, product);
        return product;
    }

    private static void RequireAllClasses(Response response, Encoding encoding)
    {
        var hasRows = new bool[encoding.Response.Levels.Count];
        var y = response.Values.Span;
        for (var i = 0; i < y.Length; i++)
            if (response.WeightOf(i) > 0) hasRows[(int)y[i]] = true;
        if (Array.IndexOf(hasRows, false) is var empty and >= 0)
            throw new UnusableDataException($"no row of weight above 0 is of the class '{encoding.Response.Levels[empty]}' of '{encoding.Response.Column}'", remedy: "Leave out the rows of that class.");
    }

    private static void RequireBothClasses(Response response, Encoding encoding, ICommunicator ranks)
    {
        var y = response.Values.Span;
        var (hasPositive, hasNegative) = (false, false);
        for (var i = 0; i < y.Length && !(hasPositive && hasNegative); i++)
        {
            if (!(response.WeightOf(i) > 0)) continue;
            hasPositive |= y[i] > 0;
            hasNegative |= y[i] < 1;
        }
        if (!(ranks.Any(hasPositive) & ranks.Any(hasNegative)))
            throw new UnusableDataException($"all rows of weight above 0 are of one class of '{encoding.Response.Column}'", remedy: "A fit needs rows of both classes.");
    }
}
