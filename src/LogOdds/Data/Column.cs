namespace LogOdds.Data;

/// <summary>A named column of a <see cref="Table"/>: numbers or categories, with missing values.</summary>
public abstract class Column
{
    private protected Column(string name, int rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Rows = rows;
    }

    /// <summary>The column's name, as it stands in the header.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Whether the value of <paramref name="row"/> is missing.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The value of <paramref name="row"/> as text that reads back to the same value; empty when missing.</summary>
    public abstract string TextAt(int row);

    /// <summary>The column with the given rows only, in the given order.</summary>
    public abstract Column Select(ReadOnlySpan<int> rows);

    /// <summary>The number of missing values.</summary>
    public abstract int CountMissing();
}
