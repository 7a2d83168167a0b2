using Fovea.Inference.Kernels;
using Fovea.Inference.Planning;

namespace Fovea.Inference.Execution;

/// <summary>What a step sees of a run: the arena and the kernels.</summary>
internal readonly unsafe struct RunContext(byte* arena, KernelSet kernels)
{
    public KernelSet Kernels => kernels;

    /// <summary>The address of a view's first element.</summary>
    public byte* Address(View view) => Address(view.Buffer) + (view.Offset * view.Type.SizeInBytes());

    public float* Floats(View view) => (float*)Address(view);

    public byte* Address(PlanBuffer buffer) => buffer.IsConstant ? (byte*)buffer.Address : arena + buffer.Offset;

    /// <summary>One worker's slice of a step's scratch memory.</summary>
    public byte* Scratch(Step step, int part) => Address(step.Scratch!) + (part * Alignment.Up(step.ScratchBytes));
}
