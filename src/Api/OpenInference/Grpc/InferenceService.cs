using Fovea.Api.OpenInference.Core;
using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Core.Inference;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Security;
using Fovea.Api.Server;
using Fovea.Models.Repository;
using Grpc.Core;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>The Open Inference Protocol over gRPC, with the extensions for repositories, statistics and model configuration.</summary>
[BindServiceMethod(typeof(CheckedServices), nameof(CheckedServices.BindInference))]
internal sealed class InferenceService(ModelRepository repository, InferRunner runner, ServerReadiness readiness)
    : GRPCInferenceService.GRPCInferenceServiceBase
{
    [OpenPlane, Cost(RequestCost.Free)]
    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerLiveResponse { Live = true });

    [OpenPlane, Cost(RequestCost.Free)]
    public override Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerReadyResponse { Ready = readiness.IsReady });

    [Cost(RequestCost.Full)]
    public override Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ModelReadyResponse
        {
            Ready = ModelSignature.Find(repository, NullIfEmpty(request.Name), NullIfEmpty(request.Version)) is not null,
        });

    [Cost(RequestCost.Full)]
    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context)
    {
        ServerMetadata server = ServerIdentity.Metadata;
        return Task.FromResult(
            new ServerMetadataResponse { Name = server.Name, Version = server.Version, Extensions = { server.Extensions } });
    }

    [Cost(RequestCost.Full)]
    public override Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context)
    {
        using SignatureLease lease = Lease(request.Name, request.Version);
        return Task.FromResult(GrpcDescriptions.Of(ModelDescriber.Metadata(lease.Signature, repository)));
    }

    [Cost(RequestCost.Full)]
    public override Task<ModelConfigResponse> ModelConfig(ModelConfigRequest request, ServerCallContext context)
    {
        using SignatureLease lease = Lease(request.Name, request.Version);
        return Task.FromResult(new ModelConfigResponse { Config = GrpcDescriptions.Of(ModelDescriber.Configuration(lease.Signature)) });
    }

    [Cost(RequestCost.Full)]
    public override async Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        using SignatureLease lease = Lease(request.ModelName, request.ModelVersion);
        using InferRequest read = GrpcRequestReader.Read(request);
        return await runner.RunAsync(
            lease.Signature, read, outputs => GrpcResponseWriter.Write(lease.Signature, read.Id, outputs), runner.StartTimings(),
            context.CancellationToken);
    }

    [Cost(RequestCost.Full)]
    public override Task<ModelStatisticsResponse> ModelStatistics(ModelStatisticsRequest request, ServerCallContext context) =>
        Task.FromResult(GrpcDescriptions.Of(StatisticsDescriber.List(repository, NullIfEmpty(request.Name), NullIfEmpty(request.Version))));

    [Cost(RequestCost.Full)]
    public override Task<RepositoryIndexResponse> RepositoryIndex(RepositoryIndexRequest request, ServerCallContext context) =>
        Task.FromResult(GrpcDescriptions.Of(Core.RepositoryIndex.List(repository, request.Ready)));

    [AdminPlane, Cost(RequestCost.Full)]
    public override async Task<RepositoryModelLoadResponse> RepositoryModelLoad(
        RepositoryModelLoadRequest request, ServerCallContext context)
    {
        Core.RepositoryIndex.CheckName(request.ModelName);
        Core.RepositoryIndex.CheckParameters(request.Parameters.Keys);
        await repository.LoadAsync(request.ModelName, context.CancellationToken);
        return new RepositoryModelLoadResponse();
    }

    [AdminPlane, Cost(RequestCost.Full)]
    public override async Task<RepositoryModelUnloadResponse> RepositoryModelUnload(
        RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        Core.RepositoryIndex.CheckName(request.ModelName);
        Core.RepositoryIndex.CheckParameters(request.Parameters.Keys);
        await repository.UnloadAsync(request.ModelName, context.CancellationToken);
        return new RepositoryModelUnloadResponse();
    }

    private SignatureLease Lease(string name, string version) => new(repository, NullIfEmpty(name), NullIfEmpty(version));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
