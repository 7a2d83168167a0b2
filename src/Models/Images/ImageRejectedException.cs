using Fovea.Imaging.Decoding;

namespace Fovea.Models.Images;

/// <summary>An image of a request was refused. The message names its file if it has a name.</summary>
public sealed class ImageRejectedException(string? fileName, ImageException reason)
    : Exception(fileName is null ? reason.Message : $"The file '{fileName}' was refused: {reason.Message}", reason)
{
    /// <summary>Why the image was refused.</summary>
    public ImageError Error { get; } = reason.Code;

    /// <summary>The file's name in the request; null where it has none.</summary>
    public string? FileName { get; } = fileName;
}
