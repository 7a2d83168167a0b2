using Fovea.Models.Packages;

namespace Fovea.Api.OpenInference.Core.Signatures;

/// <summary>
/// A name by which callers of the protocol reach a model: its own name, for its tensors, or <c>NAME@image</c>, for images instead of them.
/// </summary>
/// <param name="Model">The model's own name; null: the default model.</param>
/// <param name="OfImages">Whether the name stands for images.</param>
internal readonly record struct ProtocolName(string? Model, bool OfImages)
{
    public static ProtocolName Parse(string? name) => name?.EndsWith(ModelFolder.ImageSuffix, StringComparison.Ordinal) == true
        ? new ProtocolName(name[..^ModelFolder.ImageSuffix.Length], OfImages: true)
        : new ProtocolName(name, OfImages: false);

    /// <summary>The name that stands for the images of a model.</summary>
    public static string ForImagesOf(string model) => model + ModelFolder.ImageSuffix;
}
