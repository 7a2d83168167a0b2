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
    /// <summary>The answer, once the job has succeeded.</summary>
    public T? Result { get; private set; }

    public override void Answer() => Result = answer(new FeatureMap(layer, FirstImage(TensorValues.ToFloat32(Outputs[0]))));

    protected override RunTarget ChooseTarget() => Model.Targets.Layer(layer.Name);

    private Tensor FirstImage(Tensor output)
    {
        // A run of one image has a row in front that counts it.
        Shape own = Model.Inputs.HasBatch ? output.Shape : new Shape(output.Shape.Dimensions[1..]);
        Shape one = Model.MapShape(own);
        return new Tensor(output.ElementType, one, output.Bytes[..checked((int)one.ElementCount * sizeof(float))]);
    }
}
