using Fovea.Imaging.Decoding;

namespace Fovea.Models.Images;

/// <summary>One image of a request was refused; the message names its file, where it has a name.</summary>
public sealed class ImageRejectedException(string? fileName, ImageException reason)
    : Exception(fileName is null ? reason.Message : $"The file '{fileName}' was refused: {reason.Message}", reason)
{
    /// <summary>What is wrong with the image.</summary>
    public ImageError Error { get; } = reason.Code;

    /// <summary>The file's name as the caller gave it.</summary>
    public string? FileName { get; } = fileName;
}
