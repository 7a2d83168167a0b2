using Fovea.Fuzz.Running;
using Fovea.Fuzz.Seeds;
using Fovea.Inference;
using Fovea.Models.Errors;
using Fovea.Models.Inputs;
using Fovea.Models.Packages;
using Fovea.Models.Repository;
using Fovea.Models.Tasks;

namespace Fovea.Fuzz.Targets;

/// <summary>One file beside a model of images: reading the folder, what the model takes, its task.</summary>
internal sealed class PackageTarget
{
    private static readonly Lazy<InferenceModel> Graph = new(
        () => new InferenceEngine(new InferenceOptions { Threads = 1 }).Load(PackageSeeds.Model, "model.onnx"));

    private readonly Lazy<ModelLocation> _location;
    private readonly string _fileName;

    /// <summary>A target for the file of this name.</summary>
    public PackageTarget(string fileName)
    {
        _fileName = fileName;
        _location = new Lazy<ModelLocation>(Locate);
    }

    /// <summary>Whether an exception is one that is named for bad folders and for graphs that contradict them.</summary>
    public static bool IsRefusal(Exception error) => error is ModelPackageException || Pipeline.IsRefusal(error);

    /// <summary>Writes the file and reads the folder.</summary>
    public void Run(byte[] bytes)
    {
        ModelLocation location = _location.Value;
        File.WriteAllBytes(Path.Combine(location.Folders[0], _fileName), bytes);
        Look(location.Root);
        var package = ModelPackage.Load(location, Graph.Value);
        var inputs = ModelInputs.Of(package, Graph.Value);
        var candidate = new TaskCandidate(package, Graph.Value, inputs);
        if (TaskTable.Default.Recognize(candidate) is null)
            TaskTable.Default.Explain(candidate);
    }

    // The service looks through the folder of all models every few seconds, and no file in it may end that.
    private static void Look(string root)
    {
        try
        {
            DesiredModels.Find(new ModelRepositoryOptions { Path = root });
        }
        catch (Exception error)
        {
            throw new FuzzFindingException($"Looking through the model folder ended with {error.GetType().Name}.", error);
        }
    }

    private ModelLocation Locate()
    {
        string folder = ScratchFolder.Add(Path.Combine(_fileName, "fuzzed"));
        string model = Path.Combine(folder, "model.onnx");
        File.WriteAllBytes(model, PackageSeeds.Model);
        return new ModelLocation("fuzzed", 1, model, [folder]);
    }
}
