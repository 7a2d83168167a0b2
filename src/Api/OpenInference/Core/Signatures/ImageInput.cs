using Fovea.Models.Hosting;

namespace Fovea.Api.OpenInference.Core.Signatures;

/// <summary>The input that takes images as files, to be decoded and pre-processed as <c>/predict</c> does.</summary>
internal static class ImageInput
{
    public const string Name = "image";

    /// <summary>Whether the model takes one image.</summary>
    public static bool IsTakenBy(HostedModel model) => model.Inputs.Preprocessing is not null;
}
