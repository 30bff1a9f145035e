namespace LogOdds.Tests;

/// <summary>Processes that srun starts side by side without telling them of each other.</summary>
public class LaunchTests
{
    [Theory]
    [InlineData("2", "0", true)]
    [InlineData("2", "1", false)]
    [InlineData("1", "0", false)]
    public void The_first_of_several_tasks_says_that_each_does_all(string tasks, string task, bool isTold)
    {
        var run = Cli.RunUnder(new() { ["SLURM_STEP_NUM_TASKS"] = tasks, ["SLURM_PROCID"] = task }, "", "fit", "exam_marks.csv", "--target", "admitted", "--quiet");
        Assert.Equal(0, run.Code);
        Assert.Equal(isTold, run.Errors.Contains("srun started 2 tasks that do not know of each other. To share one fit out, start it by srun --mpi=pmix", StringComparison.Ordinal));
    }
}
