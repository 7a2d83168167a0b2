using Fovea.Inference.Graphs;
using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>One executable step of a plan: a kernel bound to its operands. Immutable once the plan is compiled; shared by all runs.</summary>
internal abstract class Step
{
    /// <summary>
    /// Cost (see <see cref="Cost"/>) below which workers cost more than they save: some 2 microseconds. That is little because the operands of
    /// a step lie in the caches of those who wrote them, and fetching them from there takes longer than waiting for the other worker.
    /// </summary>
    public const double ShareThreshold = 6_000;

    /// <summary>The node's label and the value it writes; for dumps and profiles.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The place among the plan's steps, those of segments included; for profiles.</summary>
    public int Index { get; set; }

    /// <summary>The kernel and its parameters, for dumps and profiles.</summary>
    public abstract string Kernel { get; }

    /// <summary>The memory that is read.</summary>
    public abstract IReadOnlyList<View> Reads { get; }

    /// <summary>The memory that is written.</summary>
    public abstract IReadOnlyList<View> Writes { get; }

    /// <summary>
    /// Packed operands (weights, bias) that are read beside <see cref="Reads"/>: constants, or arena memory where the graph computes them.
    /// </summary>
    public virtual IReadOnlyList<PlanBuffer> PackedReads => [];

    /// <summary>Scratch memory of this step alone: one slice per member of the team.</summary>
    public PlanBuffer? Scratch { get; set; }

    /// <summary>Bytes of scratch that each worker needs; 0 for none.</summary>
    public virtual long ScratchBytes => 0;

    /// <summary>Vector operations, roughly clock cycles of one core; decides whether the step is shared among workers.</summary>
    public abstract double Cost { get; }

    /// <summary>Multiply-accumulate operations of the layer as a direct sum, for profiles.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>Multiply-accumulate operations that the kernel performs: fewer where the algorithm saves some.</summary>
    public virtual long PerformedMultiplyAdds => MultiplyAdds;

    /// <summary>Bytes of weights that are read beside <see cref="Reads"/>, for profiles.</summary>
    public virtual long ConstantBytes => 0;

    /// <summary>What kind of layer the step computes, for profiles.</summary>
    public virtual LayerClass Class => LayerClass.Other;

    /// <summary>The ONNX operator that the step belongs to; empty where it belongs to none.</summary>
    public string Operator { get; set; } = string.Empty;

    /// <summary>The node that the step belongs to, as errors name it; null where it belongs to none.</summary>
    public string? Node { get; set; }

    /// <summary>Whether the step can be cut into parts.</summary>
    public virtual bool CanShare => true;

    /// <summary>The most parts that each member of a team takes: long steps are cut finer, unless cutting costs work.</summary>
    public virtual int MaxPartsPerThread => 4;

    /// <summary>Whether all workers take part.</summary>
    public bool IsShared => CanShare && Cost >= ShareThreshold;

    /// <summary>Where an error of this step happens: at its node or, where it belongs to none, in the step itself.</summary>
    private ErrorContext ErrorContext => Node is null ? ErrorContext.None : new ErrorContext { Node = Node, Operator = Operator };

    /// <summary>Computes one of several parts; parts write disjoint memory and no result depends on their number.</summary>
    public abstract void Execute(in RunContext run, int part, int parts);

    /// <summary>
    /// For an error of this step: adds the node to one of ours; returns what is to be thrown instead of one that nobody foresaw.
    /// </summary>
    public EngineFaultException? Locate(Exception error) => ErrorContext.Locate(error, $"the step '{Name}' ({Kernel})");
}
