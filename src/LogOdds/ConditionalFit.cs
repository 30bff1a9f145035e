using LogOdds.Data;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>
/// A fit conditional on matched sets. Only what differs within sets counts, so columns are taken about their means in each set, and
/// those that are constant in every set are left out.
/// </summary>
internal sealed class ConditionalFit
{
    // Against the spread of a column over all rows, what its spread within sets must be to count.
    private const double Constant = 1e-12;

    // Beyond this difference of log-odds within a set, a likelihood that still rises is looked at for separation.
    private const double ModerateLogOdds = 12;

    private readonly FitOptions _options;
    private readonly FitData _data;
    private readonly Encoding _encoding;
    private readonly List<FitWarning> _warnings = [];

    public ConditionalFit(FitData data, FitOptions options)
    {
        (_data, _options) = (data, options);
        // Each set has its own intercept, which stands in for the model's.
        _encoding = new Encoding(data.Encoding.Formula, data.Encoding.Response, hasIntercept: false, data.Encoding.ModelTerms, data.Encoding.OffsetNodes);
    }

    public LogisticModel Run()
    {
        if (_encoding.Response.Kind != ResponseKind.Classes) throw new UnusableDataException("a conditional fit needs one class a row; these rows count trials");
        var groups = GroupCodes.Of(_data.Rows.Table[_options.Strata!]);
        var informative = MatchedSet.Informative(_data.Response.Values.Span, groups.Codes).ToArray();
        if (informative.Length == 0)
            throw new UnusableDataException($"no set of '{_options.Strata}' holds both a case and another row", remedy: "A conditional fit compares rows within sets: check the column of the sets.");
        if (informative.Length < groups.Count)
            _warnings.Add(new FitWarning("strata", $"{groups.Count - informative.Length} of {groups.Count} sets hold rows of one class only; they say nothing and are left out.", []));

        var (kept, columns) = Columns(groups, informative);
        var design = new DenseDesign<double>(_data.Data.Rows, columns);
        var scale = new Standardization(new double[kept.Length], [.. columns.Select(column => Math.Sqrt(column.Span.ToArray().Sum(x => x * x) / column.Length))]);
        var objective = new ConditionalObjective(design, _data.Response.Values, _data.Response.Offsets, groups.Codes, scale, _options.Threads);
        var solver = _options.Solver switch
        {
            Newton newton => newton,
            AutoSolver auto => new Newton { MaxIterations = auto.MaxIterations ?? Newton.DefaultMaxIterations, Tolerance = auto.Tolerance ?? 1e-12 },
            _ => throw new ArgumentException("A conditional fit is by Newton's method: leave the solver to be chosen."),
        };
        var result = solver.Solve(objective, new NoPenalty(), new double[objective.Dimension], _options.Trace, _options.Cancellation);
        var status = IsSeparated(objective, result) ? SolverStatus.Separated : result.Status;
        WarnOf(status, result, kept);
        return ModelOf(objective, result, status, kept, scale, new StrataCounts(groups.Count, informative.Length, informative.Sum(set => set.Cases.Length + set.Others.Length)), informative.Sum(set => set.Cases.Length));
    }

    private LogisticModel ModelOf(ConditionalObjective objective, SolverResult result, SolverStatus status, int[] kept, Standardization scale, StrataCounts strata, int cases)
    {
        var rows = _data.Data.Rows;
        var table = new CoefficientTable(_encoding, kept, _options.ConfidenceLevel);
        var hessian = new double[PackedSymmetric.Length(objective.Dimension)];
        objective.Evaluate(result.Coefficients, new double[objective.Dimension], hessian);
        var isAtMaximum = status == SolverStatus.Converged;
        var covariance = isAtMaximum ? WaldTable.Covariance(objective.Dimension, hessian, rows) : null;
        var lines = table.Lines(scale.ToData(result.Coefficients), Standardization.Identity(kept.Length), isScaled: false, covariance is null ? null : scale.CovarianceToData(covariance));
        var intervals = _options.Intervals ?? IntervalKind.Wald;
        if (covariance is not null && intervals == IntervalKind.Profile)
        {
            var profile = new ProfileLikelihood(objective, rows, result.Coefficients);
            foreach (var k in table.Estimated)
            {
                var (a, rise) = (CoefficientTable.Functional(k, scale), ChiSquared.QuantileOfOne(_options.ConfidenceLevel));
                lines[table.LineOf(k)] = lines[table.LineOf(k)] with { Low = profile.End(a, rise, isUpper: false), High = profile.End(a, rise, isUpper: true) };
            }
        }
        return new LogisticModel(_encoding, lines, predictionIntercept: null)
        {
            Covariance = covariance is null ? null : table.Matrix(lines, scale.CovarianceToData(covariance)),
            CovarianceKind = CovarianceKind.Model,
            Intervals = covariance is null ? IntervalKind.Wald : intervals,
            Roles = new ColumnRoles(Strata: _options.Strata),
            Objective = new ObjectiveStatement("none", 0, StandardizeKind.None, rows, IsClassBalanced: false, HasIntercept: false, IsConditional: true),
            Rows = _data.RowCounts(),
            Solver = new SolverReport(result.Solver, status, result.Iterations, result.Passes, result.GradientNorm, result.Reason),
            Statistics = new FitStatistics
            {
                Objective = result.Objective,
                TotalLoss = result.Objective * rows,
                NullLoss = objective.Evaluate(new double[objective.Dimension], new double[objective.Dimension]) * rows,
                // As survival's clogit: what carries information is the cases.
                Observations = cases,
                Trials = cases,
                Parameters = kept.Length,
                NullParameters = 0,
                IsMaximumLikelihood = isAtMaximum,
            },
            ConfidenceLevel = _options.ConfidenceLevel,
            Strata = strata,
            Warnings = _warnings,
        };
    }

