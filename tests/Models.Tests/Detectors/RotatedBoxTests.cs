using CsCheck;
using Fovea.Models.Detectors;

namespace Fovea.Models.Tests.Detectors;

/// <summary>Rotated boxes, their corners, and which of several stay.</summary>
public sealed class RotatedBoxTests
{
    private const double Tolerance = 1e-6;

    private static readonly Gen<RotatedBox> Boxes = Gen.Select(
        Gen.Double[-50, 50], Gen.Double[-50, 50], Gen.Double[1, 40], Gen.Double[1, 40], Gen.Double[-7, 7],
        (x, y, width, height, angle) => new RotatedBox(x, y, width, height, angle));

    [Fact]
    public void Corners_are_those_of_the_box() => Boxes.Sample(box =>
    {
        RotatedBox regular = box.Regular(), again = RotatedBox.Of(regular.Corners());
        Assert.True(regular.Width >= regular.Height && regular.Angle is >= 0 and < Math.PI);
        Assert.All(
            new[] { again.X - box.X, again.Y - box.Y, again.Width - regular.Width, again.Height - regular.Height },
            difference => Assert.InRange(Math.Abs(difference), 0, Tolerance));
        // A square has two angles; 0 and pi are the same.
        if (regular.Width - regular.Height > Tolerance)
            Assert.InRange(Math.Abs(Math.Sin(again.Angle - regular.Angle)), 0, Tolerance);
    });

    [Fact]
    public void Overlaps_do_not_depend_on_how_a_box_is_written() => Gen.Select(Boxes, Boxes).Sample((a, b) =>
    {
        double overlap = RotatedSuppression.Overlap(a, b);
        Assert.InRange(overlap, -Tolerance, 1);
        Assert.Equal(overlap, RotatedSuppression.Overlap(b, a), Tolerance);
        Assert.Equal(overlap, RotatedSuppression.Overlap(a.Regular(), b), Tolerance);
    });

    [Fact]
    public void A_box_overlaps_itself_and_no_far_one()
    {
        var box = new RotatedBox(10, 10, 8, 4, 0.3);
        Assert.InRange(RotatedSuppression.Overlap(box, box), 0.999, 1);
        Assert.InRange(RotatedSuppression.Overlap(box, box with { X = 500 }), -Tolerance, Tolerance);
    }

    [Fact]
    public void A_box_goes_because_of_one_that_has_gone()
    {
        var first = new RotatedBox(0, 0, 10, 10, 0);
        RotatedBox second = first with { X = 2 }, third = first with { X = 4 };
        double near = RotatedSuppression.Overlap(first, second), far = RotatedSuppression.Overlap(first, third);
        double between = (near + far) / 2;
        Assert.Equal([0], RotatedSuppression.Run([(first, 0), (second, 0), (third, 0)], isAgnostic: false, between, 9));
        Assert.Equal([0, 1], RotatedSuppression.Run([(first, 0), (second, 1), (third, 0)], isAgnostic: false, far + Tolerance, 2));
        Assert.Equal([0], RotatedSuppression.Run([(first, 0), (second, 1), (third, 0)], isAgnostic: true, between, 9));
    }
}
