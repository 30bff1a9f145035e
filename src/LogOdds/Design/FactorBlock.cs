namespace LogOdds.Design;

/// <summary>A factor in a design of p columns: level codes, never written out as 0/1 columns.</summary>
/// <param name="Codes">One a row; −1 where the level is missing.</param>
/// <param name="ColumnOf">
/// The design column of each code, one place on: the first entry is that of missing levels, p + 1. The entry of a level without a
/// column, such as the reference, is p.
/// </param>
internal sealed record FactorBlock(ReadOnlyMemory<int> Codes, int[] ColumnOf)
{
    /// <summary>The entries of codes by the terms that they belong to.</summary>
    /// <param name="termOf">The term of each code; −1 for a level without a column.</param>
    /// <param name="columnOfTerm">The design column of each term; p for one that is left out.</param>
    /// <param name="columns">p.</param>
    public static int[] Places(int[] termOf, int[] columnOfTerm, int columns)
    {
        var places = new int[termOf.Length + 1];
        places[0] = columns + 1;
        for (var code = 0; code < termOf.Length; code++) places[code + 1] = termOf[code] < 0 ? columns : columnOfTerm[termOf[code]];
        return places;
    }
}
