namespace LogOdds.IO;

/// <summary>Where a reader puts the columns of a table: in memory, or in a file that is being written.</summary>
internal interface IColumnPlaces
{
    /// <summary>Makes room; what was put there before is of no use any more.</summary>
    /// <param name="columns">How many columns.</param>
    /// <param name="rows">The most rows that there can be.</param>
    void Reserve(int columns, int rows);

    /// <summary>The place of a column of numbers.</summary>
    Memory<double> Numbers(int column);

    /// <summary>The place of a column of codes; that of its numbers, if any, is given up.</summary>
    Memory<int> Codes(int column);

    /// <summary>Puts numbers into their column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row of the first of them.</param>
    /// <param name="values">The numbers.</param>
    void Put(int column, int row, ReadOnlySpan<double> values);

    /// <summary>Puts codes into their column.</summary>
    /// <inheritdoc cref="Put(int, int, ReadOnlySpan{double})"/>
    void Put(int column, int row, ReadOnlySpan<int> values);

    /// <summary>Writes to the disk what has been put in its places, where that is where they are.</summary>
    void Flush();
}
