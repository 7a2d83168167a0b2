using Fovea.Models.Packages;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Packages.Metadata;

public sealed class ImageMetadataTests
{
    [Theory]
    [InlineData("Bgr8", "NominalRange_0_255", ChannelOrder.Bgr, "none")]
    [InlineData("Rgb8", "Normalized_0_1", ChannelOrder.Rgb, "divide 255")]
    [InlineData("Bgra8", "Normalized_1_1", ChannelOrder.Bgr, "divide 127.5, subtract 1")]
    public void Order_and_range_are_those_of_the_specification(string format, string range, ChannelOrder order, string normalization)
    {
        using Exported model = new Exported((32, 32)).Metadata(
            ("Image.BitmapPixelFormat", format), ("Image.NominalPixelRange", range), ("Image.ColorSpaceGamma", "SRGB"));
        (ModelPackage package, var preprocessing) = model.Read();
        Assert.Equal(order, preprocessing.Spec.Channels);
        Assert.Equal(normalization, preprocessing.Spec.Normalization.ToString());
        Assert.Empty(package.Notes);
    }

    [Theory]
    [InlineData("Rgba8", 4, ChannelOrder.Rgba)]
    [InlineData("Gray8", 1, ChannelOrder.Gray)]
    [InlineData("Bgra8", 4, null)]
    [InlineData("Rgb8", 1, null)]
    [InlineData("Gray8", 3, null)]
    public void A_format_that_the_input_does_not_have_is_a_warning(string format, int channels, ChannelOrder? order)
    {
        byte[] file = new OnnxFile().Input("x", -1, channels, 8, 8).Node("Relu", ["x"], "y").Output("y", -1, channels, 8, 8)
            .Metadata("Image.BitmapPixelFormat", format).Build();
        using var model = new Understood(file);
        Assert.Equal(order, model.Candidate.Package.Preprocessing.Channels?.Value);
        Assert.Equal(
            order is null,
            model.Notes.Any(note => note.Contains($"It is '{format}', and the model's input has", StringComparison.Ordinal)));
    }

    [Fact]
    public void Texts_beyond_the_bounds_are_counted()
    {
        OnnxFile file = new OnnxFile().Input("x", -1, 3, 8, 8).Node("Relu", ["x"], "y").Output("y", -1, 3, 8, 8);
        for (int i = 0; i < 300; i++)
            file.Metadata($"key {i}", "value");
        using var model = new Understood(file.Build());
        Assert.Contains(
            "Warning model.onnx: metadata_props: 44 of its texts are not read: there are more than 256, or more than 4 Mi characters.",
            model.Notes);
    }

    [Theory]
    [InlineData("Image.BitmapPixelFormat", "Nv12")]
    [InlineData("Image.BitmapPixelFormat", "Gray16")]
    [InlineData("Image.NominalPixelRange", "NominalRange_16_235")]
    [InlineData("Image.ColorSpaceGamma", "Linear")]
    public void Others_are_warnings(string key, string value)
    {
        using Exported model = new Exported((32, 32)).Metadata((key, value));
        string note = Assert.Single(Prepared.Lines(model.Read().Package.Notes));
        Assert.StartsWith($"Warning model.onnx: metadata_props.{key}: ", note, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", note, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_reader_reads_is_one_note()
    {
        using Exported model = new Exported((32, 32)).Metadata(
            ("classes", "a,b"), ("author", "me"), ("description", "d"), ("Image.BitmapPixelFormat", "Rgb8"), (new string('k', 200), "v"));
        Assert.Equal(
            $"Note model.onnx: metadata_props: Not read: classes, {new string('k', 60)}.... Labels among them belong into labels.txt, " +
            "pre-processing into fovea.json.",
            Assert.Single(Prepared.Lines(model.Read().Package.Notes)));
    }
}
