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
using Fovea.Models.Serving;

namespace Fovea.Api.Endpoints;

/// <summary><c>GET /models/{model}/graph</c>: the network, laid out.</summary>
internal static class GraphEndpoints
{
    public static void MapGraph(this IEndpointRouteBuilder app) =>
        app.MapGet("/models/{model}/graph", GraphAsync).Produces<GraphResponse>().WithCost(RequestCost.Look)
            .AddOpenApiOperationTransformer(GraphDocs.Describe);

    private static async Task GraphAsync(
        HttpContext context, [AsParameters] ModelRoute route, [AsParameters] VersionQuery query, [AsParameters] OpenBlocksQuery open,
        ModelRepository repository, ModelServer server, ServerOptions options)
    {
        using ModelLease lease = repository.Lease(route.Model, query.Version);
        HostedModel model = lease.Model;
        PrefixedText graph = await server.WorkAsync(
            model, (_, cancelled) => Lay(model, open, cancelled), server.StartTimings(), context.RequestAborted);
        PacedAnswer.Use(context, options.Limits);
        await graph.WriteAsync(context, JsonAnswer.ContentType, "");
    }

    private static PrefixedText Lay(HostedModel model, OpenBlocksQuery open, CancellationToken cancellationToken)
    {
        GraphView view = model.Network.View(open.Read(model.Network)) ?? throw new ApiException(
            ErrorCodes.InvalidParameter,
            $"The parameter 'open' opens so many blocks that the graph has more than {NetworkGraph.MostNodes} nodes or " +
            $"{NetworkGraph.MostEdges} edges. Open some of them only.");
        model.MeasureShares(cancellationToken);
        GraphResponse graph = GraphDescription.Of(model, view);
        return PrefixedText.Of(JsonSerializer.SerializeToUtf8Bytes(graph, ApiJson.Answers.GraphResponse));
    }
}
