using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Tests.Support;

/// <summary>The pre-processings that tools/record-preprocessing/record.py computes, under the names of its functions.</summary>
internal static class Specs
{
    private static readonly double[] ImageNetMean = [0.485, 0.456, 0.406];
    private static readonly double[] ImageNetStd = [0.229, 0.224, 0.225];

    /// <summary>Pixels as they are, of any size.</summary>
    public static PreprocessingSpec Raw(int width, int height, ResizeRule resize) => new()
    {
        Width = width,
        Height = height,
        Channels = ChannelOrder.Rgb,
        Layout = TensorLayout.Nhwc,
        Resize = resize,
        Crop = CropRounding.HalfEven,
        Normalization = Normalization.None,
        ApplyExifOrientation = false,
        Background = null,
    };

    public static PreprocessingSpec Network(string name) => name switch
    {
        "mobilenet_v2" =>
            Square(
                224, ResizeRule.ShortestEdge(256, ResizeFilter.Bilinear),
                Steps(new(NormalizationOperation.Divide, 127.5), new(NormalizationOperation.Subtract, 1))),
        "squeezenet" =>
            Square(
                224, ResizeRule.ShortestEdge(256, ResizeFilter.Bilinear),
                Steps(
                    new NormalizationStep(NormalizationOperation.Subtract, [103.94, 116.78, 123.68]))) with
            { Channels = ChannelOrder.Bgr },
        "imagenet" =>
            Square(224, ResizeRule.ShortestEdge(256, ResizeFilter.Bilinear), Normalization.TorchVision(ImageNetMean, ImageNetStd)),
        "timm_bicubic" => Square(224, ResizeRule.ShortestEdge(235, ResizeFilter.Bicubic), Normalization.TorchVision([0.5], [0.5])),
        "hugging_face" => Square(224, ResizeRule.ShortestEdge(256, ResizeFilter.Bicubic), Steps(
            new(NormalizationOperation.Multiply, [0.00392156862745098], DoublePrecision: true),
            new(NormalizationOperation.Subtract, [0.48145466, 0.4578275, 0.40821073]),
            new(NormalizationOperation.Divide, [0.26862954, 0.26130258, 0.27577711]))) with
        { Crop = CropRounding.Floor },
        "ultraface" => Exact(320, 240, Steps(new(NormalizationOperation.Subtract, 127), new(NormalizationOperation.Divide, 128))),
        "ppocr" =>
            Exact(
                192, 48,
                Steps(
                    new(NormalizationOperation.Divide, 255), new(NormalizationOperation.Subtract, 0.5),
                    new(NormalizationOperation.Divide, 0.5))),
        "gray_28" => Exact(28, 28, Normalization.None) with { Channels = ChannelOrder.Gray },
        "nhwc_nearest" =>
            Square(
                96, ResizeRule.ShortestEdge(96, ResizeFilter.Nearest),
                Steps(
                    new NormalizationStep(NormalizationOperation.Divide, 255))) with
            {
                Width = 80,
                Height = 64,
                Layout = TensorLayout.Nhwc,
            },
        "padded" => Square(151, ResizeRule.ShortestEdge(100, ResizeFilter.Bilinear), Normalization.TorchVision(ImageNetMean, ImageNetStd)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such network in the recordings."),
    };

    private static Normalization Steps(params NormalizationStep[] steps) => new(steps);

    private static PreprocessingSpec Square(int size, ResizeRule resize, Normalization normalization) =>
        Raw(size, size, resize) with { Layout = TensorLayout.Nchw, Normalization = normalization };

    private static PreprocessingSpec Exact(int width, int height, Normalization normalization) =>
        Raw(
            width, height,
            ResizeRule.Exact(width, height, ResizeFilter.Bilinear)) with
        { Layout = TensorLayout.Nchw, Normalization = normalization };
}
