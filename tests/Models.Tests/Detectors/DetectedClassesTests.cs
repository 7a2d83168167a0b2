using Fovea.Models.Detectors;
using Fovea.Models.Errors;
using Fovea.Models.Tasks;

namespace Fovea.Models.Tests.Detectors;

/// <summary>The numbers that a detector gives to classes, and their labels.</summary>
public sealed class DetectedClassesTests
{
    private static readonly DetectionRules Plain = new() { Threshold = 0.5 };

    [Fact]
    public void Labels_begin_with_class_0()
    {
        var classes = new DetectedClasses("net", ["cat", "dog"], 2, Plain);
        Assert.Equal((1, "dog"), (classes.IndexOf(1), classes.LabelOf(1)));
        Assert.Equal([1], classes.Find(["Dog"])!);
        Assert.Equal("7", classes.LabelOf(7));
    }

    [Fact]
    public void Labels_may_leave_out_the_background()
    {
        DetectionRules rules = Plain with { Background = 0 };
        var without = new DetectedClasses("net", ["cat", "dog"], 3, rules);
        Assert.Equal((2, "dog"), (without.IndexOf(2), without.LabelOf(2)));
        Assert.Equal([2], without.Find(["dog"])!);
        Assert.Equal([2], without.Find(["2"])!);
        var with = new DetectedClasses("net", ["background", "cat", "dog"], 3, rules);
        Assert.Equal("dog", with.LabelOf(2));
    }

    [Fact]
    public void Numbers_may_begin_with_1()
    {
        var classes = new DetectedClasses("net", ["cat", "dog"], null, Plain with { FirstClass = 1 });
        Assert.Equal((1, "dog"), (classes.IndexOf(2), classes.LabelOf(classes.IndexOf(2))));
    }

    [Theory]
    [InlineData("bird", "the classes 0 to 1")]
    [InlineData("2", "the classes 0 to 1")]
    public void Others_are_errors(string text, string has)
    {
        var classes = new DetectedClasses("net", ["cat", "dog"], 2, Plain);
        Assert.Contains(has, Assert.Throws<ServingException>(() => classes.Find([text])).Message);
    }

    [Fact]
    public void The_background_is_no_box()
    {
        var boxes = new BoxCandidates(0.5f, isInclusive: true, background: 0);
        Assert.False(boxes.Passes(0.9f, 0));
        Assert.True(boxes.Passes(0.5f, 1));
        boxes.AddCorners(0, 0, 1, 1, 0.9f, 0, 0);
        boxes.AddCorners(0, 0, 1, 1, 0.9f, 1, 0);
        Assert.Equal([1], boxes.Boxes.Select(box => box.Class));
    }
}
