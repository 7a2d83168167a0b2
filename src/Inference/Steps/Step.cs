using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>
/// One executable step of a plan: a kernel bound to its operands. Its properties are set while the plan is compiled and do not change
/// afterwards; all runs share it.
/// </summary>
internal abstract class Step
{
    /// <summary>
    /// The <see cref="Cost"/> below which a step runs on one thread: about 2 microseconds. The value is this low because the operands of a
    /// step are in the caches of the cores that wrote them, and fetching them from there takes longer than waiting for the other threads.
    /// </summary>
    public const double ShareThreshold = 6_000;

    /// <summary>The operator and the value it writes; for dumps and profiles.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The index among the plan's steps, including the steps of segments; for profiles.</summary>
    public int Index { get; set; }

    /// <summary>The kernel and its parameters, for dumps and profiles.</summary>
    public abstract string Kernel { get; }

    /// <summary>The views that are read.</summary>
    public abstract IReadOnlyList<View> Reads { get; }

    /// <summary>The views that are written.</summary>
    public abstract IReadOnlyList<View> Writes { get; }

    /// <summary>
    /// Packed operands (weights, bias) that are read besides <see cref="Reads"/>: constants, or arena memory if the graph computes them.
    /// </summary>
    public virtual IReadOnlyList<PlanBuffer> PackedReads => [];

    /// <summary>The scratch memory of this step: one slice per thread.</summary>
    public PlanBuffer? Scratch { get; set; }

    /// <summary>Bytes of scratch memory that each thread needs; 0 for none.</summary>
    public virtual long ScratchBytes => 0;

    /// <summary>The number of vector operations, roughly clock cycles of one core; decides whether threads share the step.</summary>
    public abstract double Cost { get; }

    /// <summary>Multiply-accumulate operations of the layer as a direct sum, for profiles.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>
    /// Multiply-accumulate operations that the kernel performs: fewer if the algorithm saves some, more if it multiplies zeros.
    /// </summary>
    public virtual long PerformedMultiplyAdds => MultiplyAdds;

    /// <summary>Whether these operations are products of bytes, for profiles.</summary>
    public virtual bool MultipliesBytes => false;

    /// <summary>Bytes of weights that are read besides <see cref="Reads"/>, for profiles.</summary>
    public virtual long ConstantBytes => 0;

    /// <summary>The class of the layer that the step computes, for profiles.</summary>
    public virtual LayerClass Class => LayerClass.Other;

    /// <summary>The ONNX operator that the step belongs to; empty if it belongs to none.</summary>
    public string Operator { get; set; } = string.Empty;

    /// <summary>The node that the step belongs to, as named in errors; null if it belongs to none.</summary>
    public string? Node { get; set; }

    /// <summary>The first output of that node; null if the step belongs to none.</summary>
    public string? Value { get; set; }

    /// <summary>The steps of other nodes that the step computes together, whose costs are its own; empty if it is a single one.</summary>
    public virtual IReadOnlyList<Step> Members => [];

    /// <summary>
    /// Whether the step reads 8-bit integers and computes with integers: it writes some, or sums products of them. One that only makes
    /// real numbers of integers does not.
    /// </summary>
    public bool UsesIntegers => Reads.Any(view => view.Type is ElementType.UInt8 or ElementType.Int8)
        && (MultiplyAdds > 0 || Writes.Any(view => view.Type is ElementType.UInt8 or ElementType.Int8 or ElementType.Int32));

    /// <summary>Whether the step can be split into parts.</summary>
    public virtual bool CanShare => true;

    /// <summary>The most parts per thread: long steps are split more finely, unless splitting causes extra work.</summary>
    public virtual int MaxPartsPerThread => 4;

    /// <summary>Whether all threads of a run share the step.</summary>
    public bool IsShared => CanShare && Cost >= ShareThreshold;

    /// <summary>The context of errors of this step: its node, or nothing if it belongs to none.</summary>
    private ErrorContext ErrorContext => Node is null ? ErrorContext.None : new ErrorContext { Node = Node, Operator = Operator };

    /// <summary>Computes one of several parts; parts write disjoint memory and no result depends on their number.</summary>
    public abstract void Execute(in RunContext run, int part, int parts);

    /// <summary>
    /// Adds the node to an error of this step, as <see cref="ErrorContext.Locate"/> does; returns the fault to throw instead of an
    /// unexpected exception.
    /// </summary>
    public EngineFaultException? Locate(Exception error) => ErrorContext.Locate(error, $"the step '{Name}' ({Kernel})");
}
