using System.Globalization;
using Fovea.Bench.Comparing;
using Fovea.Bench.Quantizing;
using Fovea.Inference;
using Fovea.Tests.Support;
using Tensor = Fovea.Inference.Tensor;

namespace Fovea.Bench.Tests.Quantizing;

/// <summary>
/// Trained quantised networks on photos, beside ONNX Runtime on the same file, whose rewrites of graphs are off. Last bits are not the
/// same, so that a few photos and pixels may be of another class.
/// </summary>
public sealed class PhotoAgreementTests(ITestOutputHelper output) : IDisposable
{
    // Of 45, one of which is a TIFF file, which Fovea does not read.
    private const int LeastReadable = 44;

    private const int LeastEqual = 43;

    private const double LeastEqualPixels = 0.99;

    private const string MobileNet =
        """{ "resize": { "rule": "shortest-edge", "size": 146 }, "normalize": [ { "subtract": 128 }, { "divide": 128 } ] }""";

    private const string ResNet = """{ "resize": { "rule": "exact" }, "normalize": "none" }""";

    private const string DeepLab = """
        { "resize": { "rule": "fit" }, "padding": "#808080", "normalize": [ { "subtract": 128 }, { "divide": 128 } ] }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-photos-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("mobilenet_v1_0.25_128_quant", ".onnx", MobileNet)]
    [InlineData("mobilenet_v1_0.25_128_quant", ".qop.onnx", MobileNet)]
    [InlineData("pretrainedResnet_quant", ".onnx", ResNet)]
    [InlineData("pretrainedResnet_quant", ".qop.onnx", ResNet)]
    [InlineData("pretrainedResnet_quant", ".u8s8.onnx", ResNet)]
    public void Classes_of_photos_are_those_of_onnx_runtime(string network, string form, string preparation)
    {
        string twin = Prepared($"{network}.float.onnx", preparation);
        var count = Top1Count.Of(
            TestData.Path($"wild/quantised/{network}{form}"), twin, TestData.Path("images/photos"), optimize: false);
        output.WriteLine($"{network}{form}: {count}");
        Assert.InRange(count.Photos, LeastReadable, int.MaxValue);
        Assert.InRange(count.EqualBetween, LeastEqual, count.Photos);
    }

    [Fact]
    public void Classes_of_pixels_are_those_of_onnx_runtime()
    {
        string file = Prepared("deeplabv3_mnv2_dm05_pascal_quant.onnx", DeepLab);
        using var engine = new InferenceEngine();
        using InferenceModel model = engine.Load(file);
        var source = new PhotoTensors(file, model);
        var photo = new Tensor(ElementType.Float32, source.Shape);
        CompiledPlan plan = model.Compile([source.Shape]);
        using var rival = new OnnxRuntimeRival(
            File.ReadAllBytes(file), engine.Threads, [photo], plan.Run([photo]), optimize: false);
        int photos = 0;
        double equal = 0, least = 1;
        foreach (Tensor next in source.Read(TestData.Path("images/photos")))
        {
            next.Bytes.CopyTo(photo.Bytes);
            int[] ours = Classes(plan.Run([photo])[0]);
            rival.Run();
            double same = ours.Zip(Classes(rival.Outputs[0])).Count(pair => pair.First == pair.Second) / (double)ours.Length;
            least = Math.Min(least, same);
            equal += same;
            photos++;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{photos} photos: {equal / photos:P2} of the pixels, at least {least:P2} of a photo's"));
        Assert.InRange(photos, LeastReadable, int.MaxValue);
        Assert.InRange(equal / photos, LeastEqualPixels, 1);
    }

    // The first of the largest scores at each pixel of [1, C, H, W].
    private static int[] Classes(Tensor scores)
    {
        int pixels = (int)(scores.Shape[2] * scores.Shape[3]);
        ReadOnlySpan<float> all = scores.Span<float>();
        var classes = new int[pixels];
        for (int c = 1; c < scores.Shape[1]; c++)
        {
            for (int i = 0; i < pixels; i++)
            {
                if (all[(c * pixels) + i] > all[(classes[i] * pixels) + i])
                    classes[i] = c;
            }
        }

        return classes;
    }

    // A copy, beside which a file says how photos are prepared.
    private string Prepared(string file, string preparation)
    {
        string copy = Path.Combine(_folder, file);
        File.Copy(TestData.Path($"wild/quantised/{file}"), copy);
        File.WriteAllText(Path.ChangeExtension(copy, ".fovea.json"), preparation);
        return copy;
    }
}
