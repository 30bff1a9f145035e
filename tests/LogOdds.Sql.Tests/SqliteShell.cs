using System.Diagnostics;
using System.Globalization;
using System.Text;
using LogOdds.Data;

namespace LogOdds.Tests;

/// <summary>SQLite, by its shell.</summary>
internal static class SqliteShell
{
    private const string Program = "/usr/bin/sqlite3";

    /// <summary>The numbers that a query gives over a table; null is NaN. The query's columns are named.</summary>
    public static double[][] Numbers(Table table, string name, string query, IReadOnlyList<string> columns)
    {
        Requires.That(File.Exists(Program), "SQLite is missing: apt-get install sqlite3");
        static string Quote(string text) => $"\"{text.Replace("\"", "\"\"")}\"";
        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $"create table {Quote(name)} ({string.Join(", ", table.Columns.Select(column => $"{Quote(column.Name)} {(column is NumericColumn ? "real" : "text")}"))});\nbegin;\n");
        for (var row = 0; row < table.Rows; row++)
        {
            var values = table.Columns.Select(column => column.IsMissing(row) ? "null" : column is NumericColumn numbers ? numbers.Values[row].ToString("E16", CultureInfo.InvariantCulture) : $"'{column.TextAt(row).Replace("'", "''")}'");
            script.Append(CultureInfo.InvariantCulture, $"insert into {Quote(name)} values ({string.Join(", ", values)});\n");
        }
        script.Append(CultureInfo.InvariantCulture, $"commit;\nselect {string.Join(", ", columns.Select(column => $"case when {Quote(column)} is null then 'NaN' else printf('%!.17g', {Quote(column)}) end"))} from ({query}) as scored;\n");
        using var process = Process.Start(new ProcessStartInfo(Program, ["-batch", ":memory:"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.True(errors.Result.Length == 0, errors.Result);
        return [.. output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
    }
}
