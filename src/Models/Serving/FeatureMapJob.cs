using Fovea.Imaging.Decoding;
using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Postprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>
/// Computes the feature map of one layer for an image, and what is answered of it: a picture may take longer than the run.
/// </summary>
internal sealed class FeatureMapJob<T>(
    HostedModel model, LayerInfo layer, ImageUpload upload, Func<FeatureMap, T> answer, IImageDecoder decoder,
    ServingTelemetry telemetry, CancellationToken cancellation)
    : ImageJob(model, [upload], decoder, telemetry, cancellation)
{
    private Tensor? _shown;

    /// <summary>The answer, once the job has succeeded.</summary>
    public T? Result { get; private set; }

    public override void Answer() => Result = answer(
        new FeatureMap(layer, TensorValues.ToFloat32(_shown is { } shown ? FirstImage(shown, shown.Shape) : FirstOutput())));

    // All layers are shown by one plan; behind values whose shapes depend on the data, each needs a plan of its own.
    protected override RunTarget ChooseTarget()
    {
        ObservedPlan plan = Model.Graph.Observe(Model.Inputs.Shapes!);
        return plan.Layers.Any(shown => shown.Name == layer.Name)
            ? new ActionTarget((threads, cancellationToken) => Run(plan, threads, cancellationToken))
            : Model.Targets.Layer(layer.Name);
    }

    private void Run(ObservedPlan plan, int threads, CancellationToken cancellationToken) => plan.Run(
        Images.FirstRun(plan.Inputs), [layer.Name], (_, value) => _shown = value.ToTensor(), threads,
        cancellationToken);

    // A run of one image has a row in front that counts it.
    private Tensor FirstOutput() => FirstImage(
        Outputs[0], Model.Inputs.HasBatch ? Outputs[0].Shape : new Shape(Outputs[0].Shape.Dimensions[1..]));

    private Tensor FirstImage(Tensor values, Shape own)
    {
        Shape one = Model.MapShape(own);
        return new Tensor(
            values.ElementType, one, values.Bytes[..checked((int)one.ElementCount * values.ElementType.SizeInBytes())]);
    }
}
