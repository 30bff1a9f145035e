using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds.Inference;

/// <summary>
/// What a change of a column of the table does to the probability. The column is changed in the table and the formula run again, so that
/// squares, interactions and splines move along with it.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="rows">The rows it was fitted to.</param>
/// <param name="weights">One a row; empty means 1.</param>
/// <param name="offsets">Known parts of the log-odds; empty means 0.</param>
/// <param name="kept">The design columns with estimates.</param>
/// <param name="options">What is wanted.</param>
internal sealed class MarginalEffects(LogisticModel model, Table rows, ReadOnlyMemory<double> weights, ReadOnlyMemory<double> offsets, int[] kept, MarginOptions options)
{
    // The five-point rule for a derivative: shifts in steps, and their factors over the step.
    private static readonly (int Shift, double Factor)[] FivePoints = [(-2, 1 / 12.0), (-1, -8 / 12.0), (1, 8 / 12.0), (2, -1 / 12.0)];

    private const double RelativeStep = 1e-3;

    private readonly double[] _coefficients = [.. kept.Select(j => model[model.Encoding.Terms[j]].Estimate!.Value), model.Encoding.HasIntercept ? model.Coefficients[0].Estimate!.Value : 0];

    /// <summary>One effect a column, and one a level of a factor beside the first.</summary>
    public IEnumerable<MarginalEffect> All()
    {
        var table = options.At == MarginsAt.Means && !options.ByDesignColumn ? AtMeans() : rows;
        return options.ByDesignColumn ? Enumerable.Range(0, kept.Length).Select(OfDesignColumn) : model.Encoding.Variables.SelectMany(variable => variable.Columns).Distinct().SelectMany(column => OfColumn(table, column));
    }

    /// <summary>The mean of the fitted probabilities.</summary>
    public MarginalEffect AverageProbability()
    {
        var here = SceneOf(rows);
        var (sum, slope) = (0.0, new double[here.Eta.Length]);
        for (var i = 0; i < slope.Length; i++)
        {
            var p = Logistic.Probability(here.Eta[i]);
            sum += here.Share(i) * p;
            slope[i] = here.Share(i) * p * (1 - p);
        }
        return Effect("average probability", sum, here.Transposed(slope));
    }

    /// <summary>Rows as the model sees them: their log-odds, and how sums over them depend on the coefficients.</summary>
    /// <param name="Eta">One a row.</param>
    /// <param name="Share">The part of a row in a mean.</param>
    /// <param name="Transposed">Xᵀ r, the intercept's part last.</param>
    private sealed record Scene(double[] Eta, Func<int, double> Share, Func<double[], double[]> Transposed);

    private Scene SceneOf(Table table)
    {
        var design = Designs.Create(model.Encoding.Bind(table), kept, new double[kept.Length]);
        if (options.At == MarginsAt.Means) design = MeanRow(design);
        var eta = design.LinearPredictors(_coefficients, threads: 0);
        if (!offsets.IsEmpty)
            for (var i = 0; i < eta.Length; i++) eta[i] += options.At == MarginsAt.Means ? Mean(offsets.Span) : offsets.Span[i];
        return new Scene(eta, options.At == MarginsAt.Means ? _ => 1 : ShareOf, r =>
        {
            var sums = new double[kept.Length + 1];
            design.AddTransposed(new RowBlock(0, design.Rows), r, sums.AsSpan(0, kept.Length));
            sums[^1] = VectorKernels.Sum(r);
            return sums;
        });
    }

    private DenseDesign<double> MeanRow(IDesign design)
    {
        var (shares, means) = (new double[design.Rows], new double[kept.Length]);
        for (var i = 0; i < shares.Length; i++) shares[i] = ShareOf(i);
        design.AddTransposed(new RowBlock(0, design.Rows), shares, means);
        return new DenseDesign<double>(1, [.. means.Select(mean => (ReadOnlyMemory<double>)new[] { mean })]);
    }

