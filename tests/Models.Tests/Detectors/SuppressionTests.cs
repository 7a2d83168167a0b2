using CsCheck;
using Fovea.Models.Detectors;

namespace Fovea.Models.Tests.Detectors;

/// <summary>Which of several boxes stay.</summary>
public sealed class SuppressionTests
{
    private const int MostBoxes = 40;

    // Whole pixels and few scores, so that overlaps and scores are often equal.
    private static readonly Gen<BoxCandidate[]> Boxes =
        Gen.Select(
            Gen.Int[0, 24], Gen.Int[0, 24], Gen.Int[1, 16], Gen.Int[1, 16], Gen.Int[1, 8], Gen.Int[0, 2],
            (x, y, width, height, score, index) => new BoxCandidate(x, y, x + width, y + height, score / 8f, index, 0))
        .Array[0, MostBoxes].Select(boxes => Sorted(boxes));

    private static readonly Gen<(DetectionRules Rules, double Iou)> Rules = Gen.Select(
        Gen.Bool, Gen.Int[0, 1], Gen.OneOf(0f, 1000f), Gen.Double[0, 1],
        (agnostic, plus, offset, iou) =>
            (new DetectionRules { Threshold = 0, IsAgnostic = agnostic, Plus = plus, ClassOffset = offset }, iou));

    [Fact]
    public void It_keeps_what_a_plain_loop_keeps() =>
        Gen.Select(Boxes, Rules).Sample((boxes, how) => Assert.Equal(
            Plain(boxes, how.Rules, how.Iou), Suppression.Run(boxes, how.Rules, how.Iou, MostBoxes)));

    [Fact]
    public void It_stops_at_the_most_boxes() =>
        Gen.Select(Boxes, Rules, Gen.Int[1, 5]).Sample((boxes, how, most) => Assert.Equal(
            Plain(boxes, how.Rules, how.Iou).Take(most), Suppression.Run(boxes, how.Rules, how.Iou, most)));

    [Fact]
    public void Groups_begin_with_what_stays_and_have_every_box_once() =>
        Gen.Select(Boxes, Rules).Sample((boxes, how) =>
        {
            List<int[]> groups = Suppression.Groups(boxes, how.Rules, how.Iou, MostBoxes);
            Assert.Equal(Suppression.Run(boxes, how.Rules, how.Iou, MostBoxes), groups.Select(group => group[0]));
            Assert.Equal(Enumerable.Range(0, boxes.Length), groups.SelectMany(group => group).Order());
        });

    [Fact]
    public void Of_equal_boxes_the_first_one_stays()
    {
        var box = new BoxCandidate(0, 0, 10, 10, 0.5f, 0, 3);
        Assert.Equal([0], Suppression.Run([box, box with { Cell = 5 }], new DetectionRules { Threshold = 0 }, 0.5, 9));
    }

    [Theory]
    [InlineData(0, 0.33, 2)]    // 50 of 150
    [InlineData(0, 0.34, 1)]
    [InlineData(1, 0.37, 2)]    // 66 of 176
    [InlineData(1, 0.38, 1)]
    public void The_last_pixel_counts_where_the_family_counts_it(float plus, double iou, int goneAbove)
    {
        BoxCandidate[] boxes = [new(0, 0, 10, 10, 0.9f, 0, 0), new(5, 0, 15, 10, 0.8f, 0, 1)];
        Assert.Equal(goneAbove == 1 ? 2 : 1, Suppression.Run(boxes, new DetectionRules { Threshold = 0, Plus = plus }, iou, 9).Count);
    }

    [Fact]
    public void What_is_added_to_the_union_makes_overlaps_smaller()
    {
        BoxCandidate[] boxes = [new(0, 0, 1, 1, 0.9f, 0, 0), new(0, 0, 1, 1, 0.8f, 0, 1)];
        var rules = new DetectionRules { Threshold = 0 };
        Assert.Equal([0], Suppression.Run(boxes, rules, 0.9, 9));
        Assert.Equal([0, 1], Suppression.Run(boxes, rules with { AddedToUnion = 1 }, 0.9, 9));
    }

    [Fact]
    public void Blended_boxes_are_means_weighted_by_scores()
    {
        FoundObject At(float x, float score) => new(
            new BoxCandidate(x, 0, x + 4, 4, score, 2, 0), [new BoxPoint(x + 1, 1, null)], null);
        FoundObject blended = FoundObject.Blend([At(0, 0.75f), At(4, 0.25f)]);
        Assert.Equal(new BoxCandidate(1, 0, 5, 4, 0.75f, 2, 0), blended.Box);
        Assert.Equal([new BoxPoint(2, 1, null)], blended.Points!);
    }

    private static BoxCandidate[] Sorted(BoxCandidate[] boxes) =>
        [.. boxes.OrderByDescending(box => box.Score).Select((box, i) => box with { Cell = i })];

    // By numbers of float64 from the definition; whole pixels are exact in both.
    private static List<int> Plain(BoxCandidate[] boxes, DetectionRules rules, double iou)
    {
        List<int> kept = [];
        for (int i = 0; i < boxes.Length; i++)
        {
            if (!kept.Exists(k => Together(boxes[k], boxes[i], rules) && (float)Iou(boxes[k], boxes[i], rules.Plus) > iou))
                kept.Add(i);
        }

        return kept;
    }

    private static bool Together(BoxCandidate a, BoxCandidate b, DetectionRules rules) =>
        a.Class == b.Class || (rules.IsAgnostic && rules.ClassOffset == 0);

    private static double Iou(BoxCandidate a, BoxCandidate b, float plus)
    {
        double width = Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1) + plus, height = Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1) + plus;
        double shared = width <= 0 || height <= 0 ? 0 : width * height;
        return shared / (Area(a, plus) + Area(b, plus) - shared);
    }

    private static double Area(BoxCandidate box, float plus) => (box.X2 - box.X1 + plus) * (double)(box.Y2 - box.Y1 + plus);
}
