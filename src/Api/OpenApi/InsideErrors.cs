using Fovea.Api.Errors;

namespace Fovea.Api.OpenApi;

/// <summary>The errors of calls that look into a network with an image.</summary>
internal static class InsideErrors
{
    /// <summary>Those of images that come with the call.</summary>
    public static ErrorCode[] OfUploads { get; } =
    [
        ErrorCodes.InvalidParameter, ErrorCodes.EmptyBody, ErrorCodes.InvalidBody, ErrorCodes.ModelRequired, ErrorCodes.ModelNotFound,
        ErrorCodes.LayerNotFound, ErrorCodes.NotAcceptable, ErrorCodes.BodyTimeout, ErrorCodes.BodyTooLarge, ErrorCodes.ImageTooLarge,
        ErrorCodes.UnsupportedContentType, ErrorCodes.UnsupportedContentEncoding, ErrorCodes.UnsupportedImageFormat,
        ErrorCodes.ImageCorrupt, ErrorCodes.NotAMap, ErrorCodes.ActivationLimit, ErrorCodes.NoAnswer, ErrorCodes.Overloaded,
        ErrorCodes.QueueTimeout, ErrorCodes.DeadlineExceeded, ErrorCodes.InternalError, ErrorCodes.EngineFault, ErrorCodes.NotReady,
        ErrorCodes.ModelFailed,
    ];

    /// <summary>Those of images that are kept.</summary>
    public static ErrorCode[] OfKeptImages { get; } =
    [
        ErrorCodes.InvalidParameter, ErrorCodes.ModelNotFound, ErrorCodes.LayerNotFound, ErrorCodes.ImageExpired,
        ErrorCodes.NotAcceptable, ErrorCodes.NotAMap, ErrorCodes.ActivationLimit, ErrorCodes.NoAnswer, ErrorCodes.Overloaded,
        ErrorCodes.QueueTimeout, ErrorCodes.DeadlineExceeded, ErrorCodes.InternalError, ErrorCodes.EngineFault, ErrorCodes.NotReady,
        ErrorCodes.ModelFailed,
    ];
}
