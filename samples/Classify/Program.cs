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
string file = Path.Combine(folder, "model.onnx");
if (!File.Exists(file))
{
    Console.Error.WriteLine($"There is no model.onnx in {folder}.");
    return 1;
}

// The model, what the files beside it say about it, and what follows for its input and its outputs.
using var engine = new InferenceEngine();
using InferenceModel model = engine.Load(file);
var package = ModelPackage.Load(new ModelLocation(Path.GetFileName(folder), 1, file, [folder]), model);
var inputs = ModelInputs.Of(package, model);
if (inputs is not { Preprocessing.Spec: { } preprocessing, Shapes: [var shape] }
    || new Classification().Recognize(new TaskCandidate(package, model, inputs)) is not { } task)
{
    Console.Error.WriteLine($"{model.Name} is no image classifier: it takes {inputs.Description}.");
    return 1;
}

// From the image file to the input tensor.
using DecodedImage image = new ImageDecoder().Decode(File.ReadAllBytes(args[0]));
var tensor = new Tensor(preprocessing.ElementType, shape);
PixelMapping mapping = new Preprocessor(preprocessing).Run(image, tensor, index: 0);

// The five most probable classes.
string input = model.Inputs[0].Name;
IReadOnlyList<string> outputs = task.Outputs ?? [.. model.Outputs.Select(output => output.Name)];
TensorDictionary results = model.Run(outputs, (input, tensor));
var scores = new ImageOutputs([.. outputs.Select(output => results[output])], 0, mapping);
foreach (PredictedLabel label in (IReadOnlyList<PredictedLabel>)task.Answer(scores, TaskArguments.None))
    Console.WriteLine($"{label.Probability,8:P1}  {label.Label}");

// The feature maps of a layer: everything behind it is left out of the run.
string layer = args.Length > 2 ? args[2] : model.LayerNames[0];
Tensor maps = model.Run([layer], (input, tensor))[layer];
Console.WriteLine($"Feature maps of '{layer}': {maps}");
return 0;
