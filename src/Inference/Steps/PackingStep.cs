using Fovea.Inference.Memory;
using Fovea.Inference.Weights;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>Packs computed weights or a bias for a kernel in every run, as constants are packed while a plan is compiled.</summary>
/// <param name="source">The elements in plain order.</param>
/// <param name="packing">The packing.</param>
/// <param name="target">Memory for the packed elements.</param>
internal sealed class PackingStep(View source, Packing packing, View target) : Step
{
    public override string Kernel => $"pack {packing.GetType().Name} {packing.Elements}";

    public override IReadOnlyList<View> Reads { get; } = [source];

    public override IReadOnlyList<View> Writes { get; } = [target];

    public override double Cost => packing.Elements;

    public override bool CanShare => packing.Parts > 1;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        var elements = new PackingSource(run.Address(source), source.Type);
        (long first, long last) = Partition.Of(packing.Parts, part, parts);
        for (long i = first; i < last; i++)
            packing.Pack(in elements, (int)i, run.Address(target));
    }
}
