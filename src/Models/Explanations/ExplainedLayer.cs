using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;

namespace Fovea.Models.Explanations;

/// <summary>Finds the layer that a method looks at.</summary>
internal static class ExplainedLayer
{
    /// <summary>The layer that was named, or the last one with rows and columns that a value is computed of.</summary>
    /// <exception cref="ServingException">There is none, or it does not fit.</exception>
    public static LayerInfo Find(HostedModel model, LayerInfo value, string? name)
    {
        HashSet<string> before = Before(model, value);
        if (name is not null)
            return Named(model, value, before, model.FindLayer(name));
        LayerInfo[] fitting = [.. model.Layers.Where(layer => before.Contains(layer.Name) && Fits(model, layer))];
        // Where the axes are turned round on the way, none has a window of the input; those with a window of their own remain.
        return fitting.LastOrDefault(layer => layer.ReceptiveField is not null)
            ?? fitting.LastOrDefault(layer => layer.Kernel is not null)
            ?? throw new ServingException(
                ServingError.NotAMap,
                $"The model '{model.Name}' has no layer of rows and columns before '{LayerName.Shown(value.Name)}'; the methods that " +
                "look at a layer need one. saliency and occlusion need none.");
    }

    private static LayerInfo Named(HostedModel model, LayerInfo value, HashSet<string> before, LayerInfo layer)
    {
        if (!before.Contains(layer.Name))
        {
            throw new ServingException(
                ServingError.InvalidRequest,
                $"The parameter 'layer' is '{LayerName.Shown(layer.Name)}'; expected a layer that '{LayerName.Shown(value.Name)}' is " +
                "computed of.");
        }

        return Fits(model, layer) ? layer : throw new ServingException(
            ServingError.NotAMap,
            $"The output of the layer '{LayerName.Shown(layer.Name)}' is {layer.ElementType}{model.MapShape(layer)}; expected Float32 of " +
            "the shape (1,C,H,W) with several rows or columns.");
    }

    private static bool Fits(HostedModel model, LayerInfo layer) =>
        layer.ElementType == ElementType.Float32 && model.MapShape(layer) is { Rank: 4 } shape && shape[0] == 1 && shape[2] * shape[3] > 1;

    private static HashSet<string> Before(HostedModel model, LayerInfo value)
    {
        Dictionary<string, LayerInfo> layers = model.Layers.ToDictionary(layer => layer.Name);
        var found = new HashSet<string>();
        var waiting = new Stack<LayerInfo>([value]);
        while (waiting.TryPop(out LayerInfo? layer))
        {
            foreach (string source in layer.Sources)
            {
                if (layers.TryGetValue(source, out LayerInfo? below) && found.Add(source))
                    waiting.Push(below);
            }
        }

        return found;
    }
}
