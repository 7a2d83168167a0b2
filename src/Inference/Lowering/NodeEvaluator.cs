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
/// <param name="budget">Operands, scratch memory, results and the computing are taken from it first.</param>
/// <param name="isPlanSpecific">Whether the results belong to one plan instead of the model.</param>
/// <param name="exceeded">Creates the error for too many bytes if the inputs of a run cause them; null if the model does.</param>
internal sealed unsafe class NodeEvaluator(
    KernelSet kernels, long maxBytes, LoadBudget budget, bool isPlanSpecific, Func<long, InferenceException>? exceeded = null)
{
    private const string What = "the constants that its nodes compute";

    private long _bytes;

    /// <summary>The node's outputs.</summary>
    /// <exception cref="InvalidModelException">The constants of the model would take more memory than allowed.</exception>
    public ConstantData[]? Evaluate(Node node)
    {
        if (node.Operator is IComputedAtCut computed)
            return computed.Folds ? ComputeWhole(node, computed) : null;
        bool isView = node.Outputs.Length == 1 && node.Operator.KeepsElements;
        budget.ThrowIfOver();
        if (isView && node.Operator.Fold(node) is { } view)
            return [isPlanSpecific ? view.ForPlan() : view];
        // Must happen before anything is allocated.
        long results = CheckResults(node);
        if (!node.Operator.FoldsWithoutMemory(node))
        {
            budget.Spend(results, What);
            budget.Take(results, What);
        }

        if (!isView && node.Outputs.Length == 1 && node.Operator.Fold(node) is { } folded)
            return [isPlanSpecific ? folded.ForPlan() : folded];
        using var store = new ConstantStore(forPlan: true);
        try
        {
            return Compute(node, store);
        }
        finally
        {
            budget.Give(store.Bytes);
        }
    }

    private ConstantData[] ComputeWhole(Node node, IComputedAtCut computed)
    {
        Tensor?[] inputs = [.. node.Inputs.Select(input => input?.Constant?.ReadAll())];
        budget.Spend(inputs.Sum(input => (double)(input?.Bytes.Length ?? 0)), What);
        var control = new CutControl(Math.Max(0, maxBytes - _bytes), budget.ThrowIfOver);
        Tensor[] results;
        try
        {
            results = computed.Compute(node, inputs, control);
        }
        catch (ActivationLimitException error)
        {
            throw exceeded?.Invoke(maxBytes) ?? new InvalidModelException(error.Problem, error) { Context = node.ErrorContext };
        }

        foreach (Tensor result in results)
        {
            CheckBytes(node, result.Bytes.Length);
            budget.Take(result.Bytes.Length, What);
        }

        return [.. results.Select(result => new MemoryConstant(result, isPlanSpecific))];
    }

    private ConstantData[]? Compute(Node node, ConstantStore store)
    {
        var constants = new PlanConstants(store, budget, store);
        var context = new LoweringContext(new Graph(), kernels, constants, threads: 1) { CountStep = () => budget.Count(1) };
        context.Lower(node);
        if (!node.Outputs.All(context.Has))
            return null;
        View[] outputs = [.. node.Outputs.Select(o => context.AsPlain(context.ViewOf(o)))];
        long arenaBytes = ArenaLayout.Plan(context.Steps, [], outputs, threads: 1);
        budget.Spend(store.Bytes + context.Steps.Sum(step => step.Cost), What);
        constants.Fill(threads: 1);
        budget.Take(arenaBytes, What);
        nint arena = (nint)NativeMemory.AlignedAlloc((nuint)Alignment.Up(arenaBytes + Alignment.Bytes), Alignment.Bytes);
        try
        {
            var run = new RunContext((byte*)arena, kernels, worker: 0);
            foreach (Step step in context.Steps)
            {
                budget.ThrowIfOver();
                run.Execute(step);
            }

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
            budget.Give(arenaBytes);
        }
    }

    private long CheckResults(Node node)
    {
        long results = 0;
        foreach (Value output in node.Outputs)
        {
            long bytes = output.KnownShape.ElementCount * output.Type!.Value.SizeInBytes();
            CheckBytes(node, bytes);
            results += bytes;
        }

        return results;
    }

    private void CheckBytes(Node node, long bytes)
    {
        _bytes += bytes;
        if (_bytes > maxBytes || bytes > Array.MaxLength)
        {
            throw exceeded?.Invoke(_bytes) ?? node.Invalid(
                $"its constant result brings the constants of this model to {_bytes:N0} bytes; at most {maxBytes:N0} are allowed " +
                "(InferenceOptions.MaxConstantBytes)");
        }
    }
}
