namespace Fovea.Inference;

/// <summary>The memory that a model needs to run.</summary>
/// <param name="ConstantBytes">Bytes of packed weights.</param>
/// <param name="ArenaBytes">Bytes of the activations of one run.</param>
public sealed record MemoryNeed(long ConstantBytes, long ArenaBytes)
{
    /// <summary>Bytes of one plan: its steps, and the constants that follow from the shapes of its inputs.</summary>
    public long PlanBytes { get; init; }

    /// <summary>Bytes of managed memory besides plans: the graph, its names, and the constants that are held in it.</summary>
    public long ObjectBytes { get; init; }

    /// <summary>The sum.</summary>
    public long TotalBytes => ConstantBytes + ArenaBytes + PlanBytes + ObjectBytes;
}
