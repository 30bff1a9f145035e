using LogOdds.Design;

namespace LogOdds.Sql;

/// <summary>A design column as SQL: near enough to 0 and of such a size that its sums lose no digits.</summary>
/// <param name="Expression">u = (x − shift)/scale.</param>
/// <param name="IsPlain">Whether that is a column of the table as it is.</param>
/// <param name="Shift">What is taken off: 0 unless the column lies far from 0 for its spread.</param>
/// <param name="Scale">A power of two: 1 unless numbers are very large or small.</param>
/// <param name="Origin">What the design takes off the column.</param>
internal sealed record SqlDesignColumn(string Expression, bool IsPlain, double Shift, double Scale, double Origin)
{
    // Further from 0 than so many standard deviations, sums lose more than six binary digits: a sum of products of two columns loses those of both.
    private const double FarFromZero = 64, FarFromZeroForProducts = 8;

    private const double Large = 1e15, Small = 1e-15;

    /// <summary>
    /// The same column in sums in which it stands alone, such as a gradient's: where its mean is not very far from 0, it is left as it is, which spares
    /// each row a subtraction. Coefficients and sums are moved instead.
    /// </summary>
    public SqlDesignColumn Single { get => field ?? this; private init; }

    /// <summary>Writes a column.</summary>
    /// <param name="dialect">How the engine spells it.</param>
    /// <param name="expression">The column as it is.</param>
    /// <param name="isPlain">Whether that is a column of the table.</param>
    /// <param name="mean">Its mean.</param>
    /// <param name="deviation">Its standard deviation.</param>
    /// <param name="origin">What the design takes off it.</param>
    public static SqlDesignColumn Of(SqlDialect dialect, string expression, bool isPlain, double mean, double deviation, double origin)
    {
        var distance = Math.Abs(mean) / deviation;
        SqlDesignColumn Without(double shift) => Written(dialect, expression, isPlain, shift, deviation, origin);
        return distance is > FarFromZeroForProducts and <= FarFromZero ? Without(mean) with { Single = Without(0) } : Without(distance > FarFromZero ? mean : 0);
    }

    private static SqlDesignColumn Written(SqlDialect dialect, string expression, bool isPlain, double shift, double deviation, double origin)
    {
        var scale = deviation is > 0 and (< Small or > Large) ? Math.ScaleB(1, Math.ILogB(deviation)) : 1;
        var text = shift == 0 ? expression : $"({expression} - {dialect.Number(shift)})";
        if (scale != 1) text = $"({text} / {dialect.Number(scale)})";
        return new SqlDesignColumn(text, isPlain && shift == 0 && scale == 1, shift, scale, origin);
    }

    /// <summary>The map from u to the columns of the design, z = x − origin.</summary>
    public static Standardization MapOf(IReadOnlyList<SqlDesignColumn> columns) =>
        new(columns.Select(column => (column.Origin - column.Shift) / column.Scale).ToArray(), columns.Select(column => 1 / column.Scale).ToArray());
}
