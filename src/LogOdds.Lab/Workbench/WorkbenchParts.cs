using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Lab.Workbench;

/// <summary>The engine's side of the workbench.</summary>
internal static class WorkbenchParts
{
    /// <summary>The parts, over one store, with the data of the options opened.</summary>
    /// <exception cref="UnusableDataException">The data of the options cannot be read.</exception>
    public static IReadOnlyList<IWorkbenchPart> Of(LabOptions options)
    {
        var store = new WorkbenchStore();
        var given = options.Data is { } data ? store.KeepAlways(Open(data)) : null;
        return
        [
            new OpenTable(store, options, given),
            new WriteFormula(store),
            new RunFit(store, options),
            new WhatIf(store),
            new Performance(store),
            new InfluentialRows(store),
            new TermTests(store),
            new ScorePasted(store),
            new Downloads(store),
        ];
    }

    private static OpenedTable Open(string data)
    {
        if (!File.Exists(data) && SampleData.All.FirstOrDefault(sample => sample.Name == data || sample.File == data) is { } sample)
            return OpenedTable.Of(SampleData.Read(sample.Name), sample.File, sample.Target);
        return OpenedTable.Of(TableReader.Read(data), data);
    }
}
