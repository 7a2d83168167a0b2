using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resizing;
using Fovea.Inference;
using Fovea.Models.Pictures;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tasks;

namespace Fovea.Models.Tests.Tasks;

public sealed class ObjectMasksTests
{
    // Two prototypes of 2x2 cells: 1 at the upper left one, and 1 everywhere.
    private static readonly float[] Prototypes = [1, 0, 0, 0, 1, 1, 1, 1];

    [Fact]
    public void A_mask_is_what_of_the_sum_is_above_zero_inside_the_box()
    {
        Assert.Equal(["##..", "##..", "....", "...."], Draw(Mapping(4, 4), [1, -0.4f], new DetectedBox(0, 0, 4, 4)));
        Assert.Equal(["....", ".###", ".###", "...."], Draw(Mapping(4, 4), [0, 1], new DetectedBox(0.5f, 0.5f, 9, 2.5f)));
        Assert.Equal(["....", "....", "....", "...."], Draw(Mapping(4, 4), [0, 1], new DetectedBox(2, 2, 0, 0)));
    }

    [Theory]
    [InlineData(ExifOrientation.FlipHorizontal, new[] { "..##", "....", "....", "...." })]
    [InlineData(ExifOrientation.Rotate90, new[] { "...#", "...#", "....", "...." })]
    [InlineData(ExifOrientation.Rotate180, new[] { "....", "....", "....", "..##" })]
    [InlineData(ExifOrientation.Rotate270, new[] { "....", "....", "#...", "#..." })]
    [InlineData(ExifOrientation.Transpose, new[] { "#...", "#...", "....", "...." })]
    public void A_picture_that_the_network_saw_as_stored_has_its_masks_turned(ExifOrientation orientation, string[] expected)
    {
        PixelMapping stored = Mapping(4, 4) with { Orientation = orientation, Upright = false };
        float[] cells = [1, 1, -1, -1, .. Enumerable.Repeat(-1f, 12)];
        Assert.Equal(expected, Draw(stored, 4, cells, [1], new DetectedBox(0, 0, 4, 4)));
    }

    [Fact]
    public void Padding_is_cut_off_in_whole_cells()
    {
        // 64 x 32 pixels fitted into 64 x 64: of eight rows of cells, the middle four show the picture.
        PixelMapping fitted = Mapping(64, 32) with { Ratio = 1, InputSize = (64, 64), Rows = new CropWindow(0, 32, 16) };
        float[] rows = [.. Enumerable.Range(0, 8).SelectMany(row => Enumerable.Repeat(row is 2 or 5 ? 1f : -1f, 8))];
        DetectedMask mask = new ObjectMasks(fitted, (8, 8), []).Draw(rows, [1], new DetectedBox(0, 0, 1, 32));
        Assert.Equal([0, 8, 16, 8, (63 * 32)], mask.Counts);
    }

    [Fact]
    public void Large_pictures_and_very_many_large_boxes_have_smaller_masks()
    {
        DetectedMask large = new ObjectMasks(Mapping(8192, 4096), (2, 2), [])
            .Draw(Prototypes, [0, 1], new DetectedBox(0, 0, 8192, 4096));
        Assert.Equal((2048, 1024), (large.Width, large.Height));
        Assert.Equal([0, 2048 * 1024], large.Counts);
        var box = new DetectedBox(0, 0, 2048, 2048);
        DetectedMask many = new ObjectMasks(Mapping(2048, 2048), (2, 2), Enumerable.Repeat(box, 64))
            .Draw(Prototypes, [0, 1], box);
        Assert.Equal((1024, 1024), (many.Width, many.Height));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_is_an_error(float coefficient)
    {
        var error = Assert.Throws<InferenceException>(() => Draw(Mapping(4, 4), [coefficient, 1], new DetectedBox(0, 0, 4, 4)));
        Assert.Contains("finite numbers were expected", error.Message, StringComparison.Ordinal);
    }

    private static string[] Draw(PixelMapping mapping, float[] coefficients, DetectedBox box) =>
        Draw(mapping, 2, Prototypes, coefficients, box);

    private static string[] Draw(PixelMapping mapping, int side, float[] prototypes, float[] coefficients, DetectedBox box)
    {
        DetectedMask mask = new ObjectMasks(mapping, (side, side), [box]).Draw(prototypes, coefficients, box);
        var pixels = new PictureMask(mask.Width, mask.Height, mask.Counts);
        return
        [
            .. Enumerable.Range(0, mask.Height).Select(y => string.Concat(
                Enumerable.Range(0, mask.Width).Select(x => pixels[x, y] ? '#' : '.'))),
        ];
    }

    private static PixelMapping Mapping(int width, int height) => new()
    {
        StoredSize = (width, height),
        Orientation = ExifOrientation.Normal,
        Upright = true,
        ResizedSize = (width, height),
        Columns = new CropWindow(0, width, 0),
        Rows = new CropWindow(0, height, 0),
        InputSize = (width, height),
    };
}
