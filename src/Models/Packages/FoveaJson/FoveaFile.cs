using System.Text.Json;
using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resizing;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;
using Fovea.Models.Packages.Versions;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;

namespace Fovea.Models.Packages.FoveaJson;

/// <summary>Reads <c>fovea.json</c>; unknown fields are errors. docs/model-folders.md describes the file.</summary>
internal static class FoveaFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "fovea.json";

    private const int LargestMultiple = 1024;

    /// <summary>Whether a setting comes from such a file: <c>fovea.json: normalize</c>, <c>NAME.fovea.json: normalize</c>.</summary>
    public static bool IsSource(string source)
    {
        string file = source.Split(':')[0];
        return file == Name || file.EndsWith($".{Name}", StringComparison.Ordinal);
    }

    /// <summary>The pre-processing that a family of networks has, written as the fields of such a file.</summary>
    /// <param name="source">What the settings come from, in place of a file's name.</param>
    /// <param name="json">An object with the fields.</param>
    public static PreprocessingSettings Preparation(string source, string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(new JsonField(source, "", document.RootElement)).Preprocessing;
    }

    public static Description Read(JsonField root)
    {
        root.RequireOnly(
            "input", "resize", "crop", "place", "padding", "normalize", "exifOrientation", "background",
            "output", "outputActivation", "task", "detection", "picture", "selfTestTolerance", "versions");
        JsonField? input = root.Get("input");
        if (root.Get("versions") is { } versions)
            VersionPolicy.Read(versions);
        input?.RequireOnly("width", "height", "channels", "depth", "size", "multiple");
        return new Description
        {
            Preprocessing = new PreprocessingSettings
            {
                Width = Take(input?.Get("width"), f => f.Whole(1, ImageSides.Max)),
                Height = Take(input?.Get("height"), f => f.Whole(1, ImageSides.Max)),
                SideMultiple = input is { } sized ? ReadMultiple(sized) : null,
                Channels = Take(
                    input?.Get("channels"),
                    f => f.Choice(
                        ("rgb", ChannelOrder.Rgb), ("bgr", ChannelOrder.Bgr), ("gray", ChannelOrder.Gray),
                        ("luminance", ChannelOrder.Luminance), ("rgba", ChannelOrder.Rgba))),
                Depth = Take(input?.Get("depth"), ReadDepth),
                Resize = ResizeField.Read(root.Get("resize"), isSized: input?.Get("size") is not null),
                Filter = Take(root.Get("resize")?.Get("filter"), FilterNames.Read),
                Crop = Take(root.Get("crop"), f => f.Choice(("half-even", CropRounding.HalfEven), ("floor", CropRounding.Floor))),
                Place = Take(root.Get("place"), f => f.Choice(("centre", ImagePlace.Centre), ("top-left", ImagePlace.TopLeft))),
                Padding = IsZero(root.Get("padding")) ? null : Take(root.Get("padding"), ReadColor),
                ZeroPadding = IsZero(root.Get("padding")) ? Take(root.Get("padding"), _ => true) : null,
                Normalization = Take(root.Get("normalize"), NormalizationField.Read),
                ExifOrientation = Take(root.Get("exifOrientation"), f => f.Flag()),
                Background = Take(root.Get("background"), ReadColor),
            },
            Task = Take(root.Get("task"), f => f.Text()),
            Output = Take(root.Get("output"), f => f.Text()),
            OutputActivation = Take(
                root.Get("outputActivation"),
                f => f.Choice(
                    ("none", OutputActivation.None), ("softmax", OutputActivation.Softmax), ("sigmoid", OutputActivation.Sigmoid))),
            Detection = root.Get("detection") is { } detection ? DetectionField.Read(detection) : null,
            Picture = root.Get("picture") is { } picture ? PictureField.Read(picture) : null,
            SelfTestTolerance = root.Get("selfTestTolerance") is { } tolerance ? ReadTolerance(tolerance) : null,
        };
    }

    private static Sourced<T>? Take<T>(JsonField? field, Func<JsonField, T> read) =>
        field is { } present ? present.Sourced(read(present)) : null;

    private static Sourced<int>? ReadMultiple(JsonField input)
    {
        if (input.Get("size") is not { } size)
        {
            return input.Get("multiple") is { } alone
                ? throw alone.Error("no multiple unless \"size\" is \"picture\"")
                : null;
        }

        size.Choice(("picture", true));
        return size.Sourced(input.Get("multiple")?.Whole(1, LargestMultiple) ?? 1);
    }

    private static int ReadDepth(JsonField field) =>
        field.Number() is (8 or 16) and var bits ? (int)bits : throw field.Error("8 or 16, the bits of a sample");

    private static bool IsZero(JsonField? field) => field is { Kind: JsonValueKind.String } text && text.Text() == "zero";

    private static RgbColor ReadColor(JsonField field) =>
        RgbColor.TryParse(field.Text(), out RgbColor color) ? color : throw field.Error("a colour such as \"#ffffff\"");

    private static double ReadTolerance(JsonField field) =>
        field.Number() is > 0 and <= 1 and var value
            ? value
            : throw field.Error("a number above 0 and at most 1: a part of the expected output's range");
}
