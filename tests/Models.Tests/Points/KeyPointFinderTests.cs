using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Points;

namespace Fovea.Models.Tests.Points;

public sealed class KeyPointFinderTests
{
    [Fact]
    public void The_largest_around_are_found_the_best_first()
    {
        float[] logits = new float[65 * 2];
        // One cell of a point at (3, 2), and one of (8 + 6, 5) beside a smaller one.
        logits[((2 * 8) + 3) * 2] = 6;
        logits[(((5 * 8) + 6) * 2) + 1] = 8;
        logits[(((5 * 8) + 7) * 2) + 1] = 7;
        IReadOnlyList<KeyPoint> found = new KeyPointFinder(1, 2).Find(logits, [1, 1]);
        Assert.Equal([(3, 2), (14, 5)], found.Select(point => (point.X, point.Y)).Order());
        Assert.True(found[0].Score >= found[1].Score);
        Assert.Empty(new KeyPointFinder(1, 2).Find(logits, [0, 0]));
    }

    [Fact]
    public void A_descriptor_has_the_length_one()
    {
        float[] features = [3, 0, 0, 3, 4, 1, 2, 4];
        float[] descriptor = new KeyPointFinder(2, 2).Describe(features, new KeyPoint(0, 0, 1));
        Assert.Equal(1, descriptor.Sum(value => value * value), 5);
    }

    [Fact]
    public void What_is_not_finite_is_an_error()
    {
        float[] logits = new float[65];
        var finder = new KeyPointFinder(1, 1);
        logits[10] = 9;
        Assert.Throws<InferenceException>(() => finder.Find(logits, [float.NaN]));
        Assert.Throws<InferenceException>(() => finder.Describe([float.NaN, 1], new KeyPoint(1, 1, 1)));
        logits[0] = float.NaN;
        Assert.Throws<InferenceException>(() => finder.Find(logits, [1]));
    }

    [Theory]
    [InlineData("1,64,8,8 1,65,8,8 1,1,8,8", true)]
    [InlineData("1,1,8,8 1,64,8,8 1,65,8,8", true)]
    [InlineData("1,64,8,8 1,65,8,8 1,2,8,8", false)]
    [InlineData("1,64,8,8 1,65,8,8 1,1,4,4", false)]
    [InlineData("1,64,16,16 1,65,16,16 1,1,16,16", false)]
    [InlineData("1,64,8,8 1,65,8,8", false)]
    public void Outputs_are_recognised(string extents, bool isXFeat)
    {
        var graph = new DetectorGraph(
            [new DetectorValue("image", ElementType.Float32, [1, 3, 64, 64])],
            [
                .. extents.Split(' ').Select((text, i) => new DetectorValue(
                    $"{i}", ElementType.Float32, [.. text.Split(',').Select(extent => (long?)long.Parse(extent))])),
            ],
            new Dictionary<string, string>(), (64, 64));
        Assert.Equal(isXFeat, KeyPointOutputs.Find(graph) is not null);
    }
}
