using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>
/// A model together with the rows it was fitted to: tests of its terms, marginal effects, diagnostics, robust errors. Nothing is computed
/// before it is asked for.
/// <code>var tests = new Analysis(model, table).Drop();</code>
/// </summary>
public sealed class Analysis
{
    // Two sums of the same losses, the one of the fit and the one of here, differ by rounding alone.
    private const double SameLoss = 1e-9;

    private readonly FitData _data;
    private readonly Lazy<Working> _working;
    private readonly int _threads;

    /// <summary>Joins a model and its rows.</summary>
    /// <param name="model">A model of maximum likelihood, of Firth's fit, or with a ridge penalty; not one conditional on matched sets.</param>
    /// <param name="table">The table it was fitted to, or the rows of it that were chosen for the fit.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <exception cref="UnusableDataException">These are not the rows that the model was fitted to.</exception>
    /// <exception cref="NoAnswerException">The model is conditional on matched sets.</exception>
    public Analysis(LogisticModel model, Table table, int threads = 0)
    {
        model.RequireProbabilities();
        (Model, Table, _threads) = (model, table, threads);
        var options = new FitOptions { Weights = model.Roles.Weights, WeightKind = model.Roles.WeightKind, Cluster = model.Roles.Cluster, Threads = threads };
        _data = FitData.Of(UsableRows.Of(table, model.Encoding.Response.Columns.Concat(model.Encoding.Columns), options), model.Encoding, options);
        _working = new Lazy<Working>(Prepare);
        if (_data.Response.Values.Length != model.Rows.Used)
            throw NotTheRows($"{_data.Response.Values.Length} rows can be used, the model was fitted to {model.Rows.Used}");
    }

    /// <summary>The model.</summary>
    public LogisticModel Model { get; }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>
    /// Each term against the model without it, as R's <c>drop1</c>: terms that are part of a higher one are left alone.
    /// </summary>
    /// <exception cref="NoAnswerException">The model is not one of maximum likelihood.</exception>
    public IReadOnlyList<TermTest> Drop()
    {
        RequireLikelihood();
        var (whole, terms) = (FullFit(), Model.Encoding.ModelTerms);
        var tests = new List<TermTest>();
        for (var t = 0; t < terms.Count; t++)
        {
            var own = terms[t].Variables.ToHashSet();
            if (terms.Any(other => other.Variables.Count > own.Count && own.IsSubsetOf(other.Variables))) continue;
            var dropped = ColumnsOf(t);
            if (dropped.Length == 0) continue;
            var left = SubFit([.. Estimated.Except(dropped)]);
            tests.Add(Compare(terms[t].Name, left, whole, reported: left));
        }
        return tests;
    }

    /// <summary>Terms added one after the other, in the order of the formula, as R's <c>anova</c>.</summary>
    /// <exception cref="NoAnswerException">The model is not one of maximum likelihood.</exception>
    public IReadOnlyList<TermTest> Sequence()
    {
        RequireLikelihood();
        var tests = new List<TermTest>();
        var before = SubFit([]);
        for (var t = 0; t < Model.Encoding.ModelTerms.Count; t++)
        {
            var added = ColumnsOf(t);
            if (added.Length == 0) continue;
            var after = SubFit([.. before.Columns.Concat(added)]);
            tests.Add(Compare(Model.Encoding.ModelTerms[t].Name, before, after, reported: after));
            before = after;
        }
        return tests;
    }

    /// <summary>All terms at once against the null model.</summary>
    /// <exception cref="NoAnswerException">The model is not one of maximum likelihood.</exception>
    public TermTest Global()
    {
        RequireLikelihood();
        return Compare("all terms", SubFit([]), FullFit(), reported: FullFit());
    }

