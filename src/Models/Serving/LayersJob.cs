using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>
/// Shows the feature maps of several layers for an image, in one run, each as soon as it is computed; those that a run cannot show
/// (<see cref="ObservedPlan.Layers"/>) are left out.
/// </summary>
internal sealed class LayersJob : ImageJob
{
    private readonly IReadOnlyList<LayerInfo> _layers;
    private readonly Action<FeatureMap, int> _show;
    private ObservedPlan? _plan;

    public LayersJob(
        HostedModel model, IReadOnlyList<LayerInfo> layers, ImageUpload upload, Action<FeatureMap, int> show, IImageDecoder decoder,
        ServingTelemetry telemetry, CancellationToken cancellation)
        : base(model, [upload], decoder, telemetry, cancellation)
    {
        _layers = layers;
        _show = show;
        Priority = JobPriority.Background;
    }

    /// <summary>How the image was mapped to the network's input, once the job has succeeded.</summary>
    public PixelMapping Mapping => Images.Mappings[0];

    public override void Answer()
    {
    }

    protected override RunTarget ChooseTarget()
    {
        _plan = Model.Graph.Observe(Model.Inputs.Shapes!);
        return new ActionTarget(Run);
    }

    private void Run(int threads, CancellationToken cancellationToken)
    {
        using var maps = new ObservedMaps(Model);
        // Behind values whose shapes depend on the data, a run cannot show layers one by one: these are left out.
        HashSet<string> shown = [.. _plan!.Layers.Select(layer => layer.Name)];
        Dictionary<string, LayerInfo> layers = _layers.Where(layer => shown.Contains(layer.Name)).DistinctBy(layer => layer.Name)
            .ToDictionary(layer => layer.Name);
        _plan.Run(
            Images.FirstRun(_plan.Inputs), [.. layers.Keys],
            (name, value) => _show(maps.Of(layers[name], value), threads), threads, cancellationToken);
    }
}
