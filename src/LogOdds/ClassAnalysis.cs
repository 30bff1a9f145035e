using LogOdds.Data;
using LogOdds.Design;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>
/// A model of several classes together with the rows it was fitted to: tests of its terms and of proportional odds.
/// <code>var tests = new ClassAnalysis(model, table).ProportionalOdds();</code>
/// </summary>
public sealed class ClassAnalysis
{
    // Two sums of the same losses, the one of the fit and the one of here, differ by rounding alone.
    private const double SameLoss = 1e-9;

    // A last step of Newton's method moves a standardised coefficient at a maximum by far less than this, on the way to infinity by more.
    private const double MovingStep = 1e-2;

    private readonly FitData _data;
    private readonly ColumnMoments _moments;
    private readonly int _threads;
    private readonly Lazy<SolverResult> _whole;

    /// <summary>Joins a model and its rows.</summary>
    /// <param name="model">A model of maximum likelihood.</param>
    /// <param name="table">The table it was fitted to, or the rows of it that were chosen for the fit.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <exception cref="UnusableDataException">These are not the rows that the model was fitted to.</exception>
    /// <exception cref="NoAnswerException">The model is not one of maximum likelihood.</exception>
    public ClassAnalysis(ClassModel model, Table table, int threads = 0)
    {
        if (!model.Statistics.IsMaximumLikelihood) throw new NoAnswerException("Tests of terms by the likelihood ratio belong to maximum likelihood: this fit is penalised, weighted by class, or did not reach it.");
        (Model, _threads) = (model, threads);
        var options = new FitOptions { Weights = model.Roles.Weights, WeightKind = model.Roles.WeightKind, Threads = threads };
        _data = FitData.Of(UsableRows.Of(table, model.Encoding.Response.Columns.Concat(model.Encoding.Columns), options), model.Encoding, options);
        _moments = ColumnMoments.Compute(_data.Data, _data.Response.Weights, threads);
        _whole = new Lazy<SolverResult>(() =>
        {
            var whole = Fit(Estimated);
            if (!(Math.Abs(LossOf(whole) - model.Statistics.TotalLoss) <= SameLoss * (1 + model.Statistics.TotalLoss)))
                throw new UnusableDataException("these are not the rows that the model was fitted to: the log-likelihood is another", remedy: "Give the same files, and the same choice of rows, as for the fit.");
            return whole;
        });
    }

    /// <summary>The model.</summary>
    public ClassModel Model { get; }

    /// <summary>Each term against the model without it, by the likelihood ratio: terms that are part of a higher one are left alone.</summary>
    public IReadOnlyList<TermTest> Drop()
    {
        var tests = new List<TermTest>();
        foreach (var (term, t) in Model.Encoding.ModelTerms.Select((term, t) => (term, t)))
        {
            var own = term.Variables.ToHashSet();
            if (Model.Encoding.ModelTerms.Any(other => other.Variables.Count > own.Count && own.IsSubsetOf(other.Variables))) continue;
            var dropped = ColumnsOf(t);
            if (dropped.Length > 0) tests.Add(Against(term.Name, [.. Estimated.Except(dropped)]));
        }
        return tests;
    }

    /// <summary>All terms at once against the null model.</summary>
    public TermTest Global() => Against("all terms", []);

    /// <summary>
    /// Proportional odds of each term: whether its coefficients are the same at every threshold, against the model that gives it one for each. Score is
    /// Rao's statistic at the fit with proportional odds. It exists where the likelihood ratio does not (NaN): where the other fit goes to infinity, or gives some row a class of
    /// probability below 0.
    /// </summary>
    /// <exception cref="NoAnswerException">The model is not one of three ordered classes or more.</exception>
    public IReadOnlyList<TermTest> ProportionalOdds() =>
        [.. Enumerable.Range(0, Model.Encoding.ModelTerms.Count).Where(t => ColumnsOf(t).Length > 0).Select(t => Parallel(Model.Encoding.ModelTerms[t].Name, ColumnsOf(t)))];

    /// <summary>Proportional odds of all terms at once.</summary>
    /// <exception cref="NoAnswerException">The model is not one of three ordered classes or more.</exception>
    public TermTest ProportionalOddsOfAll() => Parallel("all terms", Estimated);

