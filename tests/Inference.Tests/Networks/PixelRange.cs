using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks;

/// <summary>What a network was trained on: the values of a black and of a white pixel.</summary>
internal sealed record PixelRange(float Black, float White)
{
    private static readonly string[] Photos = ["cat.bmp", "grace_hopper.bmp", "sunflower.bmp"];

    // By a part of the path, first match first; others are trained on -1 to 1.
    private static readonly (string Part, PixelRange Range)[] Table =
    [
        ("style-candy", new(0, 255)),
        ("mnist-8", new(0, 255)),
        ("yolox", new(0, 255)),
        ("yunet", new(0, 255)),
        ("pretrainedResnet", new(0, 255)),
        ("retinaface", new(-116, 139)),
        ("squeezenet1.1", new(-116, 139)),
        ("ppocrv3-det", new(-2.1f, 2.6f)),
        ("resnet20", new(-2.1f, 2.6f)),
        ("sinet", new(-1.7f, 2.2f)),
        ("deimv2", new(0, 1)),
        ("espcn", new(0, 1)),
        ("facemesh", new(0, 1)),
        ("fastestdet", new(0, 1)),
        ("mnist-rten", new(0, 1)),
        ("selfie", new(0, 1)),
        ("superres", new(0, 1)),
        ("xfeat", new(0, 1)),
    ];

    public static PixelRange Of(string file) =>
        Table.FirstOrDefault(row => file.Contains(row.Part, StringComparison.Ordinal)).Range ?? new PixelRange(-1, 1);

    /// <summary>Noise over the whole range.</summary>
    public Tensor Noise(Shape shape, int seed) => new TensorRandom(seed).Floats(shape, Black, White);

    /// <summary>
    /// Photos of the test data as a batch, each stretched to the size: [N, C, H, W], or [N, H, W, C] if the last axis has 3 channels. One
    /// channel is green.
    /// </summary>
    public Tensor OfPhotos(Shape shape)
    {
        bool isLast = shape[3] == 3;
        (int channels, int height, int width) = isLast
            ? (3, (int)shape[1], (int)shape[2])
            : ((int)shape[1], (int)shape[2], (int)shape[3]);
        var images = new Tensor(ElementType.Float32, shape);
        Span<float> elements = images.Span<float>();
        int at = 0;
        for (int image = 0; image < shape[0]; image++)
        {
            Photo photo = Photo.Read(Photos[image % Photos.Length]);
            for (int i = 0; i < channels * height * width; i++)
            {
                int pixel = isLast ? i / 3 : i % (height * width);
                int channel = channels == 1 ? 1 : isLast ? i % 3 : i / (height * width);
                double y = pixel / width / Math.Max(1.0, height - 1), x = pixel % width / Math.Max(1.0, width - 1);
                elements[at++] = Black + (photo.At(channel, y, x) / 255f * (White - Black));
            }
        }

        return images;
    }
}
