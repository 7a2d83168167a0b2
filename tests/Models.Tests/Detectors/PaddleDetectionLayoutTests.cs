using Fovea.Inference;
using Fovea.Models.Detectors;
using Fovea.Models.Detectors.Layouts;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Tests.Detectors;

/// <summary>Rows of class, score and corners, and how many of them are boxes.</summary>
public sealed class PaddleDetectionLayoutTests
{
    private static readonly float[] Rows = [2, 0.9f, 1, 2, 3, 4, -1, 0.8f, 0, 0, 0, 0, 1, 0.7f, 5, 6, 7, 8];

    [Theory]
    [InlineData(3, "2 1")]
    [InlineData(2, "2")]
    [InlineData(0, "")]
    [InlineData(-5, "")]
    [InlineData(int.MaxValue, "2 1")]
    public void As_many_rows_count_as_there_are_boxes(int count, string classes) =>
        Assert.Equal(classes, string.Join(' ', Read(Rows, count).Select(box => box.Class)));

    [Fact]
    public void Nothing_found_is_no_box() => Assert.Empty(Read([], 0));

    [Fact]
    public void What_is_no_number_is_an_error()
    {
        float[] rows = [.. Rows];
        rows[1] = float.NaN;
        Assert.Throws<InferenceException>(() => Read(rows, 1));
        rows[0] = float.NaN;
        Assert.Throws<InferenceException>(() => Read(rows, 1));
    }

    private static IReadOnlyList<BoxCandidate> Read(float[] rows, int count)
    {
        var graph = new DetectorGraph(
            [new DetectorValue("image", ElementType.Float32, [1, 3, 8, 8]), new DetectorValue("scale_factor", ElementType.Float32, [1, 2])],
            [new DetectorValue("rows", ElementType.Float32, [null, 6]), new DetectorValue("count", ElementType.Int32, [1])],
            new Dictionary<string, string>(), (8, 8));
        Detector detector = new PaddleDetectionLayout().Recognize(graph, DetectorSettings.None)!;
        var into = new BoxCandidates(0.5f, isInclusive: false);
        Tensor[] outputs = [Tensor.From<float>(new Shape(1, rows.Length / 6, 6), rows), Tensor.From<int>(new Shape(1, 1), [count])];
        detector.Read(new ImageOutputs(outputs, 0, default), into);
        return into.Boxes;
    }
}
