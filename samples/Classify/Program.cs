// Classifies an image, and shows the shape of a layer's feature maps.
//
//   dotnet run --project samples/Classify -- IMAGE [MODEL FOLDER [LAYER]]
//
// A model folder has a model.onnx and, if it needs them, labels and pre-processing settings (docs/model-folders.md). Without one, the model
// that Fovea brings along is used: it reads handwritten digits.
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Bundled;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tasks;

if (args.Length is < 1 or > 3)
{
    Console.Error.WriteLine("Usage: Classify IMAGE [MODEL FOLDER [LAYER]]");
    return 2;
}

string folder = Path.GetFullPath(args.Length > 1 ? args[1] : Path.Combine(BundledModels.Folder, BundledModels.Default));

if (!File.Exists(Path.Combine(folder, "model.onnx")))
{
    Console.Error.WriteLine($"There is no model.onnx in {folder}.");
    return 1;
}

// The model, and what the files beside it say about it.
var location = new ModelLocation(Path.GetFileName(folder), 1, Path.Combine(folder, "model.onnx"), [folder]);
ModelPackage package = ModelPackage.Load(location);
using var engine = new InferenceEngine();
using InferenceModel model = engine.Load(package.ModelPath);
ModelValue input = model.Inputs[0];
if (PreprocessingResolver.Resolve(package, input.Shape) is not { Spec: var preprocessing })
{
    Console.Error.WriteLine($"The input '{input.Name}' of {model.Name} takes {input.ElementType}{input.Shape}, which is no image.");
    return 1;
}

// From the image file to the input tensor.
using DecodedImage image = new SkiaImageDecoder().Decode(File.ReadAllBytes(args[0]));
var tensor = new Tensor(ElementType.Float32, preprocessing.InputShape(batch: 1));
new Preprocessor(preprocessing).Run(image, tensor.Span<float>());

// The five most probable classes.
string output = model.Outputs[0].Name;
Tensor scores = model.Run((input.Name, tensor))[output];
ActivationChoice activation = ActivationRule.Choose(
    package, model.BoundsOf([tensor.Shape], output), (int)scores.Shape.ElementCount);
var classifier = new Classifier(activation.Value, package.Labels);
foreach (PredictedLabel label in classifier.Classify(scores.Span<float>(), top: 5))
    Console.WriteLine($"{label.Probability,8:P1}  {label.Label}");

// The feature maps of a layer: everything behind it is left out of the run.
string layer = args.Length > 2 ? args[2] : model.LayerNames[0];
Tensor maps = model.Run([layer], (input.Name, tensor))[layer];
Console.WriteLine($"Feature maps of '{layer}': {maps}");
return 0;
