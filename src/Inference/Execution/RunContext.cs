using Fovea.Inference.Kernels;
using Fovea.Inference.Planning;

namespace Fovea.Inference.Execution;

/// <summary>What a step sees of a run: the arena, the kernels, and which member of the team executes it.</summary>
internal readonly unsafe struct RunContext(byte* arena, KernelSet kernels, int worker)
{
    public KernelSet Kernels => kernels;

    /// <summary>The address of a view's first element.</summary>
    public byte* Address(View view) => Address(view.Buffer) + (view.Offset * view.Type.SizeInBytes());

    public float* Floats(View view) => (float*)Address(view);

    public byte* Address(PlanBuffer buffer) => buffer.IsConstant ? (byte*)buffer.Address : arena + buffer.Offset;

    /// <summary>This member's slice of a step's scratch memory.</summary>
    public byte* Scratch(Step step) => Address(step.Scratch!) + (worker * Alignment.Up(step.ScratchBytes));
}
