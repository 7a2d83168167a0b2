using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Inputs;
using Fovea.Models.Repository;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Models.Tests.Explanations;

/// <summary>A trained network of the test data, hosted from a folder of its own.</summary>
internal sealed class TrainedModel : IDisposable
{
    private const string MobileNet =
        """
        { "resize": { "rule": "shortest-edge", "size": 146, "filter": "bilinear" }, "crop": "floor",
          "normalize": [ { "divide": 127.5 }, { "subtract": 1 } ] }
        """;

    private const string Pixels = """{ "normalize": { "divide": 1 }, "resize": { "rule": "exact", "width": 28, "height": 28 } }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fovea-trained-");
    private readonly InferenceEngine _engine = new();
    private readonly ModelRepository _repository;

    private TrainedModel(byte[] model, string settings, string? labels)
    {
        string folder = _folder.CreateSubdirectory("net").FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), model);
        File.WriteAllText(Path.Combine(folder, "fovea.json"), settings);
        if (labels is not null)
            File.Copy(labels, Path.Combine(folder, "labels.txt"));
        _repository = new ModelRepository(
            _engine, new ModelRepositoryOptions { Path = _folder.FullName, SettleTime = TimeSpan.FromMilliseconds(20) });
        _repository.LoadAll(default);
    }

    public HostedModel Model
    {
        get
        {
            ModelStatus status = _repository.Find("net", null).Status;
            return status.Model ?? throw new InvalidOperationException(status.Reason);
        }
    }

    /// <summary>MobileNet of 128 by 128 pixels and 1001 classes, which ends in Softmax.</summary>
    public static TrainedModel MobileNet128(Func<byte[], byte[]>? edit = null) => new(
        (edit ?? (model => model))(TestData.Read("models/mobilenet_v1_0.25_128.onnx")), MobileNet,
        TestData.Path("labels/imagenet-1001.txt"));

    /// <summary>SqueezeNet of 224 by 224 pixels and 1000 classes.</summary>
    public static TrainedModel SqueezeNet() => new(
        TestData.Read("models/squeezenet1.1.onnx"),
        """
        { "input": { "channels": "bgr" }, "resize": { "rule": "shortest-edge", "size": 256, "filter": "bilinear" }, "crop": "floor",
          "normalize": [ { "subtract": [103.94, 116.78, 123.68] } ] }
        """,
        TestData.Path("labels/synset.txt"));

    /// <summary>The model zoo's network of MNIST's digits.</summary>
    public static TrainedModel Mnist() => new(TestData.Read("models/mnist-8/model.onnx"), Pixels, null);

    /// <summary>An image file as the network's input.</summary>
    public float[] Input(byte[] file)
    {
        using DecodedImage image = new SkiaImageDecoder().Decode(file);
        using PreparedImages input = Model.Prepare(1);
        input.Set(0, image);
        return input.Tensor.Span<float>().ToArray();
    }

    /// <summary>A photo of the test data.</summary>
    public float[] Photo(string name) => Input(TestData.Read($"images/photos/{name}"));

    /// <summary>Two photos side by side, each cut to half the width about its middle.</summary>
    public float[] SideBySide(string left, string right)
    {
        const int Side = 256;
        using var both = new SKBitmap(Side, Side);
        using var canvas = new SKCanvas(both);
        foreach ((string name, int x) in new[] { (left, 0), (right, Side / 2) })
        {
            using SKBitmap photo = SKBitmap.Decode(TestData.Path($"images/photos/{name}"));
            float height = Math.Min(photo.Height, photo.Width * 2f), width = height / 2;
            using SKImage image = SKImage.FromBitmap(photo);
            canvas.DrawImage(
                image,
                SKRect.Create((photo.Width - width) / 2, (photo.Height - height) / 2, width, height), SKRect.Create(x, 0, Side / 2, Side),
                new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        canvas.Flush();
        using SKData png = both.Encode(SKEncodedImageFormat.Png, 100);
        return Input(png.ToArray());
    }

    public void Dispose()
    {
        _repository.Dispose();
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }
}
