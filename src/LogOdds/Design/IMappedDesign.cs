namespace LogOdds.Design;

/// <summary>A design some of whose columns may be mapped: there, rows here and there cost a page of each column whenever they are looked at.</summary>
internal interface IMappedDesign
{
    /// <summary>Whether columns are mapped.</summary>
    bool IsMapped { get; }

    /// <summary>A design of some rows, which are copied one behind the other.</summary>
    IDesign Gather(IReadOnlyList<RowBlock> blocks);
}
