namespace Fovea.Models.Tasks;

/// <summary>The media types of answers that are no JSON.</summary>
public static class MediaTypes
{
    /// <summary>Portable Network Graphics.</summary>
    public const string Png = "image/png";

    /// <summary>JPEG.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>An array as NumPy's <c>np.save</c> writes it.</summary>
    public const string Npy = "application/x-npy";
}
