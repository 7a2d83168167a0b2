using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Scheduling;
using Fovea.Models.Tasks;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>
/// Gives the task's answer for each image. The images stay in the store, where there is one, only if the request is answered.
/// </summary>
internal sealed class PredictJob(
    HostedModel model, IReadOnlyList<ImageUpload> uploads, TaskArguments arguments, ImageStore? store, IImageDecoder decoder,
    ServingTelemetry telemetry,
    CancellationToken cancellation)
    : ImageJob(model, uploads, decoder, telemetry, cancellation, sizedByPicture: true)
{
    private readonly TaskModel _task = Checked(model, arguments);
    private readonly string?[] _ids = new string?[uploads.Count];
    private readonly object?[] _kept = new object?[uploads.Count];
    private ImageAnswer[]? _answers;

    /// <summary>One answer per image, in the order of the request, once the job has succeeded.</summary>
    public IReadOnlyList<ImageAnswer> Answers => _answers ?? throw new InvalidOperationException("The request is not answered.");

    public override void Prepare(int index)
    {
        base.Prepare(index);
        _ids[index] = store?.Add(Uploads[index].Bytes.Span, Model.Name, Model.Version);
    }

    public override void Answer()
    {
        var answers = new ImageAnswer[Uploads.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            (IReadOnlyList<Tensor> tensors, int row) = ComputedOf(i);
            var outputs = new ImageOutputs(tensors, row, MappingOf(i))
            {
                Kept = _kept[i],
                Cancellation = Abandoned,
            };
            object answer = _task.Answer(outputs, arguments);
            // The store may have dropped the first images of a large request for the later ones.
            string? id = _ids[i] is { } kept && store!.Contains(kept) ? kept : null;
            answers[i] = new ImageAnswer(id, Uploads[i].Name, answer)
            {
                Trace = _task.Trace(outputs, arguments),
                Encoded = arguments.Form is { IsDrawn: false } form ? form.Encode(answer, arguments, Abandoned) : null,
            };
        }

        _answers = answers;
    }

    protected override IReadOnlyList<string>? SizedOutputs => _task.OutputsFor(arguments);

    protected override void See(int index, DecodedImage image, PreprocessingSpec prepared) => _kept[index] = _task.Keep(image, prepared);

    public override void Dispose()
    {
        if (!Succeeded)
        {
            foreach (string id in _ids.OfType<string>())
                store!.Remove(id);
        }

        base.Dispose();
    }

    private static TaskModel Checked(HostedModel model, TaskArguments arguments)
    {
        TaskModel task = model.RequireTask();
        arguments.RequireOf(task.Task, model.Name);
        MaskForms.RefuseBesideForms(arguments);
        task.Check(arguments);
        return task;
    }

    protected override RunTarget ChooseTarget() => Model.Targets.Images(_task.OutputsFor(arguments));
}
