namespace Fovea.Api.Http;

/// <summary>How several layers can be sent.</summary>
internal enum SeveralFormat
{
    /// <summary>Statistics and thumbnails.</summary>
    Json,

    /// <summary>An archive of NumPy arrays.</summary>
    Zip,
}
