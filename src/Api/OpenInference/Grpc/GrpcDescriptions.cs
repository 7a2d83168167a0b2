using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Grpc.Schema;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>Descriptions of models and the repository as gRPC's messages.</summary>
internal static class GrpcDescriptions
{
    public static ModelMetadataResponse Of(ModelMetadata model) => new()
    {
        Name = model.Name,
        Versions = { model.Versions },
        Platform = model.Platform,
        Inputs = { model.Inputs.Select(Of) },
        Outputs = { model.Outputs.Select(Of) },
    };

    public static ModelConfig Of(ModelConfiguration model) => new()
    {
        Name = model.Name,
        Platform = model.Platform,
        Backend = model.Backend,
        MaxBatchSize = model.MaxBatchSize,
        Input =
        {
            model.Input.Select(input => new ModelInput
            {
                Name = input.Name,
                DataType = TypeOf(input.DataType),
                Format = input.Format switch
                {
                    "FORMAT_NCHW" => ModelInput.Types.Format.Nchw,
                    "FORMAT_NHWC" => ModelInput.Types.Format.Nhwc,
                    _ => ModelInput.Types.Format.None,
                },
                Dims = { input.Dims },
            }),
        },
        Output =
        {
            model.Output.Select(output => new ModelOutput
            {
                Name = output.Name, DataType = TypeOf(output.DataType), Dims = { output.Dims }, LabelFilename = output.LabelFilename,
            }),
        },
        DefaultModelFilename = model.DefaultModelFilename,
        Parameters =
        {
            model.Parameters.ToDictionary(
                parameter => parameter.Key, parameter => new ModelParameter { StringValue = parameter.Value.StringValue }),
        },
    };

    public static ModelStatisticsResponse Of(ModelStatisticsList list) => new() { ModelStats = { list.ModelStats.Select(Of) } };

    public static RepositoryIndexResponse Of(IReadOnlyList<RepositoryIndexEntry> index) => new()
    {
        Models =
        {
            index.Select(
                entry => new RepositoryIndexResponse.Types.ModelIndex
                {
                    Name = entry.Name, Version = entry.Version, State = entry.State, Reason = entry.Reason,
                }),
        },
    };

    private static Schema.ModelStatistics Of(ModelStatisticsInfo model) => new()
    {
        Name = model.Name,
        Version = model.Version,
        LastInference = (ulong)model.LastInference,
        InferenceCount = (ulong)model.InferenceCount,
        ExecutionCount = (ulong)model.ExecutionCount,
        InferenceStats = new InferStatistics
        {
            Success = Of(model.InferenceStats.Success),
            Fail = Of(model.InferenceStats.Fail),
            Queue = Of(model.InferenceStats.Queue),
            ComputeInput = Of(model.InferenceStats.ComputeInput),
            ComputeInfer = Of(model.InferenceStats.ComputeInfer),
            ComputeOutput = Of(model.InferenceStats.ComputeOutput),
            CacheHit = Of(model.InferenceStats.CacheHit),
            CacheMiss = Of(model.InferenceStats.CacheMiss),
        },
        BatchStats =
        {
            model.BatchStats.Select(batch => new InferBatchStatistics
            {
                BatchSize = (ulong)batch.BatchSize,
                ComputeInput = Of(batch.ComputeInput),
                ComputeInfer = Of(batch.ComputeInfer),
                ComputeOutput = Of(batch.ComputeOutput),
            }),
        },
    };

    private static ModelMetadataResponse.Types.TensorMetadata Of(TensorMetadata tensor) =>
        new() { Name = tensor.Name, Datatype = tensor.Datatype, Shape = { tensor.Shape } };

    private static StatisticDuration Of(Duration duration) => new() { Count = (ulong)duration.Count, Ns = (ulong)duration.Ns };

    private static DataType TypeOf(string name) => name switch
    {
        "TYPE_BOOL" => DataType.TypeBool,
        "TYPE_UINT8" => DataType.TypeUint8,
        "TYPE_UINT16" => DataType.TypeUint16,
        "TYPE_UINT32" => DataType.TypeUint32,
        "TYPE_UINT64" => DataType.TypeUint64,
        "TYPE_INT8" => DataType.TypeInt8,
        "TYPE_INT16" => DataType.TypeInt16,
        "TYPE_INT32" => DataType.TypeInt32,
        "TYPE_INT64" => DataType.TypeInt64,
        "TYPE_FP16" => DataType.TypeFp16,
        "TYPE_BF16" => DataType.TypeBf16,
        "TYPE_FP32" => DataType.TypeFp32,
        "TYPE_FP64" => DataType.TypeFp64,
        "TYPE_STRING" => DataType.TypeString,
        _ => DataType.TypeInvalid,
    };
}
