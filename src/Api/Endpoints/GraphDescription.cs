using Fovea.Api.Contracts;
using Fovea.Inference;
using Fovea.Models.Graphs;
using Fovea.Models.Hosting;

namespace Fovea.Api.Endpoints;

/// <summary>How a graph is described in answers.</summary>
internal static class GraphDescription
{
    // A tenth of a pixel cannot be seen.
    private const int Digits = 1;

    public static GraphResponse Of(HostedModel model, GraphView view) => new()
    {
        Model = model.Name,
        Version = model.Version,
        Width = Rounded(view.Size.Width),
        Height = Rounded(view.Size.Height),
        Nodes = [.. view.Nodes.Select(node => Of(model, node))],
        Blocks =
        [
            .. view.Blocks.Select(block => new GraphBlockInfo
            {
                Id = block.Id,
                Title = block.Title,
                Parent = block.Parent,
                Layers = Names(model, block.First, block.Last),
                X = Rounded(block.Box.X),
                Y = Rounded(block.Box.Y),
                Width = Rounded(block.Box.Width),
                Height = Rounded(block.Box.Height),
            }),
        ],
        Edges =
        [
            .. view.Edges.Select(edge => new GraphEdgeInfo
            {
                From = edge.From,
                To = edge.To,
                Residual = edge.Residual,
                Points = [.. edge.Points.Select(point => (IReadOnlyList<double>)[Rounded(point.X), Rounded(point.Y)])],
            }),
        ],
    };

    private static GraphNodeInfo Of(HostedModel model, GraphNode node)
    {
        bool isInput = node.Kind == GraphNodeKind.Input, isBlock = node.Kind == GraphNodeKind.Block;
        LayerInfo[] layers = isInput ? [] : [.. Enumerable.Range(node.First, node.Last - node.First + 1).Select(i => model.Layers[i])];
        LayerInfo? last = layers.LastOrDefault();
        string? lastName = last is null ? null : LayerName.Shown(last.Name);
        long[] products = [.. layers.Select(layer => layer.MultiplyAdds).OfType<long>()];
        double[] shares = [.. layers.Select(layer => LayerDescription.Share(model, layer)).OfType<double>()];
        return new GraphNodeInfo
        {
            Id = node.Id,
            Kind = node.Kind,
            Name = isBlock ? node.Title! : lastName ?? model.Graph.Inputs[node.First].Name,
            Operator = isBlock ? null : last?.Operator,
            Shape = last is null ? InputShape(model, node.First) : [.. last.Shape],
            Parameters = layers.Sum(layer => layer.Parameters),
            MultiplyAdds = products.Length > 0 ? products.Sum() : null,
            Share = shares.Length > 0 ? Math.Round(shares.Sum(), 4) : null,
            Block = node.Block,
            Title = node.Title,
            Layers = isBlock ? Names(model, node.First, node.Last) : null,
            Last = isBlock ? lastName : null,
            X = Rounded(node.Box.X),
            Y = Rounded(node.Box.Y),
            Width = Rounded(node.Box.Width),
            Height = Rounded(node.Box.Height),
        };
    }

    private static string[] Names(HostedModel model, int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(i => LayerName.Shown(model.Layers[i].Name))];

    private static long[] InputShape(HostedModel model, int input) => model.Inputs.Shapes is { } shapes
        ? [.. shapes[input]]
        : [.. model.Graph.Inputs[input].Shape.Dimensions?.Select(dimension => dimension.Value ?? -1) ?? []];

    private static double Rounded(double length) => Math.Round(length, Digits);
}
