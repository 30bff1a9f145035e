using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>What a coefficient says: a factor on the odds, the same for everyone, and a change of the probability, which is not.</summary>
internal sealed class MeaningChapter : IChapter
{
    private const string Formula = "low ~ age + lwt + C(race, ref = \"white\") + smoke + ht + ui";
    private const int CurvePoints = 61;

    private static readonly Lazy<LogisticModel> Births = new(static () => LogisticRegression.Fit(SampleData.Read("birthwt"), Formula));

    /// <summary>What can be chosen, with its range and unit on the page; a switch has none.</summary>
    private static readonly Effect[] Effects =
    [
        new("age", "age", 14, 45, 5), new("lwt", "lwt", 80, 250, 10), new("black", "C(race, ref = \"white\")[black]"), new("other", "C(race, ref = \"white\")[other]"),
        new("smoke", "smoke"), new("ht", "ht"), new("ui", "ui"),
    ];

    private static readonly Person[] Cases = [new(30, 150, "white", 0, 0, 0), new(20, 105, "white", 1, 0, 1)];

    public string Name => "meaning";

    public void Map(RouteGroupBuilder chapter) => chapter.MapGet("/", Answer);

    internal static object Answer(string term, double unit, double at)
    {
        var (model, effect) = (Births.Value, Effects.FirstOrDefault(e => e.Name == term) ?? throw new UnusableDataException($"there is no term called '{term}'", remedy: $"There are {string.Join(", ", Effects.Select(e => e.Name))}."));
        if (!(unit > 0)) throw new UnusableDataException($"a change of {unit} cannot be followed", remedy: "Take a unit above 0.");
        var (from, by) = effect.IsSwitch ? (0, 1) : (Math.Clamp(at, effect.Low, effect.High), unit);
        var places = effect.IsSwitch ? [0, 1] : Grid.Line(effect.Low, effect.High, CurvePoints);
        var coefficient = model[effect.Term];
        Person[] moved = [.. Cases.SelectMany(person => new[] { effect.On(person, from), effect.On(person, from + by) })];
        return new
        {
            effect.IsSwitch,
            Range = effect.IsSwitch ? new[] { -0.3, 1.3 } : [effect.Low, effect.High],
            At = from,
            By = by,
            coefficient.Estimate,
            coefficient.StandardError,
            coefficient.P,
            OddsRatio = RatioOf(coefficient, by),
            Sentence = model.InWords().Single(line => line.Term == effect.Term).Sentence,
            Curves = Cases.Select(person =>
            {
                var along = model.Predict(TableOf(places.Select(place => effect.On(person, place))));
                return new { X = places, P = along.Select(p => p.Probability), Low = along.Select(p => p.Low), High = along.Select(p => p.High) };
            }),
            Cases = model.Predict(TableOf(moved)).Select(p => new { p.LogOdds, Odds = Math.Exp(p.LogOdds), p.Probability, p.Low, p.High }).Chunk(2)
                .Select(pair => new { Before = pair[0], After = pair[1], Ratio = pair[1].Odds / pair[0].Odds, Change = pair[1].Probability - pair[0].Probability }),
            Forest = Effects.Select(e =>
            {
                var units = e == effect ? by : e.Unit;
                return new { e.Name, Units = units, e.IsSwitch, Ratio = RatioOf(model[e.Term], units), IsChosen = e == effect };
            }),
            Intercept = model.InWords()[0].Sentence,
            Run = RunOf(effect.Term, by, moved),
        };
    }

    /// <summary>What so many units multiply the odds by: the ratio and the ends of its interval.</summary>
    private static double?[] RatioOf(Coefficient c, double units) => [Power(c.Estimate, units), Power(c.Low, units), Power(c.High, units)];

    private static double? Power(double? coefficient, double units) => coefficient is { } value ? Math.Exp(units * value) : null;

    private static Table TableOf(IEnumerable<Person> persons)
    {
        Person[] all = [.. persons];
        NumericColumn Numbers(string name, Func<Person, double> value) => new(name, all.Select(value).ToArray());
        return new Table([
            Numbers("age", p => p.Age), Numbers("lwt", p => p.Weight), CategoricalColumn.FromTexts("race", all.Select(p => p.Race)), Numbers("smoke", p => p.Smoke), Numbers("ht", p => p.Pressure), Numbers("ui", p => p.Irritable),
        ]);
    }

    private static Run RunOf(string term, double by, Person[] moved)
    {
        var units = Run.Text(by);
        string Numbers(string name, Func<Person, double> value) => $"new NumericColumn(\"{name}\", new double[] {{ {string.Join(", ", moved.Select(p => Run.Text(value(p))))} }})";
        return new Run(
            $"logodds data birthwt > birthwt.csv\nlogodds fit birthwt.csv --formula '{Formula}' --words --out model.json\n"
            + $"printf 'age,lwt,race,smoke,ht,ui\\n{string.Concat(moved.Select(p => $"{Run.Text(p.Age)},{Run.Text(p.Weight)},{p.Race},{p.Smoke},{p.Pressure},{p.Irritable}\\n"))}' | logodds predict model.json - --interval 0.95",
            Run.Usings + $$"""
            var table = TableReader.Read("birthwt.csv");
            var model = LogisticRegression.Fit(table, "{{Formula.Replace("\"", "\\\"")}}");
            var c = model["{{term.Replace("\"", "\\\"")}}"];
            Console.WriteLine(model.InWords().Single(line => line.Term == c.Term).Sentence);
            double Ratio(double coefficient) => Math.Exp({{units}} * coefficient);
            Console.WriteLine($"{Ratio(c.Estimate!.Value)}, {Ratio(c.Low!.Value)} to {Ratio(c.High!.Value)}");
            var cases = new Table([
                {{Numbers("age", p => p.Age)}}, {{Numbers("lwt", p => p.Weight)}},
                CategoricalColumn.FromTexts("race", [{{string.Join(", ", moved.Select(p => $"\"{p.Race}\""))}}]),
                {{Numbers("smoke", p => p.Smoke)}}, {{Numbers("ht", p => p.Pressure)}}, {{Numbers("ui", p => p.Irritable)}},
            ]);
            foreach (var p in model.Predict(cases)) Console.WriteLine($"odds {Math.Exp(p.LogOdds)}, probability {p.Probability}, {p.Low} to {p.High}");

            """);
    }

    private sealed record Person(double Age, double Weight, string Race, int Smoke, int Pressure, int Irritable);

    private sealed record Effect(string Name, string Term, double Low = 0, double High = 1, double Unit = 1)
    {
        public bool IsSwitch => Unit == 1;

        /// <summary>A person with the effect at a place: a number, or 1 rather than 0.</summary>
        public Person On(Person person, double place) => Name switch
        {
            "age" => person with { Age = place },
            "lwt" => person with { Weight = place },
            "smoke" => person with { Smoke = (int)place },
            "ht" => person with { Pressure = (int)place },
            "ui" => person with { Irritable = (int)place },
            _ => person with { Race = place == 1 ? Name : "white" },
        };
    }
}
