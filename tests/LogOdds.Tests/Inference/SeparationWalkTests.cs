using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Inference;
using LogOdds.Objectives;

namespace LogOdds.Tests.Inference;

/// <summary>What the ways along separated data have in common, wherever the rows are held.</summary>
public class SeparationWalkTests
{
    [Theory]
    [InlineData("a3", "a3")]
    [InlineData("a3 b7", "b7")]
    [InlineData("b7 a3", "b7")]
    [InlineData("a3 c9 b7", "c9")]
    [InlineData("a3 b3", "b3")]
    public void Of_proofs_by_which_some_rows_gain_the_one_with_the_most_is_kept(string found, string kept)
    {
        var walk = new SeparationWalk<string>(new LinearObjective(new DenseDesign<double>(2, [new double[] { 1, 2 }]), new Response(new double[] { 0, 1 }), new Logistic()), new double[2]);
        Assert.Null(walk.Partial);
        foreach (var proof in found.Split(' ')) walk.Keep(proof, proof[1] - '0');
        Assert.Equal(kept, walk.Partial);
    }
}