    /// <summary>The design columns about their means in each set, without those that do not vary within sets or repeat others there.</summary>
    private (int[] Kept, ReadOnlyMemory<double>[] Columns) Columns(GroupCodes groups, MatchedSet[] informative)
    {
        var n = _data.Data.Rows;
        var all = Enumerable.Range(0, _data.Data.Columns).ToArray();
        var raw = Designs.Create(_data.Data, all, new double[all.Length]);
        var (counts, inSets) = (new double[groups.Count], new double[n]);
        foreach (var code in groups.Codes) counts[code]++;
        foreach (var row in informative.SelectMany(set => set.Cases.Concat(set.Others))) inSets[row] = 1;
        var (kept, columns) = (new List<int>(), new List<ReadOnlyMemory<double>>());
        foreach (var j in all)
        {
            var (values, sums) = (raw.Column(j), new double[groups.Count]);
            var largest = VectorKernels.MaxAbs(values);
            for (var i = 0; i < n; i++) sums[groups.Codes[i]] += values[i];
            for (var i = 0; i < n; i++) values[i] = inSets[i] == 0 ? 0 : values[i] - sums[groups.Codes[i]] / counts[groups.Codes[i]];
            if (VectorKernels.MaxAbs(values) <= Constant * largest)
                _warnings.Add(new FitWarning("constant", $"{_encoding.Terms[j]} is the same in all rows of a set, in every set that counts: it cannot explain anything and is left out.", [_encoding.Terms[j]]));
            else
            {
                kept.Add(j);
                columns.Add(values);
            }
        }
        var design = new DenseDesign<double>(n, columns);
        var scale = new Standardization(new double[columns.Count], [.. columns.Select(column => Math.Sqrt(column.Span.ToArray().Sum(x => x * x) / n))]);
        var aliased = AliasedColumns.Find(design, scale, inSets, hasIntercept: false, _options.Threads).Select(alias => alias.Column).ToArray();
        foreach (var k in aliased)
            _warnings.Add(new FitWarning("aliased", $"{_encoding.Terms[kept[k]]} repeats the columns before it within the sets: it adds nothing and is left out.", [_encoding.Terms[kept[k]]]));
        return ([.. kept.Where((_, k) => !aliased.Contains(k))], [.. columns.Where((_, k) => !aliased.Contains(k))]);
    }

    /// <summary>Whether, along the coefficients or a further step, every case stands above all others of its set and some strictly so.</summary>
    private static bool IsSeparated(ConditionalObjective objective, SolverResult result)
    {
        var eta = objective.LinearPredictors(result.Coefficients);
        double Reach(MatchedSet set) => set.Cases.Max(row => eta[row]) - set.Others.Min(row => eta[row]);
        if (result.Status == SolverStatus.Converged && objective.Sets.Max(Reach) < ModerateLogOdds) return false;
        var (gradient, hessian) = (new double[objective.Dimension], new double[PackedSymmetric.Length(objective.Dimension)]);
        objective.Evaluate(result.Coefficients, gradient, hessian);
        var step = gradient.Select(g => -g).ToArray();
        if (PackedCholesky.TryFactor(objective.Dimension, hessian) is not { } factor) return Proves(result.Coefficients);
        factor.Solve(step);
        return Proves(result.Coefficients) || Proves(step);

        bool Proves(double[] direction)
        {
            var gains = objective.LinearPredictors(direction).Zip(objective.LinearPredictors(new double[direction.Length]), (a, b) => a - b).ToArray();
            var (least, most) = (objective.Sets.Min(Gain), objective.Sets.Max(Gain));
            return most > 0.5 && least >= -1e-8 * most;

            double Gain(MatchedSet set) => set.Cases.Min(row => gains[row]) - set.Others.Max(row => gains[row]);
        }
    }

    private void WarnOf(SolverStatus status, SolverResult result, int[] kept)
    {
        if (status == SolverStatus.Separated)
            _warnings.Add(new FitWarning("separation", "Within the sets, a combination of the columns puts every case above all others: the likelihood rises without end, so no finite estimate is best, and standard errors do not exist. Leave columns out, or use wider sets.", [.. kept.Select(j => _encoding.Terms[j])]));
        else if (status != SolverStatus.Converged)
            _warnings.Add(new FitWarning("convergence", $"{result.Solver} did not converge: {result.Reason}. Allow more iterations; the coefficients stand where the solver stopped.", []));
    }
}
