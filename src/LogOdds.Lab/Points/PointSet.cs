using System.Globalization;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Objectives;

namespace LogOdds.Lab;

/// <summary>Points with one or two features and a class, 0 or 1: a built-in data set, or what the reader has made of one.</summary>
internal sealed class PointSet
{
    /// <summary>The most points that an address can hold.</summary>
    public const int MostMoved = 400;

    private const double Farthest = 1e6;

    private PointSet(string file, string preparation, IReadOnlyList<string> features, string target, double[][] columns, double[] classes, string formula)
    {
        (File, Preparation, Features, Target, Columns, Classes, Formula) = (file, preparation, features, target, columns, classes, formula);
        Table = new Table([.. features.Select((name, j) => new NumericColumn(name, columns[j])), new NumericColumn(target, classes)]);
    }

    /// <summary>The file that holds the points.</summary>
    public string File { get; }

    /// <summary>The commands that make the file; empty when it is downloaded from the page.</summary>
    public string Preparation { get; }

    public IReadOnlyList<string> Features { get; }

    public string Target { get; }

    /// <summary>The features, a column each.</summary>
    public double[][] Columns { get; }

    /// <summary>0 or 1, one a point.</summary>
    public double[] Classes { get; }

    /// <summary>The model with the features as they are.</summary>
    public string Formula { get; }

    public Table Table { get; }

    public int Rows => Classes.Length;

    /// <summary>The points of a data set, or those in the address in its place.</summary>
    /// <param name="data">hours, hours12, marks (of one exam), exams (both), blobs, glucose, or a cloud made up: rings, moons, corners.</param>
    /// <param name="points">Points the reader has moved, as <c>x;y</c> or <c>x1;x2;y</c> with commas between them; null or empty for the data set's own.</param>
    /// <exception cref="UnusableDataException">There is no such data set, or the points cannot be read.</exception>
    public static PointSet Of(string data, string? points)
    {
        var known = Known(data);
        if (string.IsNullOrEmpty(points)) return known;
        var (columns, classes) = Parse(points, known.Features.Count);
        return new PointSet("points.csv", "", known.Features, known.Target, columns, classes, known.Formula);
    }

    /// <summary>The points for the page: each its features and its class.</summary>
    public object View => new { Features, Target, Rows = Enumerable.Range(0, Rows).Select(i => (double[])[.. Columns.Select(column => column[i]), Classes[i]]) };

    /// <summary>The mean loss of a line through the features, as the solvers see it.</summary>
    public LinearObjective Objective(IDatafit datafit, Standardization? columns = null) =>
        new(new DenseDesign<double>(Rows, [.. Columns.Select(column => (ReadOnlyMemory<double>)column)]), new Response(Classes), datafit, columns);

    private static PointSet Known(string data) => data switch
    {
        "hours" => Sample("study_hours_16", ["hours"], "passed"),
        "hours12" => Sample("study_hours_12", ["hours"], "passed"),
        "marks" => Sample("exam_marks", ["exam1"], "admitted"),
        "exams" => Sample("exam_marks", ["exam1", "exam2"], "admitted"),
        "blobs" => Sample("two_blobs", ["x1", "x2"], "label"),
        "glucose" => Sample("pima", ["glu"], "type"),
        _ => Clouds.Named(data) is { } cloud
            ? new PointSet("points.csv", "", ["x1", "x2"], "y", cloud.Columns, cloud.Classes, "y ~ x1 + x2")
            : throw new UnusableDataException($"there are no points called '{data}'", remedy: $"There are hours, hours12, marks, exams, blobs, glucose, {string.Join(", ", Clouds.Names)}."),
    };

    private static PointSet Sample(string name, string[] features, string target)
    {
        var table = SampleData.Read(name);
        double[] Column(string column) => ((NumericColumn)table[column]).Values.ToArray();
        return new PointSet($"{name}.csv", $"logodds data {name} > {name}.csv\n", features, target, [.. features.Select(Column)], Column(target), $"{LogOdds.Formulas.Formula.Quote(target)} ~ {string.Join(" + ", features.Select(LogOdds.Formulas.Formula.Quote))}");
    }

    private static (double[][] Columns, double[] Classes) Parse(string text, int features)
    {
        var points = text.Split(',');
        if (points.Length > MostMoved) throw new UnusableDataException($"there are {points.Length} points, and an address holds {MostMoved}", remedy: "Open a file in the workbench.");
        var (columns, classes) = (Enumerable.Range(0, features).Select(_ => new double[points.Length]).ToArray(), new double[points.Length]);
        for (var i = 0; i < points.Length; i++)
        {
            var fields = points[i].Split(';');
            if (fields.Length != features + 1) throw Unreadable(points[i], features);
            for (var j = 0; j < features; j++)
                if (!double.TryParse(fields[j], NumberStyles.Float, CultureInfo.InvariantCulture, out columns[j][i]) || !(Math.Abs(columns[j][i]) <= Farthest)) throw Unreadable(points[i], features);
            classes[i] = fields[features] switch { "0" => 0, "1" => 1, _ => throw Unreadable(points[i], features) };
        }
        return (columns, classes);
    }

    private static UnusableDataException Unreadable(string point, int features) =>
        new($"'{point}' is no point of {features} number{(features == 1 ? "" : "s")} and a class, 0 or 1", remedy: "Take the points out of the address to start from the data set.");
}
