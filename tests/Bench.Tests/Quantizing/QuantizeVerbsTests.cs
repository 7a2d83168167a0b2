using System.Text.RegularExpressions;
using Fovea.Bench.Models;
using Fovea.Bench.Quantizing;
using SkiaSharp;

namespace Fovea.Bench.Tests.Quantizing;

/// <summary>The verbs quantize and top1 as they are typed: what they write, and how they end.</summary>
public sealed partial class QuantizeVerbsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-verbs-").FullName;

    public QuantizeVerbsTests()
    {
        File.WriteAllBytes(Network, SmallNetwork.Write(13));
        Directory.CreateDirectory(Photos);
        foreach (int seed in new[] { 1, 2, 3 })
        {
            using SKBitmap picture = PhotoCommand.Draw(24, 30, seed);
            using SKData png = picture.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(Path.Combine(Photos, $"{seed}.png"), png.ToArray());
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("8 nodes of integers, 0 normalisations folded", "--photos", null)]
    [InlineData("3 nodes of integers, 0 normalisations folded", "--form", "dynamic", "--weights", "uint8")]
    public void A_network_is_quantised_and_held_against_itself(string summary, params string?[] options)
    {
        var output = new StringWriter();
        string[] given = [.. options.Select(option => option ?? Photos)];

        Assert.Equal(0, QuantizeCommand.Run(
            QuantizeOptions.Read(new Arguments(["quantize", Network, "--out", Quantized, .. given])), output));
        Assert.Equal(summary, output.ToString().Trim());
        output.GetStringBuilder().Clear();
        Assert.Equal(
            0, Top1Command.Run(new Arguments(["top1", Quantized, "--against", Network, "--photos", Photos]), output));

        Match line = Top1Line().Match(output.ToString().Trim());
        Assert.True(line.Success, output.ToString());
        int[] counts = [.. line.Groups.Values.Skip(1).Select(group => int.Parse(group.Value))];
        Assert.All(counts, count => Assert.InRange(count, 2, 3));
    }

    [Fact]
    public void A_network_has_its_own_classes()
    {
        var output = new StringWriter();
        Assert.Equal(0, Top1Command.Run(new Arguments(["top1", Network, "--against", Network, "--photos", Photos]), output));
        Assert.Equal(
            "net.onnx: of 3 photos, 3 have the class that net.onnx gives, 3 in ONNX Runtime; both agree on 3", output.ToString().Trim());
    }

    [Theory]
    [InlineData("--photos is missing", "quantize", "net.onnx", "--out", "out.onnx")]
    [InlineData("--out is missing", "quantize", "net.onnx", "--photos", "photos")]
    [InlineData("expected qdq or dynamic", "quantize", "net.onnx", "--out", "out.onnx", "--form", "other")]
    [InlineData(
        "goes with --weights int8", "quantize", "net.onnx", "--out", "o", "--form", "dynamic", "--weights", "uint8", "--per-channel",
        "true")]
    public void Options_that_make_no_sense_are_said(string words, params string[] arguments) => Assert.Contains(
        words, Assert.Throws<ArgumentException>(() => QuantizeOptions.Read(new Arguments(arguments))).Message, StringComparison.Ordinal);

    [Fact]
    public void Top1_needs_photos()
    {
        Directory.Delete(Photos, recursive: true);
        Directory.CreateDirectory(Photos);
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Top1Command.Run(new Arguments(["top1", Network, "--against", Network, "--photos", Photos]), TextWriter.Null));
        Assert.Contains("no file in it is an image", error.Message, StringComparison.Ordinal);
    }

    private string Network => Path.Combine(_folder, "net.onnx");

    private string Quantized => Path.Combine(_folder, "quantized.onnx");

    private string Photos => Path.Combine(_folder, "photos");

    [GeneratedRegex(
        "^quantized.onnx: of 3 photos, ([0-9]) have the class that net.onnx gives, ([0-9]) in ONNX Runtime; both agree on ([0-9])$")]
    private static partial Regex Top1Line();
}
