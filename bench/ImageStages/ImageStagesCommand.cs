using System.Globalization;
using Fovea.Bench.Comparing;
using Fovea.Bench.Models;
using Fovea.Bench.Statistics;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;
using SkiaSharp;

namespace Fovea.Bench.ImageStages;

/// <summary>Measures the stages of a <c>/predict</c> request before the network runs: one JPEG on one thread.</summary>
internal static class ImageStagesCommand
{
    private const int Side = 224;

    public static int Run(Arguments arguments)
    {
        byte[] file = arguments.Text("image") is string path ? File.ReadAllBytes(path) : Generated();
        int rounds = arguments.Number("rounds", 5), milliseconds = arguments.Number("milliseconds", 300);
        using var decode = new DecodeStage(file, arguments.Count("kept", 0));
        using DecodedImage image = new SkiaImageDecoder().Decode(file);
        using DecodedImage small = DecodedImage.FromPixels(Side, Side, image.Pixels[..(Side * Side * 4)]);
        (string Name, Action Run)[] stages =
        [
            (decode.Name, decode.Run),
            ("decode, Skia's codec alone", new SkiaStage(file).Run),
            ("resize, crop and normalise", new PrepareStage(image, Spec(ResizeRule.ShortestEdge(256, ResizeFilter.Bilinear))).Run),
            ("the same, bicubic", new PrepareStage(image, Spec(ResizeRule.ShortestEdge(256, ResizeFilter.Bicubic))).Run),
            ("normalise an image of the right size", new PrepareStage(small, Spec(ResizeRule.None)).Run),
        ];
        double[][] times = Measurement.Alternate([.. stages.Select(s => s.Run)], rounds, milliseconds, milliseconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            A JPEG of {image.Width}x{image.Height} pixels and {file.Length} bytes to a tensor of 3x{Side}x{Side}, one thread, medians of {rounds} rounds.

            | stage | ms |
            |---|---:|
            """));
        for (int i = 0; i < stages.Length; i++)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {stages[i].Name} | {Summary.Median(times[i]):F3} |"));
        return 0;
    }

    private static byte[] Generated()
    {
        using SKBitmap picture = PhotoCommand.Draw(500, 375, seed: 1);
        return PhotoCommand.Encode(picture, 100_000).File;
    }

    private static PreprocessingSpec Spec(ResizeRule resize) => new()
    {
        Width = Side,
        Height = Side,
        Channels = ChannelOrder.Rgb,
        Layout = TensorLayout.Nchw,
        Resize = resize,
        Crop = CropRounding.HalfEven,
        Normalization = Normalization.ImageNet,
        ApplyExifOrientation = true,
        Background = null,
    };
}
