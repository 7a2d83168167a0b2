using System.Text.Json;
using Fovea.Inference;
using Fovea.Models.Packages.Json;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Packages.Timm;

/// <summary>
/// The input's size and the part of the image that the crop keeps. timm has them twice, for training and, larger, for evaluation
/// (<c>test_input_size</c>, <c>test_crop_pct</c>); its published accuracies are of the latter (<c>use_test_size</c>), which are used unless
/// the graph was exported at the size of training.
/// </summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="CropShare">The part of the resized image that the crop keeps.</param>
/// <param name="CropField">The field of the part; null where it is timm's default.</param>
/// <param name="Notes">What was not used.</param>
internal sealed record TimmSize(
    Sourced<int> Width, Sourced<int> Height, double CropShare, JsonField? CropField, IReadOnlyList<PackageNote> Notes)
{
    private const int DefaultSide = 224;
    private const double DefaultCropShare = 0.875;

    public static TimmSize Read(JsonField config, InferenceModel? graph)
    {
        Side? train = ReadSize(config.Get("input_size"));
        Side? test = ReadSize(config.Get("test_input_size"));
        (int Width, int Height)? exported = GraphImage.Sides(graph);
        bool useTest = test is null || exported is null || exported != train?.Size || exported == test.Value.Size;
        (double share, JsonField? field) = useTest && ReadShare(config.Get("test_crop_pct")) is { } ofTest ? ofTest
            : ReadShare(config.Get("crop_pct")) ?? (DefaultCropShare, null);
        if ((useTest ? test : null) is not { } && train is null)
            return OfGraph(exported ?? (DefaultSide, DefaultSide), share, field, config, exported is null, []);
        Side chosen = (useTest ? test : null) ?? train!.Value;
        if (exported is { } sides && sides != chosen.Size)
            return OfGraph(sides, share, field, config, isDefault: false, [Mismatch(chosen, sides)]);
        return new TimmSize(chosen.Field.Sourced(chosen.Size.Width), chosen.Field.Sourced(chosen.Size.Height), share, field, []);
    }

    private static TimmSize OfGraph(
        (int Width, int Height) size, double share, JsonField? field, JsonField config, bool isDefault, IReadOnlyList<PackageNote> notes)
    {
        string source = isDefault ? $"{config.Source} (timm's default)" : "model input";
        return new TimmSize(new Sourced<int>(size.Width, source), new Sourced<int>(size.Height, source), share, field, notes);
    }

    private static PackageNote Mismatch(Side said, (int Width, int Height) exported) => new(
        NoteSeverity.Warning, Path.GetFileName(said.Field.File), said.Field.Path,
        $"It says {said.Size.Width}x{said.Size.Height}, and the graph was exported for {exported.Width}x{exported.Height}: images are " +
        "resized and cropped to the graph's size, with the same part of the image.");

    private static Side? ReadSize(JsonField? field)
    {
        if (field is not { } size)
            return null;
        if (size.Kind != JsonValueKind.Array || size.Element.GetArrayLength() != 3)
            throw size.Error("channels, height and width");
        IReadOnlyList<JsonField> sizes = size.Items();
        return new Side(size, (sizes[2].Whole(1, ImageSides.Max), sizes[1].Whole(1, ImageSides.Max)));
    }

    // 0 counts as absent, as in Python.
    private static (double Share, JsonField? Field)? ReadShare(JsonField? field) =>
        field is not { } share || share.Number() == 0 ? null : (share.CropShare(), share);

    private readonly record struct Side(JsonField Field, (int Width, int Height) Size);
}
