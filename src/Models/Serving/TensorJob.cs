using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Telemetry;

namespace Fovea.Models.Serving;

/// <summary>
/// A request that sends tensors, which run alone or together with those of other requests. Its only preparation checks them against the
/// model.
/// </summary>
internal sealed class TensorJob<T>(
    HostedModel model, IReadOnlyList<Tensor> inputs, IReadOnlyList<string>? outputs, Func<ImageInference, T> answer,
    ServingTelemetry telemetry, CancellationToken cancellation)
    : ModelJob(model, telemetry, cancellation)
{
    private PlanTarget? _target;

    /// <summary>The answer, once the job has succeeded.</summary>
    public T? Result { get; private set; }

    public override int Preparations => 1;

    public override RunTarget? Target => _target;

    public override int Rows => Model.Inputs.HasBatch && inputs is [{ Shape: { Rank: > 0 } shape }, ..]
        ? (int)Math.Min(shape[0], int.MaxValue)
        : 1;

    public override int RequestedRows => Rows;

    public override IReadOnlyList<Tensor> Inputs => inputs;

    public override void Prepare(int index)
    {
        IReadOnlyList<ModelValue> declared = Model.Graph.Inputs;
        if (inputs.Count != declared.Count)
            throw new InvalidInputException(
                $"The model '{Model.Name}' takes {Model.Inputs.Description}; {inputs.Count} tensors were given.");
        for (int i = 0; i < declared.Count; i++)
        {
            if (inputs[i].ElementType != declared[i].ElementType)
            {
                throw new InvalidInputException(
                    $"The model '{Model.Name}' takes {declared[i].ElementType}{declared[i].Shape} as its input '{declared[i].Name}'; " +
                    $"found {inputs[i]}.");
            }
        }

        if (Rows == 0)
            throw new InvalidInputException($"The model '{Model.Name}' was given no rows: found {inputs[0]}; expected at least one row.");
        PlanTarget target = Model.Targets.Tensors([.. inputs.Select(tensor => tensor.Shape)], outputs);
        target.Resolve();
        Outputs = target.NewOutputs(Rows);
        _target = target;
    }

    public override void Answer() => Result = answer(new ImageInference(Outputs, []));
}
