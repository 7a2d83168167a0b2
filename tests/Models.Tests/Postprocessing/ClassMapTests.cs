using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tests.Postprocessing;

public sealed class ClassMapTests
{
    [Fact]
    public void The_largest_score_counts_and_of_equal_ones_the_lower_class()
    {
        float[] scores = [0, 1, 2, 2, 0, 5, 2, 1];
        ClassMap map = ClassMap.OfScores(new ScoreMaps(scores, 2, 2, 2, channelsLast: false), Whole(2, 2), (2, 2), 2048, 0.5f);
        Assert.Equal([0, 1, 0, 0], map.Classes);
        float[] last = [0, 0, 1, 5, 2, 2, 2, 1];
        Assert.Equal(
            map.Classes, ClassMap.OfScores(new ScoreMaps(last, 2, 2, 2, channelsLast: true), Whole(2, 2), (2, 2), 2048, 0.5f).Classes);
    }

    [Fact]
    public void A_matte_is_cut_by_the_threshold_between_the_centres_of_its_cells()
    {
        ClassMap map = ClassMap.OfScores(new ScoreMaps([0, 1], 1, 1, 2, channelsLast: false), Resized(8, 1, 2, 1), (2, 1), 2048, 0.5f);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], map.Classes);
        map = ClassMap.OfScores(new ScoreMaps([0, 1], 1, 1, 2, channelsLast: false), Resized(8, 1, 2, 1), (2, 1), 2048, 0.8f);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1], map.Classes);
    }

    [Fact]
    public void Padding_is_left_out_and_what_a_crop_cuts_off_is_not_seen()
    {
        // Two columns of the picture lie in the middle of four.
        PixelMapping padded = Whole(2, 1) with { Columns = new CropWindow(0, 2, 1) };
        ClassMap map = ClassMap.OfClasses(new ScoreMaps([9, 3, 4, 9], 1, 1, 4, channelsLast: false), padded, (4, 1), 2048);
        Assert.Equal([3, 4], map.Classes);
        // Of four columns the network sees the middle ones.
        PixelMapping cropped = Whole(4, 1) with { Columns = new CropWindow(1, 2, 0) };
        map = ClassMap.OfClasses(new ScoreMaps([5, 6], 1, 1, 2, channelsLast: false), cropped, (2, 1), 2048);
        Assert.Equal([ClassMap.Unseen, 5, 6, ClassMap.Unseen], map.Classes);
        Assert.Equal([(5, 1), (6, 1)], ClassRuns.Of(map).Select(runs => (runs.Index, runs.Pixels)));
    }

    [Theory]
    [InlineData(ExifOrientation.Rotate90, new[] { 3, 1, 4, 2 })]
    [InlineData(ExifOrientation.Rotate180, new[] { 4, 3, 2, 1 })]
    [InlineData(ExifOrientation.Rotate270, new[] { 2, 4, 1, 3 })]
    [InlineData(ExifOrientation.FlipHorizontal, new[] { 2, 1, 4, 3 })]
    public void A_picture_that_the_network_saw_as_stored_is_turned_afterwards(ExifOrientation orientation, int[] expected)
    {
        PixelMapping stored = Whole(2, 2) with { Orientation = orientation, Upright = false };
        ClassMap map = ClassMap.OfClasses(new ScoreMaps([1, 2, 3, 4], 1, 2, 2, channelsLast: false), stored, (2, 2), 2048);
        Assert.Equal(expected, map.Classes);
    }

    [Fact]
    public void A_large_picture_has_a_smaller_map()
    {
        ClassMap map = ClassMap.OfClasses(new ScoreMaps([1, 2], 1, 1, 2, channelsLast: false), Resized(4000, 1000, 2, 1), (2, 1), 400);
        Assert.Equal((400, 100), (map.Width, map.Height));
        Assert.Equal((1, 2), (map.Classes[199], map.Classes[200]));
    }

    [Fact]
    public void What_is_no_number_is_an_error() => Assert.Throws<InferenceException>(
        () => ClassMap.OfScores(new ScoreMaps([1, float.NaN], 2, 1, 1, channelsLast: false), Whole(1, 1), (1, 1), 2048, 0.5f));

    [Fact]
    public void Runs_go_down_the_columns_and_give_the_mask_back()
    {
        var map = new ClassMap(3, 2, [7, 8, 8, 7, 7, 8]);
        IReadOnlyList<ClassRuns> runs = ClassRuns.Of(map);
        Assert.Equal([7, 8], runs.Select(each => each.Index));
        Assert.Equal([0, 2, 1, 1, 2], runs[0].Counts);
        Assert.Equal([2, 1, 1, 2], runs[1].Counts);
        foreach (ClassRuns each in runs)
        {
            var mask = new PictureMask(3, 2, each.Counts);
            for (int i = 0; i < 6; i++)
                Assert.Equal(map.Classes[i] == each.Index, mask[i % 3, i / 3]);
        }

        Assert.Throws<ArgumentException>(() => new PictureMask(3, 2, [5]));
        Assert.Throws<InferenceException>(() => ClassRuns.Of(new ClassMap(1, 1001, [.. Enumerable.Range(0, 1001)])));
    }

    /// <summary>A picture that the network sees as it is.</summary>
    internal static PixelMapping Whole(int width, int height) => Resized(width, height, width, height);

    private static PixelMapping Resized(int width, int height, int columns, int rows) => new()
    {
        StoredSize = (width, height),
        Orientation = ExifOrientation.Normal,
        Upright = true,
        ResizedSize = (columns, rows),
        Columns = new CropWindow(0, columns, 0),
        Rows = new CropWindow(0, rows, 0),
        InputSize = (columns, rows),
    };
}
