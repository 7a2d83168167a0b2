using Fovea.Api.Errors;
using Grpc.Core;

namespace Fovea.Api.Tests.Errors;

public sealed class GrpcStatusTests
{
    private static readonly Dictionary<StatusCode, string[]> Expected = new()
    {
        [StatusCode.InvalidArgument] =
        [
            "invalid_parameter", "empty_body", "invalid_body", "model_required", "not_acceptable", "image_too_large",
            "unsupported_content_type", "unsupported_content_encoding",
            "unsupported_image_format", "image_corrupt", "model_not_classifier", "not_a_map", "no_weights", "activation_limit", "no_answer",
            "unfit_for_transfer",
            "no_gradient", "run_limit",
        ],
        [StatusCode.Unauthenticated] = ["unauthorized"],
        [StatusCode.PermissionDenied] = ["forbidden", "admin_disabled"],
        [StatusCode.NotFound] = ["model_not_found", "layer_not_found", "image_expired", "job_not_found"],
        [StatusCode.Unimplemented] = ["not_found", "method_not_allowed"],
        [StatusCode.ResourceExhausted] = ["body_too_large", "overloaded", "queue_timeout", "rate_limited"],
        [StatusCode.DeadlineExceeded] = ["body_timeout", "deadline_exceeded"],
        [StatusCode.Internal] = ["internal_error", "engine_fault"],
        [StatusCode.Unavailable] = ["not_ready"],
        [StatusCode.FailedPrecondition] = ["model_failed", "job_state"],
    };

    [Fact]
    public void Every_code_has_the_gRPC_status_that_the_documentation_of_gRPC_gives_it() => Assert.Equal(
        Expected.SelectMany(entry => entry.Value.Select(code => (code, entry.Key))).Order(),
        ErrorCodes.All.Select(code => (code.Code, code.GrpcStatus)).Order());
}
