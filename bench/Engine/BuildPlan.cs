using Fovea.Bench.Contract;
using Fovea.Inference;

namespace Fovea.Bench.Engine;

internal sealed class BuildPlan(CompiledPlan plan) : IBuildPlan
{
    public IReadOnlyList<ValueInfo> Inputs => [.. plan.Inputs.Select(Info)];

    public IReadOnlyList<ValueInfo> Outputs => [.. plan.Outputs.Select(Info)];

    public Action Bind(IReadOnlyList<byte[]> inputs, IReadOnlyList<byte[]> outputs)
    {
        Tensor[] from = Tensors(plan.Inputs, inputs), to = Tensors(plan.Outputs, outputs);
        return () => plan.Run(from, to);
    }

    private static Tensor[] Tensors(IReadOnlyList<PlanValue> values, IReadOnlyList<byte[]> bytes) =>
        [.. values.Zip(bytes, (value, memory) => new Tensor(value.ElementType, value.Shape, memory))];

    private static ValueInfo Info(PlanValue value) =>
        new(value.Name, value.ElementType.ToString(), value.ElementType.SizeInBytes(), [.. value.Shape]);
}
