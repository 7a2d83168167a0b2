using System.Runtime.InteropServices;
using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Inference.Tensors;
using Fovea.Inference.Weights;
using Fovea.Kernels;

namespace Fovea.Inference.Lowering;

/// <summary>Constant folding: evaluates nodes with constant inputs by the same lowering and kernels as a run.</summary>
/// <param name="kernels">The kernels.</param>
/// <param name="maxBytes">The most bytes that all results together may take.</param>
/// <param name="isPlanSpecific">Whether the results belong to one plan instead of the model.</param>
/// <param name="exceeded">Creates the error for too many bytes if the inputs of a run cause them; null if the model does.</param>
internal sealed unsafe class NodeEvaluator(
    KernelSet kernels, long maxBytes, bool isPlanSpecific, Func<long, InferenceException>? exceeded = null)
{
    private long _bytes;

    /// <summary>The node's outputs.</summary>
    /// <exception cref="InvalidModelException">The constants of the model would take more memory than allowed.</exception>
    public ConstantData[]? Evaluate(Node node)
    {
        bool isView = node.Outputs.Length == 1 && node.Operator.KeepsElements;
        if (isView && node.Operator.Fold(node) is { } view)
            return [view];
        // Must happen before anything is allocated.
        CheckBudget(node);
        if (!isView && node.Outputs.Length == 1 && node.Operator.Fold(node) is { } filled)
            return [filled.InMemory is { } tensor ? new MemoryConstant(tensor, isPlanSpecific) : filled];
        using var store = new ConstantStore();
        var constants = new PlanConstants(store, store);
        var context = new LoweringContext(new Graph(), kernels, constants, threads: 1);
        context.Lower(node);
        if (!node.Outputs.All(context.Has))
            return null;
        View[] outputs = [.. node.Outputs.Select(o => context.AsPlain(context.ViewOf(o)))];
        constants.Fill(threads: 1);
        long arenaBytes = ArenaLayout.Plan(context.Steps, [], outputs, threads: 1);
        nint arena = (nint)NativeMemory.AlignedAlloc((nuint)Alignment.Up(arenaBytes + Alignment.Bytes), Alignment.Bytes);
        try
        {
            var run = new RunContext((byte*)arena, kernels, worker: 0);
            foreach (Step step in context.Steps)
                run.Execute(step);
            var results = new ConstantData[outputs.Length];
            for (int i = 0; i < outputs.Length; i++)
            {
                var result = new Tensor(outputs[i].Type, outputs[i].Shape);
                new Span<byte>(run.Address(outputs[i]), result.Bytes.Length).CopyTo(result.Bytes.Span);
                results[i] = new MemoryConstant(result, isPlanSpecific);
            }

            return results;
        }
        finally
        {
            NativeMemory.AlignedFree((void*)arena);
        }
    }

    private void CheckBudget(Node node)
    {
        foreach (Value output in node.Outputs)
        {
            long bytes = output.KnownShape.ElementCount * output.Type!.Value.SizeInBytes();
            _bytes += bytes;
            if (_bytes > maxBytes || bytes > Array.MaxLength)
            {
                throw exceeded?.Invoke(_bytes) ?? node.Invalid(
                    $"its constant result brings the constants of this model to {_bytes:N0} bytes; at most {maxBytes:N0} are allowed " +
                    "(InferenceOptions.MaxConstantBytes)");
            }
        }
    }
}
