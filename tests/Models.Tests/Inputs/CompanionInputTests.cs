using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Inference;
using Fovea.Models.Preprocessing;
using Fovea.Models.Preprocessing.Companions;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Inputs;

/// <summary>Inputs beside the image: which are known, and what a picture fills them with.</summary>
public sealed class CompanionInputTests
{
    private const int Int64 = 7;

    private static readonly PreprocessingSpec Stretched = Specs.Raw(32, 24, ResizeRule.Exact(32, 24, ResizeFilter.Nearest));

    private static readonly PreprocessingSpec Fitted =
        Specs.Raw(32, 24, ResizeRule.Fit(32, 24, ResizeFilter.Nearest, FitRounding.ProductDown)) with { Place = ImagePlace.TopLeft };

    [Theory]
    [InlineData(ExifOrientation.Normal, true, 50, 30)]
    [InlineData(ExifOrientation.Rotate90, true, 30, 50)]
    [InlineData(ExifOrientation.Rotate90, false, 50, 30)]
    public void The_original_size_is_that_of_the_picture_as_it_was_resized(
        ExifOrientation orientation, bool applied, long width, long height)
    {
        PreprocessingSpec spec = Stretched with { ApplyExifOrientation = applied };
        (Tensor sizes, PixelMapping mapping) = Fill(new OriginalSizes(), spec, 50, 30, orientation);
        Assert.Equal([width, height], sizes.Span<long>());
        Assert.True(new OriginalSizes().PlacesBoxes(spec));
        // The corner at the right and below of what the network saw, as the picture is shown.
        (int shownWidth, int shownHeight) = mapping.ShownSize;
        Assert.Equal(
            orientation == ExifOrientation.Rotate90 && !applied ? (0, shownHeight) : (shownWidth, shownHeight),
            mapping.UnscaledToShown(width, height));
    }

    [Fact]
    public void A_picture_that_does_not_fill_the_input_has_the_inputs_size()
    {
        Assert.Equal([32, 24], Fill(new OriginalSizes(), Fitted, 50, 30).Tensor.Span<long>());
        Assert.False(new OriginalSizes().PlacesBoxes(Fitted));
    }

    [Fact]
    public void Scale_factors_are_height_and_width_before_they_are_whole_pixels()
    {
        Assert.Equal([24 / 30f, 32 / 50f], Fill(new ScaleFactors(), Stretched, 50, 30).Tensor.Span<float>());
        (Tensor fitted, PixelMapping mapping) = Fill(new ScaleFactors(), Fitted, 50, 30);
        Assert.Equal([32 / 50f, 32 / 50f], fitted.Span<float>());
        Assert.Equal((32, 19), mapping.ResizedSize);
        Assert.Equal([19f, 32f], Fill(new ImageShapes(), Fitted, 50, 30).Tensor.Span<float>());
    }

    [Fact]
    public void Boxes_over_the_scale_factor_leave_the_padding_out()
    {
        (_, PixelMapping mapping) = Fill(new ScaleFactors(), Fitted with { Place = ImagePlace.Centre }, 50, 30);
        (double x, double y) = mapping.UnscaledToShown(50, (19 + mapping.Rows.Offset) / 0.64);
        Assert.Equal((50, 19 / 0.64), (x, y));
    }

    [Fact]
    public void The_mask_is_one_where_the_picture_is()
    {
        long[] mask = Fill(new PixelMasks(), Fitted, 50, 30).Tensor.Span<long>().ToArray();
        Assert.Equal(24 * 32, mask.Length);
        Assert.All(mask[..(19 * 32)], value => Assert.Equal(1, value));
        Assert.All(mask[(19 * 32)..], value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("orig_target_sizes", -1, 2, "[1,3,8,8] [1,2]")]
    [InlineData("orig_target_sizes", 1, 2, "[1,3,8,8] [1,2]")]
    [InlineData("orig_target_sizes", 4, 2, "[4,3,8,8] [4,2]")]
    [InlineData("orig_target_sizes", -1, 3, null)]
    [InlineData("orig_target_sizes", 65537, 2, null)]
    [InlineData("sizes", -1, 2, null)]
    public void A_second_input_is_filled_where_it_is_known(string name, long rows, long columns, string? shapes)
    {
        using var model = new Understood(
            new OnnxFile().Input("pixels", -1, 3, 8, 8).TypedInput(name, Int64, rows, columns).Node("Relu", ["pixels"], "result")
                .Node("Identity", [name], "same").Output("result", -1, 3, 8, 8).TypedOutput("same", Int64, rows, columns).Build());
        Assert.Equal(shapes, model.Inputs.Preprocessing is null ? null : string.Join(' ', model.Inputs.Shapes!));
        Assert.Equal(shapes is null ? null : "pixels", model.Inputs.ImageName);
    }

    private static (Tensor Tensor, PixelMapping Mapping) Fill(
        CompanionInput kind, PreprocessingSpec spec, int width, int height, ExifOrientation orientation = ExifOrientation.Normal)
    {
        using DecodedImage image = Noise.Image(width, height, 1, orientation);
        var pixels = new Tensor(ElementType.Float32, spec.InputShape(1));
        PixelMapping mapping = new Preprocessor(spec).Run(image, pixels, 0);
        var tensors = new CompanionTensors([kind, null], spec, 2);
        tensors.Set(1, mapping);
        Tensor filled = tensors.With(pixels)[0];
        Assert.Same(pixels, tensors.With(pixels)[1]);
        int row = filled.Bytes.Length / 2;
        return (new Tensor(filled.ElementType, new Shape(kind.Extents(spec)), filled.Bytes[row..]), mapping);
    }
}
