using System.Text.Json;
using Fovea.Api.Contracts;
using Fovea.Api.Errors;
using Fovea.Api.Http;
using Fovea.Api.OpenApi;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Models.Graphs;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;

namespace Fovea.Api.Endpoints;

/// <summary><c>GET /models/{model}/graph</c>: the network, laid out.</summary>
internal static class GraphEndpoints
{
    public static void MapGraph(this IEndpointRouteBuilder app) =>
        app.MapGet("/models/{model}/graph", GraphAsync).Produces<GraphResponse>().WithCost(RequestCost.Full)
            .AddOpenApiOperationTransformer(GraphDocs.Describe);

    private static async Task GraphAsync(
        HttpContext context, [AsParameters] ModelRoute route, [AsParameters] VersionQuery query, [AsParameters] OpenBlocksQuery open,
        ModelRepository repository, ServerOptions options)
    {
        using ModelLease lease = repository.Lease(route.Model, query.Version);
        HostedModel model = lease.Model;
        GraphView view = model.Network.View(open.Read(model.Network)) ?? throw new ApiException(
            ErrorCodes.InvalidParameter,
            $"The parameter 'open' opens so many blocks that the graph has more than {NetworkGraph.MostNodes} nodes or " +
            $"{NetworkGraph.MostEdges} edges. Open some of them only.");
        GraphResponse graph = GraphDescription.Of(model, view);
        PacedAnswer.Use(context, options.Limits);
        await PrefixedText.Of(JsonSerializer.SerializeToUtf8Bytes(graph, ApiJson.Answers.GraphResponse))
            .WriteAsync(context, JsonAnswer.ContentType, "");
    }
}