    private int[] Estimated => [.. Enumerable.Range(0, Model.Encoding.Terms.Count).Where(j => Model.Coefficients.First(c => c.Term == Model.Encoding.Terms[j]).Estimate is not null)];

    private int[] ColumnsOf(int term)
    {
        var first = Model.Encoding.ModelTerms.Take(term).Sum(t => t.ColumnNames.Count);
        return [.. Estimated.Where(j => j >= first && j < first + Model.Encoding.ModelTerms[term].ColumnNames.Count)];
    }

    private ICurvedObjective Objective(FittedColumns columns) =>
        ClassFit.ObjectiveOf(Model.Kind, columns.DesignOf(_data.Data, _threads), _data.Response, Model.Classes.Count, isSymmetric: false, columns.FromDesign(columns.Standard), _threads, Model.Encoding.HasIntercept);

    private FittedColumns Columns(int[] kept) => FittedColumns.Of(kept, _moments, Model.Encoding);

    private SolverResult Fit(int[] kept) => ClassFit.MaximumLikelihood(Objective(Columns(kept)));

    private double LossOf(SolverResult fit) => fit.Objective * _data.Response.TotalWeight;

    private TermTest Against(string name, int[] kept)
    {
        var smaller = Fit(kept);
        var (loss, perColumn) = (LossOf(smaller), Model.Kind == ClassModelKind.Ordinal ? 1 : Model.Classes.Count - 1);
        var df = perColumn * (Estimated.Length - kept.Length);
        var ratio = Math.Max(0, 2 * (loss - LossOf(_whole.Value)));
        return new TermTest(name, df, 2 * loss, 2 * loss + 2 * (Model.Statistics.Parameters - df), ratio, ChiSquared.UpperTail(ratio, df), double.NaN, double.NaN, double.NaN, double.NaN);
    }

    private TermTest Parallel(string name, int[] own)
    {
        if (Model.Kind != ClassModelKind.Ordinal || Model.Classes.Count < 3) throw new NoAnswerException("Proportional odds are an assumption about three ordered classes or more.");
        var columns = Columns(Estimated);
        var parallel = (OrdinalObjective)Objective(columns);
        var objective = new NonParallelObjective(columns.DesignOf(_data.Data, _threads), _data.Response, Model.Classes.Count, [.. own.Select(j => Array.IndexOf(columns.Kept, j))], columns.FromDesign(columns.Standard), _threads);
        var fitted = _whole.Value.Coefficients;
        var start = objective.Parallel(fitted.AsSpan(0, parallel.Slopes), [.. parallel.NullThresholds.Select((threshold, k) => threshold + fitted[parallel.Slopes + k])]);
        var df = own.Length * (Model.Classes.Count - 2);
        var score = StepFrom(objective, start)?.Gain * _data.Response.TotalWeight ?? double.NaN;

        var larger = new Newton { Tolerance = 1e-9 }.Solve(objective, new NoPenalty(), start);
        var isReached = larger.Status == SolverStatus.Converged && StepFrom(objective, larger.Coefficients) is { Largest: < MovingStep } && !objective.Crosses(larger.Coefficients);
        var loss = isReached ? LossOf(larger) : double.NaN;
        var ratio = 2 * (LossOf(_whole.Value) - loss);
        return new TermTest(name, df, 2 * loss, isReached ? 2 * loss + 2 * (Model.Statistics.Parameters + df) : null, ratio, ChiSquared.UpperTail(ratio, df), score, ChiSquared.UpperTail(score, df), double.NaN, double.NaN);
    }

    /// <summary>What a step of Newton's method would gain (gᵀH⁻¹g), and the largest change of a coefficient in it; null where the Hessian is singular.</summary>
    private static (double Gain, double Largest)? StepFrom(NonParallelObjective objective, double[] beta)
    {
        var (gradient, hessian) = (new double[objective.Dimension], new double[PackedSymmetric.Length(objective.Dimension)]);
        objective.Evaluate(beta, gradient, hessian);
        if (PackedCholesky.TryFactor(gradient.Length, hessian) is not { } factor) return null;
        var step = gradient.ToArray();
        factor.Solve(step);
        return (VectorKernels.Dot(step, gradient), VectorKernels.MaxAbs(step));
    }
}
