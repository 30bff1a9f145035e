using System.Text.Json;
using LogOdds.Formulas;

namespace LogOdds.Models;

/// <summary>The part of a model file that says how a table becomes a design: response, variables with what was learned of them, terms, offsets.</summary>
internal static class EncodingFile
{
    private static readonly (string Name, ResponseKind Value)[] ResponseKinds = [("classes", ResponseKind.Classes), ("counts", ResponseKind.Counts), ("proportions", ResponseKind.Proportions)];

    private static readonly (string Name, ContrastCoding Value)[] Codings = Contrasts.Names;

    public static void Write(Utf8JsonWriter json, Encoding encoding)
    {
        json.WriteStartObject("response");
        json.WriteString("kind", Names.Of(ResponseKinds, encoding.Response.Kind));
        json.WriteString("expression", encoding.Response.Text);
        if (encoding.Response.Levels.Count == 2)
        {
            json.WriteString("negative", encoding.Response.Negative);
            json.WriteString("positive", encoding.Response.Positive);
        }
        else json.WriteTexts("levels", encoding.Response.Levels);
        json.WriteEndObject();
        json.WriteBoolean("intercept", encoding.HasIntercept);
        json.WriteStartArray("variables");
        foreach (var variable in encoding.Variables)
        {
            json.WriteStartObject();
            json.WriteString("name", variable.Text);
            switch (variable)
            {
                case FactorVariable factor:
                    WriteFactor(json, factor);
                    break;
                case BlockVariable block:
                    BlockFile.Write(json, block);
                    break;
                default:
                    WriteNumeric(json, (NumericVariable)variable);
                    break;
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("terms");
        foreach (var term in encoding.ModelTerms)
        {
            json.WriteStartObject();
            json.WriteTexts("variables", term.Variables.Select(variable => variable.Text));
            // Factors of which every level has a column.
            json.WriteTexts("full", term.Variables.Where((_, k) => term.IsFull[k]).Select(variable => variable.Text));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteTexts("offsets", encoding.Offsets);
    }

    public static Encoding Read(JsonPath file)
    {
        var response = file["response"];
        try
        {
            var coding = new ResponseCoding(response["kind"].OneOf(ResponseKinds), NodeOf(response["expression"].Text),
                response.Later("levels") is { } levels ? [.. levels.Items.Select(level => level.Text)] : [response["negative"].Text, response["positive"].Text]);
            var variables = file["variables"].Items.Select(ReadVariable).ToDictionary(variable => variable.Text, StringComparer.Ordinal);
            var terms = file["terms"].Items.Select(term =>
            {
                var names = term["variables"].Items.Select(name => name.Text).ToArray();
                var full = term["full"].Items.Select(name => name.Text).ToHashSet(StringComparer.Ordinal);
                return new ModelTerm([.. names.Select(name => variables[name])], [.. names.Select(full.Contains)]);
            }).ToArray();
            return new Encoding(file["formula"].Text, coding, file["intercept"].Flag, terms, [.. file["offsets"].Items.Select(offset => NodeOf(offset.Text))]);
        }
        catch (Exception e) when (e is FormulaException or ArgumentException or KeyNotFoundException)
        {
            throw file.Problem(e.Message.Split('\n')[0].TrimEnd('.', ':', '\r'));
        }
    }

    private static void WriteFactor(Utf8JsonWriter json, FactorVariable factor)
    {
        json.WriteString("kind", "factor");
        json.WriteString("column", factor.Columns[0]);
        json.WriteString("coding", Names.Of(Codings, factor.Coding));
        json.WriteTexts("levels", factor.Levels);
    }

    private static void WriteNumeric(Utf8JsonWriter json, NumericVariable variable)
    {
        json.WriteString("kind", variable.Basis switch { null => "numeric", PolynomialBasis => "polynomial", SplineBasis => "spline", _ => "scaled" });
        json.WriteString("expression", variable.Expression);
        json.WriteBoolean("switch", variable.IsSwitch);
        switch (variable.Basis)
        {
            case PolynomialBasis polynomial:
                json.WriteNumber("degree", polynomial.Degree);
                WriteNumbers(json, "centers", polynomial.Centers);
                WriteNumbers(json, "norms", polynomial.Norms);
                break;
            case SplineBasis spline:
                json.WriteBoolean("natural", spline.IsNatural);
                json.WriteNumber("degree", spline.Degree);
                WriteNumbers(json, "knots", spline.Knots);
                WriteNumbers(json, "boundary", [spline.Lower, spline.Upper]);
                break;
            case ScaledBasis scaled:
                json.WriteNumber("center", scaled.Center);
                json.WriteNumber("scale", scaled.Scale);
                break;
        }
    }

    private static Variable ReadVariable(JsonPath variable)
    {
        if (BlockFile.Read(variable) is { } block) return block;
        var (name, kind) = (variable["name"].Text, variable["kind"].OneOf(("factor", "factor"), ("numeric", "numeric"), ("polynomial", "polynomial"), ("spline", "spline"), ("scaled", "scaled")));
        if (kind == "factor") return new FactorVariable(name, variable["column"].Text, variable["levels"].Items.Select(level => level.Text), variable["coding"].OneOf(Codings));
        return new NumericVariable(name, NodeOf(variable["expression"].Text), kind switch
        {
            "polynomial" => new PolynomialBasis(variable["degree"].Integer, Numbers(variable["centers"]), Numbers(variable["norms"])),
            "spline" => Numbers(variable["boundary"]) is [var lower, var upper]
                ? new SplineBasis(variable["natural"].Flag, variable["degree"].Integer, Numbers(variable["knots"]), lower, upper)
                : throw variable.Problem($"the spline {name} does not have two boundaries"),
            "scaled" => new ScaledBasis(variable["center"].Number, variable["scale"].Number),
            _ => null,
        }, variable["switch"].Flag);
    }

    private static Node NodeOf(string text) => new FormulaParser(text).ToEnd();

    private static double[] Numbers(JsonPath list) => [.. list.Items.Select(item => item.Number)];

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
