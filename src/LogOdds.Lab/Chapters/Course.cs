namespace LogOdds.Lab.Chapters;

/// <summary>The chapters whose figures ask the engine.</summary>
internal static class Course
{
    public static IReadOnlyList<IChapter> Chapters { get; } =
    [
        new LineChapter(),
        new SigmoidChapter(),
        new OddsChapter(),
        new LossChapter(),
        new GradientChapter(),
        new OverflowChapter(),
        new LandscapesChapter(),
        new DescentChapter(),
        new ScalingChapter(),
        new BoundaryChapter(),
        new RaceChapter(),
        new ThresholdChapter(),
        new SplitChapter(),
        new FeaturesChapter(),
        new SeparationChapter(),
        new PenaltiesChapter(),
        new CertaintyChapter(),
        new MeaningChapter(),
    ];
}
