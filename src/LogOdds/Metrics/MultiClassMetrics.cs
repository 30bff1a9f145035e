using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// The usual metrics of the probabilities of several classes. The prediction is the class of the largest probability, of equal
/// ones the first. A figure that does not exist is NaN, and so is an average over classes of which one lacks the figure
/// (scikit-learn takes 0 for it).
/// </summary>
public sealed class MultiClassMetrics
{
    private readonly double[][] _confusion;
    private readonly double[] _ranks;

    private MultiClassMetrics(double[][] confusion, double[] ranks) => (_confusion, _ranks) = (confusion, ranks);

    /// <summary>n, the number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Σw, the number of rows where there are no weights.</summary>
    public double TotalWeight => _confusion.Sum(row => row.Sum());

    /// <summary>The weight of the rows that are of a class (outer index) and predicted to be of a class (inner index); K × K.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Confusion => _confusion;

    /// <summary>The figures of each class, in the order of the classes.</summary>
    public required IReadOnlyList<ClassMetrics> PerClass { get; init; }

    /// <summary>The mean log loss −ln p of each row's own class in nats, in [0, ∞].</summary>
    public required double LogLoss { get; init; }

    /// <summary>The mean over rows of Σₖ (pₖ − yₖ)², from 0 to 2 (Brier, Monthly Weather Review 78, 1950): twice the score of two classes that counts one of them.</summary>
    public required double Brier { get; init; }

    /// <summary>
    /// The mean over pairs of classes of the area under the ROC curve within the pair, from 0 to 1: M of Hand and Till (Machine
    /// Learning 45, 2001).
    /// </summary>
    public required double AucOneVsOne { get; init; }

    /// <summary>The same with pairs weighted by the rows of both their classes.</summary>
    public required double AucOneVsOneWeighted { get; init; }

    /// <summary>The mean of the classes' <see cref="ClassMetrics.Auc"/>, from 0 to 1.</summary>
    public double AucOneVsRest => PerClass.Average(c => c.Auc);

    /// <summary>The same weighted by the rows of the classes.</summary>
    public double AucOneVsRestWeighted => Weighted(c => c.Auc);

    /// <summary>The share predicted right, in [0, 1].</summary>
    public double Accuracy => TopAccuracy(1);

    /// <summary>The mean recall of the classes, in [0, 1].</summary>
    public double BalancedAccuracy => Macro.Recall;

    /// <summary>Precision, recall and F1 as means over the classes.</summary>
    public AveragedMetrics Macro => new(PerClass.Average(c => c.Precision), PerClass.Average(c => c.Recall), PerClass.Average(c => c.F1));

    /// <summary>Precision, recall and F1 as means over the classes weighted by their rows.</summary>
    public AveragedMetrics SupportWeighted => new(Weighted(c => c.Precision), Weighted(c => c.Recall), Weighted(c => c.F1));

    /// <summary>Precision, recall and F1 of all decisions thrown together; with one class a row, all three are the accuracy.</summary>
    public AveragedMetrics Micro => new(Accuracy, Accuracy, Accuracy);

    /// <summary>
    /// Agreement beyond chance, (accuracy − chance) / (1 − chance), at most 1 (Cohen, Educational and Psychological Measurement
    /// 20, 1960). NaN when all rows are of one class and predicted as it.
    /// </summary>
    public double Kappa
    {
        get
        {
            var (right, chance, _, _) = Agreement();
            return (right * TotalWeight - chance) / (TotalWeight * TotalWeight - chance);
        }
    }

    /// <summary>
    /// The correlation of prediction and class, in [−1, 1] (Gorodkin, Computational Biology and Chemistry 28, 2004), which for two
    /// classes is that of Matthews. NaN when all rows are of one class or predicted as one.
    /// </summary>
    public double Mcc
    {
        get
        {
            var (right, chance, ofClasses, ofPredictions) = Agreement();
            var square = TotalWeight * TotalWeight;
            return (right * TotalWeight - chance) / Math.Sqrt((square - ofClasses) * (square - ofPredictions));
        }
    }

    /// <summary>The share of rows whose class is among the k of the largest probabilities, in [0, 1]; of equal probabilities the first classes count as larger.</summary>
    /// <param name="k">From 1 to the number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is out of range.</exception>
    public double TopAccuracy(int k)
    {
        if (k < 1 || k > _ranks.Length) throw new ArgumentOutOfRangeException(nameof(k), k, $"k is from 1 to the number of classes, {_ranks.Length}.");
        return _ranks.Take(k).Sum() / TotalWeight;
    }

