using System.Text.Json;
using LogOdds.Formulas;

namespace LogOdds.Models;

/// <summary>
/// The coefficients in a model file: a line each. Those of a block that are numbers and nothing else are written as lists of columns and
/// estimates; columns that are not listed have the coefficient 0.
/// </summary>
internal static class CoefficientFile
{
    public static void Write(Utf8JsonWriter json, Encoding encoding, IReadOnlyList<Coefficient> coefficients)
    {
        var lines = coefficients as CoefficientLines;
        bool IsNumberOnly(int line) => lines?.IsNumberOnly(line) ?? HasNumberOnly(coefficients[line]);
        bool AreNumbersOnly(Block block)
        {
            for (var line = block.First; line < block.First + block.Count; line++)
                if (!IsNumberOnly(line)) return false;
            return true;
        }
        var blocks = Blocks(encoding).FindAll(AreNumbersOnly);
        var isInBlock = new bool[coefficients.Count];
        foreach (var block in blocks) Array.Fill(isInBlock, true, block.First, block.Count);
        json.WriteStartArray("coefficients");
        for (var line = 0; line < coefficients.Count; line++)
            if (!isInBlock[line]) ModelFileParts.WriteCoefficient(json, coefficients[line]);
        json.WriteEndArray();
        json.WriteStartArray("blocks");
        foreach (var block in blocks)
        {
            var (columns, estimates) = NotZero(block, coefficients);
            json.WriteStartObject();
            json.WriteString("term", block.Term);
            // Counted from 1, as in the names of the coefficients.
            json.WriteMany("columns", columns);
            json.WriteMany("estimates", estimates);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static Coefficient[] Read(JsonPath file, Encoding encoding)
    {
        var lines = ModelFileParts.ReadCoefficients(file);
        var blocks = file.Later("blocks")?.Items.ToDictionary(block => block["term"].Text, StringComparer.Ordinal) ?? [];
        if (blocks.Count == 0) return lines;
        var first = encoding.HasIntercept ? 1 : 0;
        var all = new Coefficient?[encoding.Terms.Count + first];
        foreach (var block in Blocks(encoding).Where(block => blocks.ContainsKey(block.Term)))
        {
            var estimates = new double[block.Count];
            foreach (var (column, estimate) in blocks[block.Term]["columns"].Items.Zip(blocks[block.Term]["estimates"].Items))
                estimates[column.Integer >= 1 && column.Integer <= block.Count ? column.Integer - 1 : throw column.Problem($"{block.Term} has no column {column.Integer}")] = estimate.Number;
            for (var k = 0; k < block.Count; k++)
                all[block.First + k] = new Coefficient { Term = encoding.Terms[block.First - first + k], Estimate = estimates[k], ScaledEstimate = estimates[k] };
        }
        var next = 0;
        for (var line = 0; line < all.Length; line++)
            all[line] ??= next < lines.Length ? lines[next++] : throw file.Problem("there are fewer coefficients than terms");
        return next == lines.Length ? [.. all.Select(line => line!)] : throw file.Problem("there are more coefficients than terms");
    }

    /// <summary>The columns of a block that have coefficients other than 0, counted from 1, and these.</summary>
    private static (int[] Columns, double[] Estimates) NotZero(Block block, IReadOnlyList<Coefficient> coefficients)
    {
        var (columns, estimates, count) = (new int[block.Count], new double[block.Count], 0);
        for (var k = 0; k < block.Count; k++)
        {
            var estimate = coefficients is CoefficientLines lines ? lines.Estimates[block.First + k] : coefficients[block.First + k].Estimate!.Value;
            if (estimate != 0) (columns[count], estimates[count++]) = (k + 1, estimate);
        }
        return (columns[..count], estimates[..count]);
    }

    private static List<Block> Blocks(Encoding encoding)
    {
        var (blocks, first) = (new List<Block>(), encoding.HasIntercept ? 1 : 0);
        foreach (var term in encoding.ModelTerms)
        {
            if (term.Variables is [BlockVariable]) blocks.Add(new Block(term.Name, first, term.ColumnNames.Count));
            first += term.ColumnNames.Count;
        }
        return blocks;
    }

    private static bool HasNumberOnly(Coefficient c) =>
        c is { Estimate: { } estimate, ScaledEstimate: { } scaled, Center: null, Scale: null, Limit: CoefficientLimit.Finite, StandardError: null, P: null, Low: null, High: null } && estimate == scaled;

    /// <summary>A term of many columns, and its lines in the table.</summary>
    private sealed record Block(string Term, int First, int Count);
}
