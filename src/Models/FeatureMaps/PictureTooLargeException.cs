namespace Fovea.Models.FeatureMaps;

/// <summary>The requested picture would have more pixels than allowed.</summary>
public sealed class PictureTooLargeException(string message) : Exception(message);