    /// <summary>
    /// This model against a smaller one, fitted to the same rows, whose design columns are combinations of this one's: a term less, or a
    /// line in the place of a spline.
    /// </summary>
    /// <returns>The test; Wald's statistic only where the smaller model's columns stand among this one's as they are, else NaN.</returns>
    /// <exception cref="UnusableDataException">The models are not of the same rows and response.</exception>
    /// <exception cref="NoAnswerException">The one model is not part of the other, or one of them is not of maximum likelihood.</exception>
    public TermTest Against(LogisticModel smaller)
    {
        RequireLikelihood();
        var other = new Analysis(smaller, Table, _threads);
        other.RequireLikelihood();
        if (smaller.Encoding.Response.Column != Model.Encoding.Response.Column || smaller.Rows.Used != Model.Rows.Used)
            throw new UnusableDataException($"the models are of different responses or rows ({smaller.Rows.Used} and {Model.Rows.Used}), so their likelihoods cannot be compared", remedy: "Fit both to the rows in which no column of either is missing.");
        var whole = FullFit();
        var places = Estimated.ToDictionary(j => Model.Encoding.Terms[j], StringComparer.Ordinal);
        string[] terms = [.. other.Estimated.Select(j => smaller.Encoding.Terms[j])];
        var added = string.Join(" + ", Model.Encoding.ModelTerms.Select(t => t.Name).Except(smaller.Encoding.ModelTerms.Select(t => t.Name)));
        if (Array.TrueForAll(terms, places.ContainsKey)) return Compare(added, SubFit([.. terms.Select(term => places[term])]), whole, reported: whole);
        if (!IsSpanned(other)) throw new NoAnswerException($"The smaller model has columns ({string.Join(", ", terms.Except(places.Keys))}) that are no combination of the larger one's: the one is not part of the other. Compare them by AIC.");
        var df = Model.Statistics.Parameters - smaller.Statistics.Parameters;
        var likelihoodRatio = 2 * (smaller.Statistics.TotalLoss - whole.TotalLoss);
        var score = SubModel.ScoreAt(other._working.Value.Eta, whole.Columns, _data, _working.Value.Moments, _threads);
        return new TermTest(added, df, Model.Statistics.Deviance, Model.Statistics.Aic, likelihoodRatio, ChiSquared.UpperTail(likelihoodRatio, df), score, ChiSquared.UpperTail(score, df), double.NaN, double.NaN);
    }

    /// <summary>Whether the columns of another model add nothing to this one's.</summary>
    private bool IsSpanned(Analysis other)
    {
        var (mine, theirs) = (ColumnsOf(Raw()), ColumnsOf(other.Raw()));
        var design = new DenseDesign<double>(_data.Data.Rows, [.. mine, .. theirs]);
        var summaries = mine.Concat(theirs).Select(column => ColumnSummary.Of(column.Span, default)).ToArray();
        var scale = new Standardization([.. summaries.Select(s => HasIntercept ? s.Mean : 0)], [.. summaries.Select(s => Math.Sqrt(Math.Max(s.SumOfSquares, 1e-300) / design.Rows))]);
        var aliased = AliasedColumns.Find(design, scale, _data.Response.Weights, HasIntercept, _threads).Select(alias => alias.Column).ToHashSet();
        return Enumerable.Range(mine.Count, theirs.Count).All(aliased.Contains);
    }

    private static List<ReadOnlyMemory<double>> ColumnsOf(IDesign design) => [.. Enumerable.Range(0, design.Columns).Select(j => (ReadOnlyMemory<double>)design.Column(j))];

    /// <summary>What changes of the columns do to the probability.</summary>
    /// <exception cref="NoAnswerException">The model has no standard errors.</exception>
    public IReadOnlyList<MarginalEffect> Margins(MarginOptions? options = null) => [.. MarginsOf(options).All()];

    /// <summary>The mean of the fitted probabilities, with its standard error by the delta method.</summary>
    /// <exception cref="NoAnswerException">The model has no standard errors.</exception>
    public MarginalEffect AverageProbability(double level = 0.95) => MarginsOf(new MarginOptions { Level = level }).AverageProbability();

    /// <summary>The covariance of the coefficients of another kind than the model's.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="cluster">The column of the clusters, for <see cref="CovarianceKind.Cluster"/>.</param>
    /// <param name="isAdjusted">For clusters, whether the covariance is multiplied by G/(G − 1).</param>
    /// <exception cref="NoAnswerException">The model is not one of maximum likelihood.</exception>
    public CovarianceMatrix Covariance(CovarianceKind kind, string? cluster = null, bool isAdjusted = true)
    {
        RequireLikelihood();
        var working = _working.Value;
        var robust = new RobustCovariance(working.Design, working.Scale, working.Hessian, _data.Response, working.Eta, HasIntercept, Model.Roles.WeightKind == WeightKind.Frequency, _threads);
        var packed = kind switch
        {
            CovarianceKind.Model => WaldTable.Covariance(Estimated.Length + 1, working.Hessian, _data.Response.TotalWeight),
            CovarianceKind.Cluster => robust.OfClusters(ClustersOf(cluster ?? throw new ArgumentException("Clusters need their column.", nameof(cluster))), isAdjusted),
            _ => robust.OfRows(kind, _data.Observations(Model.Roles.WeightKind)),
        };
        var covariance = working.Columns.Standard.CovarianceToData(packed ?? throw new NoAnswerException("The information is singular in double precision."));
        var table = new CoefficientTable(Model.Encoding, Estimated, Model.ConfidenceLevel);
        return table.Matrix([.. Model.Coefficients], covariance)!;
    }

