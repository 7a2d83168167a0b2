using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Points;

namespace Fovea.Models.Tests.Points;

public sealed class LandmarkOutputsTests
{
    [Theory]
    [InlineData("1,1404,1,1", "1,1,1,1", 468, 3)]
    [InlineData("1,1,1,196", "1,1,1,1", 98, 2)]
    [InlineData("4,63,1,1", "4,1,1,1", 21, 3)]
    public void Positions_and_a_presence_are_landmarks_in_any_order(string positions, string presence, int count, int numbers)
    {
        var expected = new LandmarkOutputs("a", "b", count, numbers);
        Assert.Equal(expected, LandmarkOutputs.Find(Graph(("a", positions), ("b", presence))));
        Assert.Equal(expected, LandmarkOutputs.Find(Graph(("b", presence), ("a", positions))));
    }

    [Theory]
    [InlineData("1,1404", "1,1")]                   // as classifiers end
    [InlineData("1,1404,1,1", "1,2,1,1")]
    [InlineData("1,1403,1,1", "1,1,1,1")]           // odd, and no multiple of three
    [InlineData("1,6,1,1", "1,1,1,1")]
    [InlineData("1,1,1,1", "1,1,1,1")]
    [InlineData("1,64,8,8", "1,1,8,8")]
    public void Near_misses_are_none(string positions, string presence) =>
        Assert.Null(LandmarkOutputs.Find(Graph(("a", positions), ("b", presence))));

    [Fact]
    public void Labels_probabilities_and_integers_are_those_of_classes()
    {
        DetectorGraph graph = Graph(("a", "1,1404,1,1"), ("b", "1,1,1,1"));
        Assert.Null(LandmarkOutputs.Find(graph with { Labels = 1404 }));
        Assert.Null(LandmarkOutputs.Find(graph with { GivesProbabilities = name => name == "a" }));
        Assert.Null(LandmarkOutputs.Find(graph with { Outputs = [graph.Outputs[0] with { Type = ElementType.Int64 }, graph.Outputs[1]] }));
        Assert.Null(LandmarkOutputs.Find(graph with { Outputs = [.. graph.Outputs, graph.Outputs[1]] }));
    }

    private static DetectorGraph Graph(params (string Name, string Extents)[] outputs) => new(
        [new DetectorValue("image", ElementType.Float32, [1, 3, 192, 192])],
        [
            .. outputs.Select(output => new DetectorValue(
                output.Name, ElementType.Float32, [.. output.Extents.Split(',').Select(extent => (long?)long.Parse(extent))])),
        ],
        new Dictionary<string, string>(), (192, 192));
}
