using Fovea.Models.Imaging;

namespace Fovea.Models.Hosting;

/// <summary>An image from the store, for one use: the caller disposes it.</summary>
/// <param name="Image">The caller's own handle on the pixels.</param>
/// <param name="Model">The name of the model that predicted it.</param>
/// <param name="Version">That model's version.</param>
public sealed record StoredImage(DecodedImage Image, string Model, string Version) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Image.Dispose();
}