    /// <summary>Computes all of them, in O(n·K² log n) for n rows of K classes.</summary>
    /// <param name="y">Classes by number, from 0 to K − 1; n of them.</param>
    /// <param name="probabilities">Probabilities of the K classes row after row, n × K; each in [0, 1], each row summing to 1 within 1e-6.</param>
    /// <param name="classes">K, 2 or more.</param>
    /// <param name="weights">Weights, finite and 0 or more; empty means every row counts once.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes.</exception>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static MultiClassMetrics Compute(ReadOnlySpan<int> y, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default)
    {
        Require(y, probabilities, classes);
        if (!weights.IsEmpty && weights.Length != y.Length) throw new ArgumentException($"There are {y.Length} rows and {weights.Length} weights.", nameof(weights));
        var (confusion, ranks) = (new double[classes][], new double[classes]);
        for (var k = 0; k < classes; k++) confusion[k] = new double[classes];
        CompensatedSum loss = default, error = default;
        for (var i = 0; i < y.Length; i++)
        {
            var p = probabilities.Slice(i * classes, classes);
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (!(weight >= 0 && double.IsFinite(weight))) throw new ArgumentException($"The weight of row {i} is {weight}; weights are finite and 0 or more.", nameof(weights));
            if (weight == 0) continue;
            var (prediction, rank) = (0, 0);
            for (var k = 0; k < classes; k++)
            {
                if (p[k] > p[prediction]) prediction = k;
                if (p[k] > p[y[i]] || (p[k] == p[y[i]] && k < y[i])) rank++;
                var difference = p[k] - (k == y[i] ? 1 : 0);
                error.Add(weight * difference * difference);
            }
            confusion[y[i]][prediction] += weight;
            ranks[rank] += weight;
            loss.Add(-weight * Math.Log(p[y[i]]));
        }
        var total = confusion.Sum(row => row.Sum());
        var areas = new ClassAreas(y, probabilities, classes, weights);
        var (oneVsOne, oneVsOneWeighted) = areas.OfPairs();
        var perClass = new ClassMetrics[classes];
        for (var k = 0; k < classes; k++) perClass[k] = OfClass(k, total, areas, confusion);
        return new MultiClassMetrics(confusion, ranks)
        {
            Rows = y.Length,
            PerClass = perClass,
            // Adding 0 takes the sign from −0.
            LogLoss = loss.Value / total + 0,
            Brier = error.Value / total,
            AucOneVsOne = oneVsOne,
            AucOneVsOneWeighted = oneVsOneWeighted,
        };
    }

    private static void Require(ReadOnlySpan<int> y, ReadOnlySpan<double> probabilities, int classes)
    {
        const double tolerance = 1e-6;
        if (classes < 2) throw new ArgumentOutOfRangeException(nameof(classes), classes, "There are two classes or more.");
        if (y.IsEmpty) throw new ArgumentException("There are no rows.", nameof(y));
        if ((long)y.Length * classes != probabilities.Length)
            throw new ArgumentException($"There are {y.Length} rows of {classes} classes and {probabilities.Length} probabilities.", nameof(probabilities));
        for (var i = 0; i < y.Length; i++)
        {
            if (y[i] < 0 || y[i] >= classes) throw new ArgumentException($"The class of row {i} is {y[i]}; classes are from 0 to {classes - 1}.", nameof(y));
            var sum = 0.0;
            foreach (var p in probabilities.Slice(i * classes, classes))
            {
                if (!(p is >= 0 and <= 1)) throw new ArgumentException($"A probability of row {i} is {p}; probabilities are from 0 to 1.", nameof(probabilities));
                sum += p;
            }
            if (Math.Abs(sum - 1) > tolerance) throw new ArgumentException($"The probabilities of row {i} sum to {sum}, not to 1.", nameof(probabilities));
        }
    }

    private static ClassMetrics OfClass(int k, double total, ClassAreas areas, double[][] confusion)
    {
        var (right, support, predicted) = (confusion[k][k], confusion[k].Sum(), confusion.Sum(row => row[k]));
        var counts = new ConfusionCounts(right, total - support - predicted + right, predicted - right, support - right);
        return new ClassMetrics(counts.Precision, counts.Recall, counts.F1, areas.AgainstRest(k), support);
    }

    /// <summary>How many are right, and the sums over classes of true × predicted, true², predicted², that chance is made of.</summary>
    private (double Right, double Chance, double OfClasses, double OfPredictions) Agreement()
    {
        var (right, chance, ofClasses, ofPredictions) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < _confusion.Length; k++)
        {
            double support = _confusion[k].Sum(), predicted = _confusion.Sum(row => row[k]);
            right += _confusion[k][k];
            chance += support * predicted;
            ofClasses += support * support;
            ofPredictions += predicted * predicted;
        }
        return (right, chance, ofClasses, ofPredictions);
    }

    private double Weighted(Func<ClassMetrics, double> figure) => PerClass.Sum(c => c.Support == 0 ? 0 : c.Support * figure(c)) / TotalWeight;
}
