using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tasks;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Bundled;

/// <summary>The bundled model, loaded from its folder as any model is, and the path from the bytes of an image file to a label.</summary>
public sealed class DigitsModel : IDisposable
{
    private const int Batch = 100;
    private readonly InferenceEngine _engine = new();
    private readonly SkiaImageDecoder _decoder = new();
    private readonly Preprocessor _preprocessor;
    private readonly Classifier _classifier;

    public DigitsModel()
    {
        ModelLocation location = Assert.Single(ModelFolder.Discover(BundledModels.Folder).Models, m => m.Name == BundledModels.Default);
        Package = ModelPackage.Load(location);
        Model = _engine.Load(Package.ModelPath);
        ResolvedPreprocessing? preprocessing = ResolvedInput.Of(Package, Assert.Single(Model.Inputs).Shape);
        Assert.NotNull(preprocessing);
        _preprocessor = new Preprocessor(preprocessing.Spec);
        _classifier = new Classifier(
            ActivationRule.Choose(
                Package, Model.BoundsOf([_preprocessor.Spec.InputShape(1)], Model.Outputs[0].Name), Package.Labels!.Count).Value,
            Package.Labels);
    }

    public ModelPackage Package { get; }

    public InferenceModel Model { get; }

    /// <summary>The most probable class of one image.</summary>
    public PredictedLabel Predict(byte[] file) => Assert.Single(Predict(1, _ => file));

    /// <summary>The most probable class of each of <paramref name="count"/> images, decoded and run in batches.</summary>
    public IReadOnlyList<PredictedLabel> Predict(int count, Func<int, byte[]> file)
    {
        var predictions = new List<PredictedLabel>(count);
        for (int first = 0; first < count; first += Batch)
        {
            int size = Math.Min(Batch, count - first);
            CompiledPlan plan = Model.Compile([_preprocessor.Spec.InputShape(size)]);
            var input = new Tensor(ElementType.Float32, plan.Inputs[0].Shape);
            var scores = new Tensor(ElementType.Float32, plan.Outputs[0].Shape);
            int start = first;
            Parallel.For(0, size, i =>
            {
                using DecodedImage image = _decoder.Decode(file(start + i));
                _preprocessor.Run(image, input.Span<float>().Slice(i * _preprocessor.Spec.ElementCount, _preprocessor.Spec.ElementCount));
            });
            plan.Run([input], [scores]);
            int classes = (int)scores.Shape[1];
            for (int i = 0; i < size; i++)
                predictions.Add(_classifier.Classify(scores.Span<float>().Slice(i * classes, classes), 1)[0]);
        }

        return predictions;
    }

    public void Dispose()
    {
        Model.Dispose();
        _engine.Dispose();
    }
}
