namespace Fovea.Models.FeatureMaps;

/// <summary>The picture asked for would have more pixels than allowed.</summary>
public sealed class PictureTooLargeException(string message) : Exception(message);
