namespace Fovea.Inference.Memory;

/// <summary>A piece of memory of a plan: at an offset of each run's arena, or at a fixed address outside it (weights).</summary>
internal sealed class PlanBuffer
{
    /// <summary>Memory for so many elements of a type.</summary>
    public PlanBuffer(ElementType type, long elements)
    {
        ElementType = type;
        Elements = elements;
        Bytes = checked(elements * type.SizeInBytes());
    }

    /// <summary>Memory without an element type: the scratch memory of a step.</summary>
    public PlanBuffer(long bytes) => Bytes = bytes;

    /// <summary>What the elements are; null for scratch memory, whose bytes mean what its step takes them for.</summary>
    public ElementType? ElementType { get; }

    /// <summary>The number of elements; 0 for scratch memory.</summary>
    public long Elements { get; }

    public long Bytes { get; }

    /// <summary>The address of constant memory; zero for arena memory.</summary>
    public nint Address { get; init; }

    /// <summary>The offset in the arena, set by the memory planner.</summary>
    public long Offset { get; set; } = -1;

    /// <summary>For a segment's buffer at its border: the memory of the whole batch, of which this is the part of one chunk; else null.</summary>
    public PlanBuffer? BatchBuffer { get; set; }

    /// <summary>The first step that writes it and the last that reads it; inputs are written by step -1.</summary>
    public int FirstStep { get; private set; } = int.MaxValue;

    public int LastStep { get; private set; } = int.MinValue;

    /// <summary>More than one value lives here (views, concatenations): no step may overwrite it in place.</summary>
    public bool Shared { get; set; }

    public bool IsConstant => Address != 0;

    public void ExtendLifetime(int step)
    {
        FirstStep = Math.Min(FirstStep, step);
        LastStep = Math.Max(LastStep, step);
    }
}