    // A switch has no relative change.
    private bool HasSwitches => options is { IsDiscrete: true, Measure: MarginMeasure.Dydx or MarginMeasure.Eydx };

    private double TotalWeight { get; } = weights.IsEmpty ? rows.Rows : VectorKernels.Sum(weights.Span);

    private double ShareOf(int row) => (weights.IsEmpty ? 1 : weights.Span[row]) / TotalWeight;

    private double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++) sum += ShareOf(i) * values[i];
        return sum;
    }

    /// <summary>The rows with every numeric column at its mean; factors stay as they are, and are averaged in the design.</summary>
    private Table AtMeans() => new(rows.Columns.Select(column => column is NumericColumn numbers && !IsFactor(column.Name)
        ? new NumericColumn(column.Name, Filled(Mean(numbers.Values))) : column));

    private bool IsFactor(string column) => model.Encoding.Variables.OfType<FactorVariable>().Any(factor => factor.Columns[0] == column)
        && !model.Encoding.Variables.OfType<NumericVariable>().Any(variable => variable.Columns.Contains(column) && rows[column] is NumericColumn);

    private IEnumerable<MarginalEffect> OfColumn(Table table, string name)
    {
        var column = rows[name];
        if (column is SparseColumn) throw new NoAnswerException($"'{name}' is a block of many columns: there is no one change of it whose effect could be told.");
        if (IsFactor(name) || column is CategoricalColumn)
        {
            var levels = model.Encoding.Variables.OfType<FactorVariable>().FirstOrDefault(factor => factor.Columns[0] == name)?.Levels ?? [.. ((CategoricalColumn)column).UsedLevels()];
            var reference = SceneOf(With(table, ConstantLevel(column, levels[0])));
            foreach (var level in levels.Skip(1)) yield return Difference($"{name}: {level} - {levels[0]}", SceneOf(With(table, ConstantLevel(column, level))), reference);
        }
        else if (HasSwitches && ((NumericColumn)column).Values is var values && VectorKernels.AreZeroOrOne(values) && values.Contains(0) && values.Contains(1))
            yield return Difference($"{name}: 1 - 0", SceneOf(With(table, new NumericColumn(name, Filled(1)))), SceneOf(With(table, new NumericColumn(name, Filled(0)))));
        else yield return Slope(table, (NumericColumn)table[name]);
    }

    private MarginalEffect Slope(Table table, NumericColumn column)
    {
        var spread = Math.Sqrt(ColumnSummary.Of(((NumericColumn)rows[column.Name]).Values, default).SumOfSquares / Math.Max(1, rows.Rows - 1));
        var step = column.Values.ToArray();
        // In proportion to the value, so that a positive number stays positive.
        for (var i = 0; i < step.Length; i++) step[i] = RelativeStep * (step[i] == 0 ? spread : Math.Abs(step[i]));
        var shifted = FivePoints.Select(point => SceneOf(With(table, new NumericColumn(column.Name, Shifted(column, step, point.Shift))))).ToArray();
        var here = SceneOf(table);
        double StepOf(int i) => step[options.At == MarginsAt.Means ? 0 : i];
        var slope = new double[here.Eta.Length];
        for (var k = 0; k < shifted.Length; k++)
            for (var i = 0; i < slope.Length; i++) slope[i] += FivePoints[k].Factor * shifted[k].Eta[i] / StepOf(i);
        return Derivative(column.Name, here, slope, i => column.Values[options.At == MarginsAt.Means ? 0 : i], r =>
        {
            var sums = new double[kept.Length + 1];
            for (var k = 0; k < shifted.Length; k++)
                VectorKernels.Add(sums, shifted[k].Transposed([.. r.Select((value, i) => value * FivePoints[k].Factor / StepOf(i))]));
            return sums;
        });
    }

    private MarginalEffect OfDesignColumn(int j)
    {
        var here = SceneOf(rows);
        var x = Designs.Create(model.Encoding.Bind(rows), kept, new double[kept.Length]).Column(j);
        var isSwitch = HasSwitches && VectorKernels.AreZeroOrOne(x);
        if (options.At == MarginsAt.Means) x = [Mean(x)];
        var name = model.Encoding.Terms[kept[j]];
        if (isSwitch)
        {
            Scene At(double value) => new([.. here.Eta.Select((eta, i) => eta + _coefficients[j] * (value - x[i]))], here.Share, r =>
            {
                var sums = here.Transposed(r);
                sums[j] = value * sums[^1];
                return sums;
            });
            return Difference(name, At(1), At(0));
        }
        return Derivative(name, here, [.. here.Eta.Select(_ => _coefficients[j])], i => x[i], r =>
        {
            var sums = new double[kept.Length + 1];
            sums[j] = VectorKernels.Sum(r);
            return sums;
        });
    }

    /// <summary>The effect of moving on, from dη/dx and how it depends on the coefficients.</summary>
    private MarginalEffect Derivative(string name, Scene here, double[] slope, Func<int, double> x, Func<double[], double[]> transposedSlope)
    {
        var isRelative = options.Measure is MarginMeasure.Eyex or MarginMeasure.Eydx;
        var (sum, byRow, bySlope) = (0.0, new double[slope.Length], new double[slope.Length]);
        for (var i = 0; i < slope.Length; i++)
        {
            var p = Logistic.Probability(here.Eta[i]);
            var factor = here.Share(i) * (options.Measure is MarginMeasure.Eyex or MarginMeasure.Dyex ? x(i) : 1);
            // dp/dx = p(1−p)·dη/dx, over p for a relative change.
            bySlope[i] = factor * (isRelative ? 1 - p : p * (1 - p));
            byRow[i] = factor * slope[i] * (isRelative ? -p * (1 - p) : p * (1 - p) * (1 - 2 * p));
            sum += bySlope[i] * slope[i];
        }
        var gradient = here.Transposed(byRow);
        VectorKernels.Add(gradient, transposedSlope(bySlope));
        return Effect(name, sum, gradient);
    }

    private MarginalEffect Difference(string name, Scene there, Scene here)
    {
        var isRelative = options.Measure is MarginMeasure.Eyex or MarginMeasure.Eydx;
        double Side(Scene scene, double[] slopes)
        {
            var sum = 0.0;
            for (var i = 0; i < slopes.Length; i++)
            {
                var p = Logistic.Probability(scene.Eta[i]);
                sum += scene.Share(i) * (isRelative ? Math.Log(p) : p);
                slopes[i] = scene.Share(i) * (isRelative ? 1 - p : p * (1 - p));
            }
            return sum;
        }
        var (up, down) = (new double[there.Eta.Length], new double[here.Eta.Length]);
        var effect = Side(there, up) - Side(here, down);
        var gradient = there.Transposed(up);
        VectorKernels.AddScaled(gradient, -1, here.Transposed(down));
        return Effect(name, effect, gradient);
    }

    /// <summary>The delta method.</summary>
    private MarginalEffect Effect(string name, double effect, double[] gradient)
    {
        double[] ordered = model.Encoding.HasIntercept ? [gradient[^1], .. gradient[..^1]] : gradient[..^1];
        return MarginalEffect.Of(name, effect, Math.Sqrt(model.Covariance!.VarianceOf(ordered)), options.Level);
    }

    private static Table With(Table table, Column changed) => new(table.Columns.Select(column => column.Name == changed.Name ? changed : column));

    private double[] Filled(double value)
    {
        var values = new double[rows.Rows];
        Array.Fill(values, value);
        return values;
    }

    private Column ConstantLevel(Column column, string level) => column is NumericColumn
        ? new NumericColumn(column.Name, Filled(double.Parse(level, System.Globalization.CultureInfo.InvariantCulture)))
        : new CategoricalColumn(column.Name, [level], new int[rows.Rows]);

    private static double[] Shifted(NumericColumn column, double[] step, int by)
    {
        var values = column.Values.ToArray();
        for (var i = 0; i < values.Length; i++) values[i] += by * step[i];
        return values;
    }
}
