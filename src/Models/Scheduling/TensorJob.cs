using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Scheduling;

/// <summary>Tensors that a caller sent, run as they are or in company. Its one preparation compares them with the model.</summary>
internal sealed class TensorJob(HostedModel model, TensorRequest request, CancellationToken cancellation) : Job(model, cancellation)
{
    private RunKey? _key;

    public override int Preparations => 1;

    public override RunKey? Key => _key;

    public override int Rows => request.Inputs is [{ Shape: { Rank: > 0 } shape }, ..] ? (int)Math.Min(shape[0], int.MaxValue) : 1;

    public override IReadOnlyList<Tensor> Inputs => request.Inputs;

    public override void Prepare(int index)
    {
        IReadOnlyList<ModelValue> declared = Model.Graph.Inputs;
        if (request.Inputs.Count != declared.Count)
            throw new InvalidInputException($"The model '{Model.Name}' takes {Model.Task.Inputs}; {request.Inputs.Count} tensors were given.");
        for (int i = 0; i < declared.Count; i++)
        {
            if (request.Inputs[i].ElementType != declared[i].ElementType)
                throw new InvalidInputException($"The model '{Model.Name}' takes {declared[i].ElementType}{declared[i].Shape} as its input '{declared[i].Name}'; found {request.Inputs[i]}.");
        }

        RunKey key = Model.Runs.Tensors(request);
        key.Resolve();
        Outputs = key.NewOutputs(Rows);
        _key = key;
    }
}
