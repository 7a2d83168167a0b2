using Fovea.Models.Detectors;
using Fovea.Models.Errors;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.FoveaJson;

/// <summary>What <c>detection</c> in <c>fovea.json</c> says.</summary>
public sealed class DetectionFieldTests
{
    [Fact]
    public void Every_field_is_read()
    {
        DetectorSettings settings = Read("""
            { "layout": "ssd", "strides": [8, 16], "threshold": 0.3, "iou": 0.4, "classAgnostic": true, "plusOne": true, "max": 7,
              "background": -1, "firstClass": 1 }
            """);
        Assert.Equal(
            ("ssd", 0.3, 0.4, true, 1f, 7, -1, 1),
            (settings.Layout, settings.Threshold, settings.Iou, settings.IsAgnostic, settings.Plus, settings.Max, settings.Background,
                settings.FirstClass));
        Assert.Equal([8, 16], settings.Strides!);
        DetectionRules rules = new DetectionRules { Threshold = 0.5, Background = 0, ClassOffset = 9 }.With(settings);
        Assert.Equal((null, 1, 0f, 0.3), (rules.Background, rules.FirstClass, rules.ClassOffset, rules.Threshold));
    }

    [Theory]
    [InlineData("""{ "layout": "yolo99" }""", "layout")]
    [InlineData("""{ "background": -2 }""", "a whole number from -1")]
    [InlineData("""{ "firstClass": -1 }""", "a whole number from 0")]
    [InlineData("""{ "threshold": 2 }""", "a number from 0 to 1")]
    [InlineData("""{ "strides": [] }""", "strides")]
    [InlineData("""{ "nms": 1 }""", "not a known field")]
    public void What_is_wrong_is_named(string detection, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelPackageException>(() => Read(detection)).Message);

    private static DetectorSettings Read(string detection)
    {
        byte[] model = new OnnxFile().Input("x", [1, 3, 8, 8]).Node("Relu", ["x"], "y").Output("y", [1, 3, 8, 8]).Build();
        using var network = new Understood(model, ("fovea.json", $$"""{ "detection": {{detection}} }"""));
        return network.Candidate.Package.Detection;
    }
}
