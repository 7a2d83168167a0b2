using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Grpc.Schema;
using Google.Protobuf.Collections;
using static Fovea.Api.OpenInference.Grpc.Schema.InferParameter;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>Reads parameters by name.</summary>
internal static class GrpcParameters
{
    /// <summary>A whole number; null where the parameter is not given.</summary>
    /// <exception cref="Errors.ApiException">It is given as something else.</exception>
    public static long? Whole(MapField<string, InferParameter> parameters, string name)
    {
        if (!parameters.TryGetValue(name, out InferParameter? parameter))
            return null;
        return parameter.ParameterChoiceCase switch
        {
            ParameterChoiceOneofCase.Int64Param => parameter.Int64Param,
            ParameterChoiceOneofCase.Uint64Param when parameter.Uint64Param <= long.MaxValue => (long)parameter.Uint64Param,
            _ => throw InferParameters.Wrong(name, parameter.ParameterChoiceCase, "a whole number (int64_param)"),
        };
    }
}
