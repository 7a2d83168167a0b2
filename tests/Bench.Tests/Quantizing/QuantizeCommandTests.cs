using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using Fovea.Bench.Comparing;
using Fovea.Bench.Models;
using Fovea.Bench.Quantizing;
using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Tests.Support;
using SkiaSharp;
using Tensor = Fovea.Inference.Tensor;

namespace Fovea.Bench.Tests.Quantizing;

/// <summary>Quantised files in ONNX Runtime, against the float networks that they are made of.</summary>
public sealed partial class QuantizeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-quantize-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Digits_with_constant_scales_are_the_same_digits() => CheckDigits(new QuantizeOptions
    {
        File = Digits,
        Out = Written,
        Photos = _folder,
    });

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Digits_with_computed_scales_are_the_same_digits(bool unsignedWeights, bool perChannel) => CheckDigits(new QuantizeOptions
    {
        File = Digits,
        Out = Written,
        Form = QuantizedForm.Dynamic,
        UnsignedWeights = unsignedWeights,
        PerChannel = perChannel,
    });

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    public void Every_node_that_can_stands_between_integers(long opset)
    {
        string file = Path.Combine(_folder, "net.onnx");
        File.WriteAllBytes(file, SmallNetwork.Write(opset));
        foreach (int seed in new[] { 1, 2, 3 })
        {
            using SKBitmap picture = PhotoCommand.Draw(24, 30, seed);
            Save(seed, picture);
        }

        byte[] quantized = QuantizeCommand.Quantize(new QuantizeOptions { File = file, Out = Written, Photos = _folder }, out _);

        using var engine = new InferenceEngine();
        using InferenceModel network = engine.Load(file), model = engine.Load(quantized, "quantised");
        // The input and the results of eight nodes become integers: the two Relu are left out. Weights and biases are 5 constants.
        Assert.Equal(
            "Add 1, AveragePool 1, Concat 1, Conv 3, DequantizeLinear 14, GlobalAveragePool 1, MaxPool 1, QuantizeLinear 9, Softmax 1",
            Operators(model));
        foreach (Tensor picture in new PhotoTensors(file, network).Read(_folder))
        {
            Tensor expected = network.Run((network.Inputs[0].Name, picture)).Values.First();
            Tensor found = InOnnxRuntime(quantized, picture, expected);
            Assert.InRange(TensorPrimitives.Distance<float>(expected.Span<float>(), found.Span<float>()), 0, 0.05f);
        }
    }

    [Fact]
    public void A_network_that_takes_no_image_is_refused()
    {
        string file = Path.Combine(_folder, "net.onnx");
        File.WriteAllBytes(file, new OnnxFile().Input("x", 5).Output("y", 5).Node("Relu", ["x"], "y").Build());
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(
            () => QuantizeCommand.Quantize(new QuantizeOptions { File = file, Out = Written, Photos = _folder }, out _));
        Assert.Equal("it takes 'x' Float32[5]; expected one image.", refusal.Message);
    }

    private static string Digits => Path.Combine(BundledModels.Folder, BundledModels.Default, "model.onnx");

    private string Written => Path.Combine(_folder, "out.onnx");

    private void CheckDigits(QuantizeOptions options)
    {
        for (int digit = 0; digit < 10; digit++)
        {
            using SKBitmap picture = Draw(digit);
            Save(digit, picture);
        }

        byte[] quantized = QuantizeCommand.Quantize(options, out _);
        using var engine = new InferenceEngine();
        using InferenceModel network = engine.Load(Digits);
        int equal = 0;
        var classes = new HashSet<int>();
        foreach (Tensor picture in new PhotoTensors(Digits, network).Read(_folder))
        {
            Tensor expected = network.Run((network.Inputs[0].Name, picture)).Values.First();
            Tensor found = InOnnxRuntime(quantized, picture, expected);
            int digit = TensorPrimitives.IndexOfMax<float>(expected.Span<float>());
            classes.Add(digit);
            equal += TensorPrimitives.IndexOfMax<float>(found.Span<float>()) == digit ? 1 : 0;
        }

        Assert.InRange(equal, 9, 10);
        Assert.InRange(classes.Count, 5, 10);
    }

    private static Tensor InOnnxRuntime(byte[] model, Tensor input, Tensor like)
    {
        using var rival = new OnnxRuntimeRival(model, threads: 1, [input], [like], saturates: false);
        rival.Run();
        return rival.Outputs[0];
    }

    private static string Operators(InferenceModel model) => string.Join(
        ", ", NodeOperator().Matches(model.GraphText).GroupBy(m => m.Groups[1].Value).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Key} {g.Count()}"));

    [GeneratedRegex(@"= ([A-Za-z]+)\(")]
    private static partial Regex NodeOperator();

    // As a display of seven segments shows it, with thick round strokes.
    private static SKBitmap Draw(int digit)
    {
        ReadOnlySpan<string> segments = ["abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg"];
        var bitmap = new SKBitmap(28, 28, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint
        {
            IsAntialias = true,
            Color = SKColors.White,
            StrokeWidth = 2.5f,
            StrokeCap = SKStrokeCap.Round,
            IsStroke = true,
        };
        canvas.Clear(SKColors.Black);
        foreach (char segment in segments[digit])
        {
            (float x1, float y1, float x2, float y2) = segment switch
            {
                'a' => (9, 5, 19, 5),
                'b' => (19, 5, 19, 14),
                'c' => (19, 14, 19, 23),
                'd' => (9, 23, 19, 23),
                'e' => (9, 14, 9, 23),
                'f' => (9, 5, 9, 14),
                _ => (9f, 14f, 19f, 14f),
            };
            canvas.DrawLine(x1, y1, x2, y2, paint);
        }

        return bitmap;
    }

    private void Save(int name, SKBitmap picture)
    {
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(Path.Combine(_folder, $"{name}.png"), png.ToArray());
    }
}
