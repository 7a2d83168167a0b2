using Fovea.Imaging.Decoding;
using Fovea.Models.Errors;

namespace Fovea.Api.Errors;

/// <summary>Every error that the service answers with.</summary>
public static class ErrorCodes
{
    public static readonly ErrorCode InvalidParameter = new("invalid_parameter", 400, "A parameter is not valid");
    public static readonly ErrorCode EmptyBody = new("empty_body", 400, "The request brings no image");
    public static readonly ErrorCode InvalidBody = new("invalid_body", 400, "The request body cannot be read");
    public static readonly ErrorCode ModelRequired = new("model_required", 400, "A model must be named");
    public static readonly ErrorCode Unauthorized = new("unauthorized", 401, "A key is required");
    public static readonly ErrorCode Forbidden = new("forbidden", 403, "This key does not open this address");
    public static readonly ErrorCode AdminDisabled = new("admin_disabled", 403, "Administration is switched off");
    public static readonly ErrorCode ModelNotFound = new("model_not_found", 404, "There is no such model");
    public static readonly ErrorCode LayerNotFound = new("layer_not_found", 404, "The model has no such layer");
    public static readonly ErrorCode ImageExpired = new("image_expired", 404, "No image with this id is kept");
    public static readonly ErrorCode NotFound = new("not_found", 404, "There is nothing at this address");
    public static readonly ErrorCode MethodNotAllowed = new("method_not_allowed", 405, "This address does not take this method");
    public static readonly ErrorCode NotAcceptable = new("not_acceptable", 406, "None of the accepted formats is available");
    public static readonly ErrorCode BodyTooLarge = new("body_too_large", 413, "The request body is too large");
    public static readonly ErrorCode ImageTooLarge = new("image_too_large", 413, "The image is too large");
    public static readonly ErrorCode UnsupportedContentType = new("unsupported_content_type", 415, "The content type is not supported");
    public static readonly ErrorCode UnsupportedImageFormat = new("unsupported_image_format", 415, "The image format is not supported");
    public static readonly ErrorCode ImageCorrupt = new("image_corrupt", 422, "The image is damaged or truncated");
    public static readonly ErrorCode ModelNotClassifier = new("model_not_classifier", 422, "The model is no image classifier");
    public static readonly ErrorCode NotAMap = new("not_a_map", 422, "The layer's output is no map");
    public static readonly ErrorCode ActivationLimit = new("activation_limit", 422, "The run would take too much memory");
    public static readonly ErrorCode Overloaded = new("overloaded", 429, "Too many requests wait");
    public static readonly ErrorCode QueueTimeout = new("queue_timeout", 429, "The request waited too long");
    public static readonly ErrorCode DeadlineExceeded = new("deadline_exceeded", 429, "The request was not done in time");
    public static readonly ErrorCode RateLimited = new("rate_limited", 429, "This client sends too many requests");
    public static readonly ErrorCode InternalError = new("internal_error", 500, "The server failed");
    public static readonly ErrorCode EngineFault = new("engine_fault", 500, "The engine failed");
    public static readonly ErrorCode NotReady = new("not_ready", 503, "The server is not ready");
    public static readonly ErrorCode ModelFailed = new("model_failed", 503, "The model failed");

    /// <summary>All of them, by status.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        InvalidParameter, EmptyBody, InvalidBody, ModelRequired,
        Unauthorized, Forbidden, AdminDisabled,
        ModelNotFound, LayerNotFound, ImageExpired, NotFound,
        MethodNotAllowed, NotAcceptable,
        BodyTooLarge, ImageTooLarge,
        UnsupportedContentType, UnsupportedImageFormat,
        ImageCorrupt, ModelNotClassifier, NotAMap, ActivationLimit,
        Overloaded, QueueTimeout, DeadlineExceeded, RateLimited,
        InternalError, EngineFault,
        NotReady, ModelFailed,
    ];

    /// <summary>The code of an error of the models.</summary>
    public static ErrorCode Of(ServingError error) => error switch
    {
        ServingError.ModelRequired => ModelRequired,
        ServingError.ModelNotFound => ModelNotFound,
        ServingError.LayerNotFound => LayerNotFound,
        ServingError.ImageExpired => ImageExpired,
        ServingError.TaskNotRecognized => ModelNotClassifier,
        ServingError.NotAMap => NotAMap,
        ServingError.ActivationLimit => ActivationLimit,
        ServingError.Overloaded => Overloaded,
        ServingError.QueueTimeout => QueueTimeout,
        ServingError.DeadlineExceeded => DeadlineExceeded,
        ServingError.NotReady => NotReady,
        ServingError.ModelFailed => ModelFailed,
        ServingError.EngineFault => EngineFault,
        _ => InternalError,
    };

    /// <summary>The code of an error of an image.</summary>
    public static ErrorCode Of(ImageError error) => error switch
    {
        ImageError.UnsupportedFormat => UnsupportedImageFormat,
        ImageError.Corrupt => ImageCorrupt,
        ImageError.TooLarge => ImageTooLarge,
        _ => InternalError,
    };
}
