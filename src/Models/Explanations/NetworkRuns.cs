using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Preprocessing;
using Fovea.Models.Preprocessing.Companions;

namespace Fovea.Models.Explanations;

/// <summary>Runs a network forwards and back, to and from the number that is explained. Used by one thread at a time.</summary>
/// <param name="model">The model.</param>
/// <param name="value">The value of which an element is explained.</param>
/// <param name="layer">The layer of which gradients are asked for; null if there is none.</param>
/// <param name="mapping">How the picture was prepared; null for one that has the input's size.</param>
internal sealed class NetworkRuns(HostedModel model, LayerInfo value, LayerInfo? layer, PixelMapping? mapping = null)
{
    private readonly Shape[] _shapes = [.. model.Inputs.Shapes!];
    private Tensor? _image;
    private Tensor[] _inputs = [];

    /// <summary>The number that is explained.</summary>
    public ExplainedElement Element { get; set; } = new(0, 1, null, null);

    /// <summary>The most threads of a run.</summary>
    public int Threads { get; set; } = int.MaxValue;

    /// <summary>Ends a run between two steps.</summary>
    public CancellationToken Cancellation { get; set; }

    private PreprocessingSpec Spec => model.Inputs.Preprocessing!.Spec;

    /// <summary>The elements of a value for a picture.</summary>
    public float[] Values(string name, float[] image)
    {
        CompiledPlan plan = model.Graph.Compile(_shapes, [name]);
        Tensor[] outputs = plan.Run(Inputs(image), Threads, Cancellation);
        return Postprocessing.TensorValues.ToFloat32(outputs[0]).Span<float>()[..FirstOf(outputs[0].Shape)].ToArray();
    }

    /// <summary>The number that is explained, for a picture.</summary>
    public float Score(float[] image) => Element.Sign * Values(value.Name, image)[Element.Element];

    /// <summary>The number that is explained, and how it grows with each value of the network's input.</summary>
    /// <exception cref="ServingException">There is no gradient.</exception>
    public (float Score, float[] Gradient) InputGradient(float[] image, GradientRule rule = GradientRule.Derivative)
    {
        Tensor[] outputs = Run(Plan([model.Inputs.ImageName!], [value.Name], rule), image);
        return (ScoreOf(outputs[0]), outputs[1].Span<float>()[..Spec.ElementCount].ToArray());
    }

    /// <summary>The number that is explained, and how it grows with each value of the layer.</summary>
    /// <exception cref="ServingException">There is no gradient.</exception>
    public (float Score, LayerGradient Layer) GradientOfLayer(float[] image)
    {
        Tensor[] outputs = Run(Plan([layer!.Name], [value.Name, layer.Name], GradientRule.Derivative), image);
        Shape map = model.MapShape(layer);
        int count = checked((int)map.ElementCount);
        return (ScoreOf(outputs[0]), new LayerGradient(
            (int)map[1], (int)map[2], (int)map[3], outputs[1].Span<float>()[..count].ToArray(),
            outputs[2].Span<float>()[..count].ToArray()));
    }

    private float ScoreOf(Tensor values) => Element.Sign * values.Span<float>()[Element.Element];

    private Tensor[] Inputs(float[] image)
    {
        if (_image is null)
        {
            var companions = new CompanionTensors(model.Inputs.Companions, Spec, model.Inputs.Batch);
            if (mapping is { } prepared)
                companions.Set(0, prepared);
            _image = new Tensor(Spec.ElementType, Spec.InputShape(model.Inputs.Batch));
            _inputs = companions.With(_image);
        }

        NetworkInput.Write(image, _image);
        return _inputs;
    }

    private Tensor[] Run(CompiledPlan plan, float[] image)
    {
        var seed = new Tensor(ElementType.Float32, plan.Inputs[^1].Shape);
        seed.Span<float>()[Element.Element] = Element.Sign;
        return plan.Run([.. Inputs(image), seed], Threads, Cancellation);
    }

    private CompiledPlan Plan(string[] withRespectTo, string[] outputs, GradientRule rule)
    {
        try
        {
            return model.Graph.CompileGradient(_shapes, [value.Name], withRespectTo, outputs, rule);
        }
        catch (InferenceException e) when (e is UnsupportedModelException or InvalidInputException and not ActivationLimitException)
        {
            throw new ServingException(
                ServingError.NoGradient,
                $"The model '{model.Name}' cannot be run backwards from '{LayerName.Shown(value.Name)}' to " +
                $"'{LayerName.Shown(withRespectTo[0])}': {e.Message} method=occlusion needs no gradient.", e);
        }
    }

    // The elements of the first image, where the graph has a fixed batch.
    private int FirstOf(Shape shape) => checked((int)(
        model.Inputs.FixedBatch is { } batch && shape.Rank > 0 && shape[0] == batch ? shape.ElementCount / batch : shape.ElementCount));
}
