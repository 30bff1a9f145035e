using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>The names of columns, in files that are read as one table.</summary>
internal static class Header
{
    /// <summary>Where each column of a file stands in the table: files may have their columns in another order.</summary>
    /// <exception cref="UnusableDataException">The files do not have the same columns.</exception>
    public static int[] Places(string[] names, Source source, string[] firstNames, Source first)
    {
        const string remedy = "Files that are read as one table have the same columns.";
        var places = Find(names, firstNames);
        if (Array.IndexOf(places, -1) is var unknown and >= 0)
            throw new UnusableDataException($"the column '{names[unknown]}' is not in the first file, {first.Name}", source.Name, remedy);
        if (Array.IndexOf(Find(firstNames, names), -1) is var absent and >= 0)
            throw new UnusableDataException($"the column '{firstNames[absent]}' of the first file, {first.Name}, is not in this one", source.Name, remedy);
        return places;
    }

    /// <summary>The place of each name among others; −1 where it is not.</summary>
    private static int[] Find(string[] names, string[] among)
    {
        var place = Enumerable.Range(0, among.Length).ToDictionary(i => among[i], StringComparer.Ordinal);
        return Array.ConvertAll(names, name => place.GetValueOrDefault(name, -1));
    }
}
