using CsCheck;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tests.Preprocessing;

/// <summary>
/// A bright spot of a dark picture is found in the network's input, and its position there leads back to where it is in the picture.
/// </summary>
public sealed class PixelMappingTests
{
    private const int Spot = 4;

    private static Gen<ResizeRule> Rules => Gen.OneOf(
        Gen.Select(Gen.Int[8, 60], Filters, (size, filter) => ResizeRule.ShortestEdge(size, filter)),
        Gen.Select(Gen.Int[8, 60], Gen.Int[8, 60], Filters, (width, height, filter) => ResizeRule.Exact(width, height, filter)),
        Gen.Const(ResizeRule.None));

    private static Gen<ResizeFilter> Filters =>
        Gen.OneOf(Gen.Const(ResizeFilter.Nearest), Gen.Const(ResizeFilter.Bilinear), Gen.Const(ResizeFilter.Box));

    [Fact]
    public void A_position_of_the_input_leads_back_to_the_picture()
    {
        int found = Positions();
        Assert.True(found > 1000, $"Only {found} spots were seen whole.");
    }

    private static int Positions()
    {
        int seen = 0;
        Gen.Select(
            Gen.Select(Gen.Int[16, 80], Gen.Int[16, 80]), Gen.Enum<ExifOrientation>(), Gen.Bool, Rules,
            Gen.Select(Gen.Int[20, 60], Gen.Int[20, 60]),
            Gen.Enum<CropRounding>(), Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]))
        .Sample((size, orientation, upright, rule, input, rounding, spot) =>
        {
            (int x, int y) = ((int)(spot.Item1 * (size.Item1 - Spot)), (int)(spot.Item2 * (size.Item2 - Spot)));
            using DecodedImage image = Picture(size.Item1, size.Item2, x, y, orientation);
            PreprocessingSpec spec = Spec(input.Item1, input.Item2, rule, rounding, upright);
            float[] tensor = new float[spec.ElementCount];
            PixelMapping mapping = new Preprocessor(spec).Run(image, tensor);

            (double scaleX, double scaleY) = Scale(mapping);
            if (Centre(tensor, spec.Width, spec.Height) is not { } found || IsCut(mapping, found))
                return;
            Interlocked.Increment(ref seen);
            (double storedX, double storedY) = mapping.ToStored(found.X, found.Y);
            double tolerance = 1 + Math.Max(scaleX, scaleY);
            Assert.InRange(storedX, x + Spot / 2.0 - tolerance, x + Spot / 2.0 + tolerance);
            Assert.InRange(storedY, y + Spot / 2.0 - tolerance, y + Spot / 2.0 + tolerance);

            (double shownX, double shownY) = mapping.ToShown(found.X, found.Y);
            (double backX, double backY) = mapping.ToInput(shownX, shownY)!.Value;
            Assert.InRange(Math.Abs(backX - found.X) + Math.Abs(backY - found.Y), 0, 1e-9);
            (double X, double Y) shown = CentreOfShown(image);
            Assert.InRange(shownX, shown.X - tolerance, shown.X + tolerance);
            Assert.InRange(shownY, shown.Y - tolerance, shown.Y + tolerance);
        }, iter: 30_000);
        return seen;
    }

    [Fact]
    public void The_corners_of_a_centre_crop_are_exact()
    {
        using DecodedImage image = Picture(400, 200, 0, 0, ExifOrientation.Rotate90);
        PreprocessingSpec spec = Spec(80, 80, ResizeRule.ShortestEdge(100, ResizeFilter.Bilinear), CropRounding.HalfEven, upright: true);
        PixelMapping mapping = new Preprocessor(spec).Run(image, new float[spec.ElementCount]);

        // Upright it is 200x400, resized 100x200; the crop takes columns 10 to 90 and rows 60 to 140, each two pixels of the picture.
        Assert.Equal((200, 400), mapping.ShownSize);
        Assert.Equal((20, 120), mapping.ToShown(0, 0));
        Assert.Equal((180, 280), mapping.ToShown(80, 80));
        Assert.Equal((120, 180), mapping.ToStored(0, 0));
        Assert.Equal((280, 20), mapping.ToStored(80, 80));
        Assert.Equal((0, 0), mapping.ToInput(20, 120));
        Assert.Equal((20, 40), mapping.ToInput(60, 200));
        Assert.Equal((null, null), (mapping.ToInput(19, 200), mapping.ToInput(60, 280)));
    }

    [Fact]
    public void Padding_lies_outside_of_the_picture()
    {
        using DecodedImage image = Picture(20, 10, 0, 0, ExifOrientation.Normal);
        PreprocessingSpec spec = Spec(30, 30, ResizeRule.None, CropRounding.HalfEven, upright: true);
        PixelMapping mapping = new Preprocessor(spec).Run(image, new float[spec.ElementCount]);

        Assert.Equal((-5, -10), mapping.ToShown(0, 0));
        Assert.Equal((0, 0), mapping.ToShown(5, 10));
        Assert.Equal((20, 10), mapping.ToShown(25, 20));
    }

    private static DecodedImage Picture(int width, int height, int x, int y, ExifOrientation orientation)
    {
        byte[] pixels = new byte[width * height * 4];
        for (int row = 0; row < Spot; row++)
            pixels.AsSpan(((y + row) * width + x) * 4, Spot * 4).Fill(255);
        return DecodedImage.FromPixels(width, height, pixels, orientation);
    }

    private static PreprocessingSpec Spec(int width, int height, ResizeRule rule, CropRounding rounding, bool upright) => new()
    {
        Width = width,
        Height = height,
        Channels = ChannelOrder.Gray,
        Layout = TensorLayout.Nchw,
        Resize = rule,
        Crop = rounding,
        Normalization = new Normalization([new(NormalizationOperation.Divide, 255)]),
        ApplyExifOrientation = upright,
        Background = null,
    };

    /// <summary>Pixels of the picture per pixel of the input.</summary>
    private static (double X, double Y) Scale(PixelMapping mapping)
    {
        (double x0, double y0) = mapping.ToShown(0, 0);
        (double x1, double y1) = mapping.ToShown(1, 1);
        return (Math.Abs(x1 - x0), Math.Abs(y1 - y0));
    }

    /// <summary>The centre of brightness; null where all is dark.</summary>
    private static (double X, double Y)? Centre(ReadOnlySpan<float> values, int width, int height)
    {
        double sum = 0, sumX = 0, sumY = 0;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                sum += values[y * width + x];
                sumX += values[y * width + x] * (x + 0.5);
                sumY += values[y * width + x] * (y + 0.5);
            }
        }

        return sum == 0 ? null : (sumX / sum, sumY / sum);
    }

    /// <summary>Whether the spot may reach over the edge of what the input shows, so that its centre there is not its own.</summary>
    private static bool IsCut(PixelMapping mapping, (double X, double Y) found)
    {
        (int width, int height) = mapping.Upright ? mapping.ShownSize : mapping.StoredSize;
        double reachX = 1.5 + Spot / 2.0 * mapping.ResizedSize.Width / width, reachY = 1.5
            + Spot / 2.0 * mapping.ResizedSize.Height / height;
        return found.X < mapping.Columns.Offset + reachX || found.X > mapping.Columns.Offset + mapping.Columns.Count - reachX
            || found.Y < mapping.Rows.Offset + reachY || found.Y > mapping.Rows.Offset + mapping.Rows.Count - reachY;
    }

    /// <summary>The spot's centre in the upright picture.</summary>
    private static (double X, double Y) CentreOfShown(DecodedImage image)
    {
        bool swapped = image.Orientation.SwapsSides();
        (int width, int height) = swapped ? (image.Height, image.Width) : (image.Width, image.Height);
        byte[] upright = new byte[width * height];
        PixelPreparation.Run(image, upright: true, background: null, gray: true, upright);
        return Centre([.. upright.Select(value => (float)value)], width, height)!.Value;
    }
}
