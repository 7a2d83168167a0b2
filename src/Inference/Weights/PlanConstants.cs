using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>A model's constants as one compilation asks for them: collects what its plan needs, to be written before it runs.</summary>
internal sealed class PlanConstants(ConstantStore store)
{
    private readonly HashSet<PackingJob> _needed = [];

    /// <summary>A constant's elements in plain order.</summary>
    public PlanBuffer Plain(ConstantData constant) => Packed(constant, new PlainPacking(constant.ElementType, constant.Shape.ElementCount));

    /// <summary>The memory of a packed constant, written when <see cref="Fill"/> has returned.</summary>
    /// <param name="source">What is packed; null where the packing says all.</param>
    /// <param name="packing">How.</param>
    public PlanBuffer Packed(ConstantData? source, Packing packing)
    {
        PackingJob job = store.Job(source, packing);
        _needed.Add(job);
        return job.Target;
    }

    /// <summary>Writes the weights that were asked for, on up to so many threads.</summary>
    public void Fill(int threads) => store.Fill(_needed, threads);
}