    /// <summary>Profile-likelihood intervals of all coefficients, in the order of the table; null where an end was not found.</summary>
    /// <exception cref="NoAnswerException">The model is not one of maximum likelihood.</exception>
    public IReadOnlyList<(string Term, double? Low, double? High)> ProfileIntervals(double level = 0.95)
    {
        RequireLikelihood();
        var working = _working.Value;
        var profile = new ProfileLikelihood(working.Objective, _data.Response.TotalWeight, working.Best);
        var table = new CoefficientTable(Model.Encoding, Estimated, level);
        return [.. table.Estimated.OrderBy(table.LineOf).Select(k =>
        {
            var (a, rise) = (CoefficientTable.Functional(k, working.Columns.Standard), ChiSquared.QuantileOfOne(level));
            return (Model.Coefficients[table.LineOf(k)].Term, profile.End(a, rise, isUpper: false), profile.End(a, rise, isUpper: true));
        })];
    }

    /// <summary>
    /// How far the deviance rises when a coefficient is held at each of some values and the others are fitted anew: the profile that
    /// <see cref="ProfileIntervals"/> cuts at a quantile of χ². It is 0 at the estimate; null where the others' best was not found.
    /// </summary>
    /// <param name="term">The coefficient, by its name in the table.</param>
    /// <param name="values">Values of it, in the data's own units.</param>
    /// <exception cref="ArgumentException">There is no such term, or a value is not finite.</exception>
    /// <exception cref="NoAnswerException">The model is not one of maximum likelihood, or the term was left out of the fit.</exception>
    public IReadOnlyList<double?> Profile(string term, IReadOnlyList<double> values)
    {
        RequireLikelihood();
        foreach (var value in values)
            if (!double.IsFinite(value)) throw new ArgumentException($"A coefficient cannot be held at {value}.", nameof(values));
        if (Model[term].Estimate is null) throw new NoAnswerException($"{term} repeats other columns and was left out of the fit: the likelihood does not depend on it.");
        var (working, table) = (_working.Value, new CoefficientTable(Model.Encoding, Estimated, Model.ConfidenceLevel));
        var profile = new ProfileLikelihood(working.Objective, _data.Response.TotalWeight, working.Best);
        var a = CoefficientTable.Functional(table.Estimated.First(k => Model.Coefficients[table.LineOf(k)].Term == term), working.Columns.Standard);
        // At the estimate the rise is a rounding error of either sign.
        return [.. values.Select(value => profile.Rise(a, value) is { } rise ? (double?)Math.Max(0, rise) : null)];
    }

    /// <summary>Residuals, leverages and influence of each row.</summary>
    /// <exception cref="NoAnswerException">The model has no standard errors.</exception>
    public RowDiagnostics Rows()
    {
        _ = ModelInference.Errors(Model);
        var working = _working.Value;
        var roots = Leverages.Roots(working.Hessian, working.Scale, _data.Response.TotalWeight, HasIntercept) ?? throw new NoAnswerException("The information is singular in double precision.");
        var leverages = Leverages.Of(working.Design, roots, _data.Response, working.Eta, _threads);
        return RowResiduals.Of(_data.Response, working.Eta, leverages, Estimated.Length + (HasIntercept ? 1 : 0), Model.Statistics.ResidualDegreesOfFreedom,
            Model.Encoding.Response.Kind == ResponseKind.Classes, UsedRows(), working.Design, working.Columns.Own, roots, [.. Model.Covariance!.Terms], HasIntercept);
    }

    /// <summary>How much the terms share with each other.</summary>
    /// <exception cref="NoAnswerException">The model has no standard errors.</exception>
    public Collinearity Collinearity()
    {
        var covariance = ModelInference.Errors(Model);
        var first = HasIntercept ? 1 : 0;
        var placeOf = Enumerable.Range(0, covariance.Terms.Count).ToDictionary(i => covariance.Terms[i], StringComparer.Ordinal);
        var inflation = new List<VarianceInflation>();
        var slopes = Enumerable.Range(first, covariance.Terms.Count - first).ToArray();
        foreach (var term in Model.Encoding.ModelTerms)
        {
            int[] own = [.. term.ColumnNames.Where(placeOf.ContainsKey).Select(name => placeOf[name])];
            if (own.Length > 0) inflation.Add(new VarianceInflation(term.Name, own.Length, LogOdds.Inference.Collinearity.InflationOf((i, j) => covariance[i, j], own, [.. slopes.Except(own)])));
        }
        var (condition, involved) = ConditionOf.Design(Raw(), _data.Response, HasIntercept, [.. Estimated.Select(j => Model.Encoding.Terms[j])]);
        return new Collinearity(inflation, condition, involved);
    }

