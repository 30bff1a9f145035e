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

    /// <summary>Writes to the disk what has been put in its places, where that is where they are.</summary>
    void Flush();
}
