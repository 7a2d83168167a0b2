using Fovea.Api.Contracts;
using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Api.Endpoints;

/// <summary>What a convolution saves by sharing its weights between positions.</summary>
internal static class WeightSharing
{
    /// <summary>The numbers of a convolution; null of other layers.</summary>
    public static WeightSharingInfo? Of(HostedModel model, LayerInfo layer)
    {
        if (layer is not
            {
                Groups: not null, Kernel.Count: > 0, MultiplyAdds: { } products, Parameters: > 0, Shape.Rank: > 2,
                Sources: [var source, ..],
            }
            || InputShape(model, source) is not { Rank: > 2 } input)
            return null;
        // Each multiply-add is a connection of one output to one input; a local layer has a weight for each.
        long batch = model.Inputs.HasBatch ? model.Inputs.Batch : 1;
        (long outputs, long inputs, long connections) =
            (layer.Shape.ElementCount / batch, input.ElementCount / batch, products / batch);
        long biases = model.Graph.HasBias(layer.Name) ? outputs : 0;
        return new WeightSharingInfo
        {
            Parameters = layer.Parameters,
            Local = connections + biases,
            Dense = outputs * inputs + biases,
        };
    }

    private static Shape? InputShape(HostedModel model, string name)
    {
        if (model.Graph.FindLayer(name) is not null)
            return model.FindLayer(name).Shape;
        int input = model.Graph.Inputs.ToList().FindIndex(value => value.Name == name);
        return input >= 0 ? model.Inputs.Shapes?[input] : null;
    }
}
