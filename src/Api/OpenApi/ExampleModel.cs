using Fovea.Models.Errors;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;

namespace Fovea.Api.OpenApi;

/// <summary>The model that examples of calls name: one that is served, so that they can be executed as they are.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Version">The version that answers where none is named.</param>
/// <param name="IsDefault">Whether it answers where no model is named.</param>
/// <param name="Layer">A layer of which a picture can be drawn.</param>
/// <param name="Classes">The output whose largest values are asked for by label; null where the model does not classify.</param>
internal sealed record ExampleModel(string Name, string Version, bool IsDefault, string? Layer, string? Classes)
{
    /// <summary>A layer with weights; null where none has some.</summary>
    public string? Trained { get; private init; }

    /// <summary>What is shown while no model that takes images is ready.</summary>
    private static readonly ExampleModel NoneReady = new("digits", "1", true, "relu1", "logits");

    /// <summary>The default model if it takes images and is ready, else the first that does and is.</summary>
    public static ExampleModel Of(IServiceProvider services)
    {
        ModelRepository repository = services.GetRequiredService<ModelRepository>();
        string? first = repository.Default.Name;
        return repository.Models
            .OrderByDescending(entry => entry.Name == first)
            .Select(entry => Describe(repository, entry))
            .FirstOrDefault(example => example is not null) ?? NoneReady;
    }

    private static ExampleModel? Describe(ModelRepository repository, ModelEntry entry)
    {
        if (entry.Status.State != ModelState.Ready)
            return null;
        try
        {
            using ModelLease lease = repository.Lease(entry.Name, null);
            HostedModel model = lease.Model;
            return model.Inputs.Preprocessing is null
                ? null
                : new ExampleModel(
                    model.Name, model.Version, model.Name == repository.Default.Name,
                    model.Layers.FirstOrDefault(layer => layer.FusedInto is null && FeatureMap.IsMapShape(model.MapShape(layer)))?.Name,
                    model.Task is null ? null : model.Graph.Outputs[0].Name)
                {
                    Trained = model.Layers.FirstOrDefault(layer => layer.Parameters > 0)?.Name,
                };
        }
        catch (ServingException)
        {
            // It was unloaded meanwhile.
            return null;
        }
    }
}
