using Fovea.Inference;

namespace Fovea.Bench.Comparing;

/// <summary>Fovea's engine.</summary>
internal sealed class FoveaRival : IRival
{
    private readonly CompiledPlan _plan;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _outputs;

    public FoveaRival(InferenceModel model, Tensor[] inputs)
    {
        _inputs = inputs;
        _plan = model.Compile([.. inputs.Select(i => i.Shape)]);
        _outputs = [.. _plan.Outputs.Select(o => new Tensor(o.ElementType, o.Shape))];
    }

    public IReadOnlyList<Tensor> Outputs => _outputs;

    /// <summary>Whether some of it is computed with 8-bit integers.</summary>
    public bool IsQuantized => _plan.Steps.Any(step => step.UsesIntegers);

    public void Run() => _plan.Run(_inputs, _outputs);

    public void Dispose()
    {
    }
}
