namespace Fovea.Inference.Memory;

/// <summary>A buffer of a plan: at an offset of each run's arena, or at a fixed address outside it (weights).</summary>
internal sealed class PlanBuffer
{
    /// <summary>A buffer of typed elements.</summary>
    public PlanBuffer(ElementType type, long elements)
    {
        ElementType = type;
        Elements = elements;
        Bytes = checked(elements * type.SizeInBytes());
    }

    /// <summary>A buffer without an element type: the scratch memory of a step.</summary>
    public PlanBuffer(long bytes) => Bytes = bytes;

    /// <summary>The element type; null for scratch memory, which its step interprets.</summary>
    public ElementType? ElementType { get; }

    /// <summary>The number of elements; 0 for scratch memory.</summary>
    public long Elements { get; }

    public long Bytes { get; }

    /// <summary>The address of constant memory; zero for arena memory.</summary>
    public nint Address { get; init; }

    /// <summary>The offset in the arena, set by the memory planner.</summary>
    public long Offset { get; set; } = -1;

    /// <summary>
    /// For a buffer at a segment's boundary: the buffer of the whole batch, of which this is the slice of one chunk; else null.
    /// </summary>
    public PlanBuffer? BatchBuffer { get; set; }

    /// <summary>The first step that uses the buffer: the start of its lifetime. Inputs are written by step -1.</summary>
    public int FirstStep { get; private set; } = int.MaxValue;

    public int LastStep { get; private set; } = int.MinValue;

    /// <summary>Whether several values share the buffer (views, concatenations), so that no step may overwrite it in place.</summary>
    public bool Shared { get; set; }

    public bool IsConstant => Address != 0;

    public void ExtendLifetime(int step)
    {
        FirstStep = Math.Min(FirstStep, step);
        LastStep = Math.Max(LastStep, step);
    }
}