    /// <summary>The test of Hosmer and Lemeshow.</summary>
    /// <param name="groups">The number of groups, 3 or more.</param>
    /// <exception cref="NoAnswerException">Rows hold several trials, or weights.</exception>
    public HosmerLemeshow HosmerLemeshow(int groups = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 3);
        if (Model.Encoding.Response.Kind != ResponseKind.Classes || Model.Roles.Weights is not null)
            throw new NoAnswerException("The test of Hosmer and Lemeshow is for rows of one trial, each counted once; for grouped trials see the deviance and the dispersion.");
        var p = new double[_data.Response.Values.Length];
        Logistic.Probabilities(_working.Value.Eta, p);
        return LogOdds.Inference.HosmerLemeshow.Of(_data.Response.Values.Span, p, groups);
    }

    /// <summary>
    /// How much the figures of the model on its own rows owe to having seen them: it is fitted anew to resamples, and each fit is measured
    /// on its resample and on the rows as they are (Harrell, Lee and Mark, Statistics in Medicine 15, 1996).
    /// </summary>
    /// <param name="bootstrap">The resampling; null for its defaults.</param>
    /// <exception cref="NoAnswerException">Rows hold several trials, or the model is calibrated.</exception>
    public OptimismReport Validate(Bootstrap? bootstrap = null)
    {
        Model.RequireUncalibrated();
        if (Model.Encoding.Response.Kind != ResponseKind.Classes) throw new NoAnswerException("The optimism of a fit is measured on rows of one trial each; these hold several.");
        return new OptimismValidation(Model, _data).Run(bootstrap ?? new Bootstrap());
    }

    /// <summary>
    /// A calibration of the model: it is fitted anew without each of some folds, and what those fits say of the rows they have not seen is
    /// calibrated. <see cref="LogisticModel.WithCalibration"/> puts the map into the model.
    /// </summary>
    /// <param name="method"><c>platt</c>, <c>beta</c> or <c>isotonic</c>.</param>
    /// <param name="folds">The number of folds, 2 or more; they are stratified.</param>
    /// <param name="seed">The seed of the folds.</param>
    /// <param name="isSmoothed">Whether classes are drawn inwards; see <see cref="Calibrator.Platt"/>.</param>
    /// <exception cref="NoAnswerException">Rows hold several trials, or the fit is conditional on matched sets.</exception>
    /// <exception cref="UnusableDataException">A class has fewer rows than there are folds, or the model cannot be fitted without one.</exception>
    public CalibrationReport Calibrate(string method = "platt", int folds = 10, long seed = 1, bool isSmoothed = true)
    {
        Model.RequireProbabilities();
        if (Model.Encoding.Response.Kind != ResponseKind.Classes) throw new NoAnswerException("A calibration is fitted to rows of one trial each; these hold several.");
        var (y, weights) = (_data.Response.Values, _data.Response.Weights);
        var partition = Folds.Stratified([.. y.ToArray().Select(value => value == 1 ? Model.Positive : Model.Negative)], folds, seed);
        var (refit, eta) = (new ModelRefit(Model, _data), new double[y.Length]);
        Cores.Each(folds, isWorthSeveral: true, _threads, fold =>
        {
            var without = refit.Under(partition.TrainingWeights(fold, weights.Span)) ?? throw new UnusableDataException($"the model cannot be fitted without fold {fold + 1} of {folds}", remedy: "Use more folds, so that each fit sees more rows.");
            var held = refit.LogOdds(without);
            foreach (var row in partition.HeldOut(fold)) eta[row] = held[row];
        });
        return CalibrationReport.Of(method, y.Span, eta, weights.Span, folds, seed, isSmoothed);
    }

    private bool HasIntercept => Model.Encoding.HasIntercept;

    /// <summary>The design columns with estimates.</summary>
    private int[] Estimated => [.. Enumerable.Range(0, Model.Encoding.Terms.Count).Where(j => Model.Coefficients[j + (HasIntercept ? 1 : 0)].Estimate is not null)];

    private int[] ColumnsOf(int term)
    {
        var first = Model.Encoding.ModelTerms.Take(term).Sum(t => t.ColumnNames.Count);
        return [.. Estimated.Where(j => j >= first && j < first + Model.Encoding.ModelTerms[term].ColumnNames.Count)];
    }

    private int[] UsedRows()
    {
        var columns = _data.Rows.Table.Columns.Select(column => Table[column.Name]).ToArray();
        return _data.Rows.Table.Rows == Table.Rows ? [.. Enumerable.Range(0, Table.Rows)] : [.. Enumerable.Range(0, Table.Rows).Where(row => !columns.Any(column => column.IsMissing(row)))];
    }

    private GroupCodes ClustersOf(string column)
    {
        var (source, used) = (Table[column], UsedRows());
        var missing = Array.FindIndex(used, source.IsMissing);
        if (missing >= 0) throw new UnusableDataException($"the cluster '{column}' is missing", Table.Describe(used[missing]), "Every row belongs to a cluster.");
        return GroupCodes.Of(source.Select(used));
    }

    private MarginalEffects MarginsOf(MarginOptions? options)
    {
        Model.RequireUncalibrated();
        var covariance = ModelInference.Errors(Model);
        return new MarginalEffects(Model, _data.Rows.Table, _data.Response.Weights, _data.Response.Offsets, ModelInference.KeptBy(Model, covariance), options ?? new MarginOptions());
    }

    private void RequireLikelihood()
    {
        _ = ModelInference.Errors(Model);
        if (!Model.Statistics.IsMaximumLikelihood)
            throw new NoAnswerException(Model.Objective.Penalty == "firth"
                ? "This is Firth's fit: tests of terms by the likelihood ratio belong to maximum likelihood. The p-values of its table are those of the penalised likelihood ratio."
                : "With sampling weights there is no likelihood: test terms by Wald's statistic.");
    }

    private IDesign Raw() => Designs.Create(_data.Data, Estimated, new double[Estimated.Length]);

    /// <summary>What most questions need: the design about its means, the log-odds, the curvature at the estimates.</summary>
    private sealed record Working(FittedColumns Columns, IDesign Design, Standardization Scale, ColumnMoments Moments, LinearObjective Objective, double[] Best, double[] Hessian, double[] Eta);

    private Working Prepare()
    {
        var moments = ColumnMoments.Compute(_data.Data, _data.Response.Weights, _threads);
        var columns = FittedColumns.Of(Estimated, moments, Model.Encoding);
        var design = columns.DesignOf(_data.Data, _threads);
        var scale = columns.FromDesign(columns.Standard);
        var first = HasIntercept ? 1 : 0;
        double[] estimates = [.. Estimated.Select(j => Model.Coefficients[j + first].Estimate!.Value), HasIntercept ? Model.Coefficients[0].Estimate!.Value : 0];
        var eta = new double[_data.Data.Rows];
        var check = FitCheck.Evaluate(Raw(), design, scale, estimates, _data.Response, eta, _threads, isCurved: true, HasIntercept);
        if (!(Math.Abs(check.TotalLoss - Model.Statistics.TotalLoss) <= SameLoss * (1 + Math.Abs(Model.Statistics.TotalLoss))))
            throw NotTheRows("the log-likelihood at the model's coefficients is another");
        return new Working(columns, design, scale, moments, new LinearObjective(design, _data.Response, new Logistic(), scale, _threads, HasIntercept),
            columns.Standard.ToScaled(estimates), check.PackedHessian!, eta);
    }

    private static UnusableDataException NotTheRows(string what) =>
        new($"these are not the rows that the model was fitted to: {what}", remedy: "Give the same files, and the same choice of rows, as for the fit.");

    private SubModel FullFit() => new(Estimated, _working.Value.Best, Model.Statistics.TotalLoss);

    private SubModel SubFit(int[] columns) => SubModel.Fit(columns, _data, _working.Value.Moments, _threads);

    private TermTest Compare(string name, SubModel smaller, SubModel larger, SubModel reported)
    {
        var df = larger.Columns.Length - smaller.Columns.Length;
        var likelihoodRatio = 2 * (smaller.TotalLoss - larger.TotalLoss);
        var (score, wald) = (smaller.ScoreOf(larger.Columns, _data, _working.Value.Moments, _threads), larger.WaldOf(smaller.Columns, _data, _working.Value.Moments, _threads));
        var statistics = Model.Statistics;
        var aic = 2 * (reported.TotalLoss - statistics.LogWays) + 2 * (reported.Columns.Length + statistics.NullParameters);
        return new TermTest(name, df, 2 * (reported.TotalLoss - statistics.SaturatedLoss), aic, likelihoodRatio, ChiSquared.UpperTail(likelihoodRatio, df), score, ChiSquared.UpperTail(score, df), wald, ChiSquared.UpperTail(wald, df));
    }
}
