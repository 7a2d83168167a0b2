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

/// <summary>Runs images and gives the network's outputs, with one row per image, and, on request, the task's answers.</summary>
internal sealed class ImageTensorsJob<T> : ImageJob
{
    private readonly string[] _wanted;
    private readonly string[] _computed;
    private readonly TaskModel? _task;
    private readonly Func<ImageInference, T> _answer;
    private readonly object?[] _kept;

    /// <exception cref="Errors.ServingException">The model takes no image, or answers are requested and no task recognises it.</exception>
    public ImageTensorsJob(
        HostedModel model, IReadOnlyList<ImageUpload> uploads, InferOptions options, Func<ImageInference, T> answer, IImageDecoder decoder,
        ServingTelemetry telemetry, CancellationToken cancellation)
        : base(model, uploads, decoder, telemetry, cancellation, sizedByPicture: true)
    {
        if (IsSizedByPicture && uploads.Count > 1)
            throw new InvalidInputException(
                $"The model gives each image the size of its own; found {uploads.Count} images, send them one by one.");
        string[] all = [.. model.Graph.Outputs.Select(output => output.Name)];
        _wanted = options.Outputs is { } outputs ? [.. outputs] : all;
        _task = options.Answers ? model.RequireTask() : null;
        TaskOutputs = _task is null ? [] : [.. _task.Outputs ?? all];
        _computed = [.. _wanted.Union(TaskOutputs)];
        Priority = options.Order;
        Timeout = options.Timeout;
        _answer = answer;
        _kept = new object?[uploads.Count];
    }

    /// <summary>What is answered, once the job has succeeded.</summary>
    public T? Result { get; private set; }

    private string[] TaskOutputs { get; }

    public override void Answer()
    {
        // A batch that was padded to the model's size has rows after those of the images.
        IReadOnlyList<Tensor> computed = RowOutputs is [var only] ? only : Outputs;
        Tensor[] rows = [.. computed.Select(output => Images.Capacity == Images.Count ? output : FirstRows(output, Images.Count))];
        Tensor[] forTask = Choose(rows, TaskOutputs);
        var answers = new object[_task is null ? 0 : Images.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            var outputs = new ImageOutputs(forTask, i, MappingOf(i))
            {
                Kept = _kept[i],
                Cancellation = Abandoned,
            };
            answers[i] = _task!.Answer(outputs, TaskArguments.None);
        }

        Result = _answer(new ImageInference(Choose(rows, _wanted), answers));
    }

    protected override IReadOnlyList<string>? SizedOutputs => _computed;

    protected override void See(int index, DecodedImage image, PreprocessingSpec prepared) => _kept[index] = _task?.Keep(image, prepared);

    protected override RunTarget ChooseTarget()
    {
        string[]? outputs = _computed.SequenceEqual(Model.Graph.Outputs.Select(output => output.Name)) ? null : _computed;
        // The task's answer is the one that the image has alone, as over /predict.
        bool byRows = _task is not null || !Model.Inputs.HasBatch || (Model.Inputs.FixedBatch is { } batch && batch != Images.Count);
        return byRows
            ? RowPerImage(Model.Targets.Images(outputs))
            : Model.Targets.Tensors([.. Inputs.Select(input => input.Shape)], outputs);
    }

    private PlanTarget RowPerImage(PlanTarget target)
    {
        if (target.IsSingle)
        {
            if (Images.Count > 1 && !target.Plan(1).HasKnownShapes)
                throw new InvalidInputException(
                    $"The model runs one image at a time, and shapes of its outputs depend on the image; found {Images.Count} images, " +
                    "send them one by one.");
            return target;
        }

        int batch = Model.Inputs.Batch;
        foreach (PlanValue output in target.Plan(batch).Outputs)
        {
            if (output.Shape.Rank == 0 || output.Shape[0] != batch)
            {
                throw new InvalidInputException(
                    $"The model runs {batch} images at a time, and its output '{output.Name}' of shape {output.Shape} does not have " +
                    $"one row per image; send exactly {batch} images and ask for outputs of the network only.");
            }
        }

        return target;
    }

    private Tensor[] Choose(Tensor[] computed, string[] names) => [.. names.Select(name => computed[Array.IndexOf(_computed, name)])];

    private static Tensor FirstRows(Tensor tensor, int rows)
    {
        Shape shape = tensor.Shape.With(0, rows);
        return new Tensor(tensor.ElementType, shape, tensor.Bytes[..checked((int)(shape.ElementCount * tensor.ElementType.SizeInBytes()))]);
    }
}
