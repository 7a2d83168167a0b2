using Fovea.Imaging.Decoding;
using Fovea.Models.Errors;
using Grpc.Core;

namespace Fovea.Api.Errors;

/// <summary>
/// Every error that the service answers with: its code, its status over HTTP and over gRPC, and its title. The gRPC statuses follow
/// https://github.com/grpc/grpc/blob/master/doc/statuscodes.md.
/// </summary>
public static class ErrorCodes
{
    public static readonly ErrorCode InvalidParameter =
        new("invalid_parameter", 400, StatusCode.InvalidArgument, "A parameter is not valid");
    public static readonly ErrorCode EmptyBody =
        new("empty_body", 400, StatusCode.InvalidArgument, "The request has no image");
    public static readonly ErrorCode InvalidBody =
        new("invalid_body", 400, StatusCode.InvalidArgument, "The request body cannot be read");
    public static readonly ErrorCode ModelRequired =
        new("model_required", 400, StatusCode.InvalidArgument, "A model must be named");
    public static readonly ErrorCode Unauthorized =
        new("unauthorized", 401, StatusCode.Unauthenticated, "A key is required");
    public static readonly ErrorCode Forbidden =
        new("forbidden", 403, StatusCode.PermissionDenied, "This key does not open this address");
    public static readonly ErrorCode AdminDisabled =
        new("admin_disabled", 403, StatusCode.PermissionDenied, "Administration is switched off");
    public static readonly ErrorCode ModelNotFound =
        new("model_not_found", 404, StatusCode.NotFound, "There is no such model");
    public static readonly ErrorCode LayerNotFound =
        new("layer_not_found", 404, StatusCode.NotFound, "The model has no such layer");
    public static readonly ErrorCode ImageExpired =
        new("image_expired", 404, StatusCode.NotFound, "No image with this id is kept");
    public static readonly ErrorCode JobNotFound =
        new("job_not_found", 404, StatusCode.NotFound, "No job with this id is kept");
    public static readonly ErrorCode NotFound =
        new("not_found", 404, StatusCode.Unimplemented, "There is nothing at this address");
    public static readonly ErrorCode MethodNotAllowed =
        new("method_not_allowed", 405, StatusCode.Unimplemented, "This address does not take this method");
    public static readonly ErrorCode NotAcceptable =
        new("not_acceptable", 406, StatusCode.InvalidArgument, "None of the accepted formats is available");
    public static readonly ErrorCode BodyTimeout =
        new("body_timeout", 408, StatusCode.DeadlineExceeded, "The request body came too slowly");
    public static readonly ErrorCode JobState =
        new("job_state", 409, StatusCode.FailedPrecondition, "The job is not in a state for this");
    public static readonly ErrorCode BodyTooLarge =
        new("body_too_large", 413, StatusCode.ResourceExhausted, "The request body is too large");
    public static readonly ErrorCode ImageTooLarge =
        new("image_too_large", 413, StatusCode.InvalidArgument, "The image is too large");
    public static readonly ErrorCode UnsupportedContentType =
        new("unsupported_content_type", 415, StatusCode.InvalidArgument, "The content type is not supported");
    public static readonly ErrorCode UnsupportedContentEncoding =
        new("unsupported_content_encoding", 415, StatusCode.InvalidArgument, "The content encoding is not supported");
    public static readonly ErrorCode UnsupportedImageFormat =
        new("unsupported_image_format", 415, StatusCode.InvalidArgument, "The image format is not supported");
    public static readonly ErrorCode ImageCorrupt =
        new("image_corrupt", 422, StatusCode.InvalidArgument, "The image is damaged or truncated");
    public static readonly ErrorCode ModelNotClassifier =
        new("model_not_classifier", 422, StatusCode.InvalidArgument, "The model does no task that is known");
    public static readonly ErrorCode NotAMap =
        new("not_a_map", 422, StatusCode.InvalidArgument, "The layer's output is no map");
    public static readonly ErrorCode NoWeights =
        new("no_weights", 422, StatusCode.InvalidArgument, "The layer has no weights that can be shown");
    public static readonly ErrorCode ActivationLimit =
        new("activation_limit", 422, StatusCode.InvalidArgument, "The run would take too much memory");
    public static readonly ErrorCode NoAnswer =
        new("no_answer", 422, StatusCode.InvalidArgument, "The model has no answer for this input");
    public static readonly ErrorCode UnfitForTransfer =
        new("unfit_for_transfer", 422, StatusCode.InvalidArgument, "The style transfer cannot be made");
    public static readonly ErrorCode NoGradient =
        new("no_gradient", 422, StatusCode.InvalidArgument, "The model cannot be run backwards");
    public static readonly ErrorCode RunLimit =
        new("run_limit", 422, StatusCode.InvalidArgument, "It would take too many runs of the network");
    public static readonly ErrorCode Overloaded =
        new("overloaded", 429, StatusCode.ResourceExhausted, "Too many requests wait");
    public static readonly ErrorCode QueueTimeout =
        new("queue_timeout", 429, StatusCode.ResourceExhausted, "The request waited too long");
    public static readonly ErrorCode DeadlineExceeded =
        new("deadline_exceeded", 429, StatusCode.DeadlineExceeded, "The request was not done in time");
    public static readonly ErrorCode RateLimited =
        new("rate_limited", 429, StatusCode.ResourceExhausted, "This client sends too many requests");
    public static readonly ErrorCode InternalError =
        new("internal_error", 500, StatusCode.Internal, "The server failed");
    public static readonly ErrorCode EngineFault =
        new("engine_fault", 500, StatusCode.Internal, "The engine failed");
    public static readonly ErrorCode NotReady =
        new("not_ready", 503, StatusCode.Unavailable, "The server is not ready");
    public static readonly ErrorCode ModelFailed =
        new("model_failed", 503, StatusCode.FailedPrecondition, "The model failed");

    /// <summary>All of them, by status.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        InvalidParameter, EmptyBody, InvalidBody, ModelRequired,
        Unauthorized, Forbidden, AdminDisabled,
        ModelNotFound, LayerNotFound, ImageExpired, JobNotFound, NotFound,
        MethodNotAllowed, NotAcceptable,
        BodyTimeout, JobState, BodyTooLarge, ImageTooLarge,
        UnsupportedContentType, UnsupportedContentEncoding, UnsupportedImageFormat,
        ImageCorrupt, ModelNotClassifier, NotAMap, NoWeights, ActivationLimit, NoAnswer, UnfitForTransfer, NoGradient,
        RunLimit,
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
        ServingError.NoAnswer => NoAnswer,
        ServingError.InvalidRequest => InvalidParameter,
        ServingError.NoGradient => NoGradient,
        ServingError.RunLimit => RunLimit,
        ServingError.Overloaded => Overloaded,
        ServingError.QueueTimeout => QueueTimeout,
        ServingError.DeadlineExceeded => DeadlineExceeded,
        ServingError.NotReady => NotReady,
        ServingError.ModelFailed => ModelFailed,
        ServingError.EngineFault => EngineFault,
        ServingError.JobNotFound => JobNotFound,
        ServingError.JobState => JobState,
        ServingError.UnfitForTransfer => UnfitForTransfer,
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
