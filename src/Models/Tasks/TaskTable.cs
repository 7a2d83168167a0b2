using Fovea.Models.Errors;
using Fovea.Models.Inputs;
using Fovea.Models.Packages.Settings;

namespace Fovea.Models.Tasks;

/// <summary>The tasks that are recognised. Thread-safe.</summary>
/// <param name="tasks">The tasks, in the order in which they are tried: a model has the first task that recognises it.</param>
public sealed class TaskTable(params IEnumerable<ImageTask> tasks)
{
    /// <summary>All tasks of Fovea.</summary>
    public static TaskTable Default { get; } = new(
        new Detection(),       // first: a detector's scores alone look like a classifier's
        new Landmarks(),       // before classification: the presence looks like the score of one class
        new KeyPoints(),
        new Classification(),
        new Pose(),
        new TextDetection(),   // before segmentation: a map of texts looks like a matte
        new Segmentation(),
        new DepthEstimation(), // after it: a map of probabilities is a matte
        new Embedding(),       // only where a folder names it: any network gives some vector
        new ImageToImage());   // last: maps of as many classes as pictures have channels are classes

    /// <summary>The tasks, in the order in which they are tried.</summary>
    public IReadOnlyList<ImageTask> Tasks { get; } = [.. tasks];

    /// <summary>Those that a model may have without its folder naming them.</summary>
    internal IEnumerable<ImageTask> Recognized => Tasks.Where(task => !task.IsOnlyNamed);

    /// <summary>The parameters of all tasks; one that several tasks share is listed once.</summary>
    public IReadOnlyList<TaskParameter> Parameters => field ??= [.. Tasks.SelectMany(task => task.Parameters).Distinct()];

    /// <summary>Finds a model's task; null where no task recognises it.</summary>
    /// <exception cref="ModelPackageException">The folder contradicts the graph.</exception>
    /// <exception cref="Inference.InferenceException">The graph cannot be compiled for the image's size.</exception>
    public TaskModel? Recognize(TaskCandidate candidate)
    {
        if (candidate.Package.Task is { } said)
            return Named(said, candidate);
        foreach (ImageTask task in Tasks)
        {
            if (task.Recognize(candidate) is { } model && candidate.TellsImagesApart(model.Outputs, model.TakesAnyShape))
                return model;
        }

        return null;
    }

    private TaskModel Named(Sourced<string> said, TaskCandidate candidate)
    {
        ImageTask task = Tasks.FirstOrDefault(task => task.Name == said.Value) ?? throw new ModelPackageException(
            $"{candidate.Package.Name}: {said.Source} is \"{said.Value}\"; expected one of " +
            $"{string.Join(", ", Tasks.Select(known => $"\"{known.Name}\""))}.");
        return task.Recognize(candidate) is { } model && candidate.TellsImagesApart(model.Outputs, model.TakesAnyShape)
            ? model
            : throw new ModelPackageException(
                $"{candidate.Package.Name}: {said.Source} is \"{said.Value}\", for which {task.Signature} are expected; the model takes " +
                $"{candidate.Inputs.Description} and gives {ModelInputs.Describe(candidate.Graph.Outputs)}." +
                $"{(task.Explain(candidate) is { } advice ? $" {advice}" : "")} Leave it out, or correct it.");
    }

    /// <summary>What would make a task recognise the model, as sentences; null where nothing would.</summary>
    /// <exception cref="ModelPackageException">The folder contradicts the graph.</exception>
    public string? Explain(TaskCandidate candidate)
    {
        string[] found = [.. Tasks.Select(task => task.Explain(candidate)).OfType<string>()];
        return found.Length == 0 ? null : string.Join(' ', found);
    }
}
