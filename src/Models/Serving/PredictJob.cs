using Fovea.Imaging.Decoding;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Postprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Tasks;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>Gives the task's answer for each image. The images stay in the store only if the request is answered.</summary>
internal sealed class PredictJob(
    HostedModel model, IReadOnlyList<ImageUpload> uploads, TaskArguments arguments, ImageStore store, IImageDecoder decoder,
    ServingTelemetry telemetry,
    CancellationToken cancellation)
    : ImageJob(model, uploads, decoder, telemetry, cancellation)
{
    private readonly TaskModel _task = Checked(model.RequireTask(), arguments);
    private readonly string?[] _ids = new string?[uploads.Count];
    private ImageAnswer[]? _answers;

    /// <summary>One answer per image, in the order of the request, once the job has succeeded.</summary>
    public IReadOnlyList<ImageAnswer> Answers => _answers ?? throw new InvalidOperationException("The request is not answered.");

    public override void Prepare(int index)
    {
        base.Prepare(index);
        _ids[index] = store.Add(Uploads[index].Bytes.Span, Model.Name, Model.Version);
    }

    public override void Answer()
    {
        var answers = new ImageAnswer[Uploads.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            ImageOutputs outputs = OutputsOf(i);
            object answer = _task.Answer(outputs, arguments);
            // The store may have dropped the first images of a large request for the later ones.
            string? id = _ids[i] is { } kept && store.Contains(kept) ? kept : null;
            answers[i] = new ImageAnswer(id, Uploads[i].Name, answer) { Trace = _task.Trace(outputs, arguments) };
        }

        _answers = answers;
    }

    public override void Dispose()
    {
        if (!Succeeded)
        {
            foreach (string id in _ids.OfType<string>())
                store.Remove(id);
        }

        base.Dispose();
    }

    private static TaskModel Checked(TaskModel task, TaskArguments arguments)
    {
        task.Check(arguments);
        return task;
    }

    protected override RunTarget ChooseTarget() => Model.Targets.Images(_task.Outputs);
}
