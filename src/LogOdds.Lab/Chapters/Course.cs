namespace LogOdds.Lab.Chapters;

/// <summary>The chapters whose figures ask the engine.</summary>
internal static class Course
{
    public static IReadOnlyList<IChapter> Chapters { get; } =
    [
        new SigmoidChapter(),
        new ThresholdChapter(),
        new SplitChapter(),
        new FeaturesChapter(),
        new SeparationChapter(),
        new CertaintyChapter(),
        new MeaningChapter(),
    ];
}
