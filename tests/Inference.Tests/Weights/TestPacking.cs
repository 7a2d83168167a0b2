using Fovea.Inference.Weights;

namespace Fovea.Inference.Tests.Weights;

/// <summary>A packing that does what a test says; equal to others of the same name.</summary>
internal sealed record TestPacking(string Name, int PartCount, TestPacking.Part Write) : Packing
{
    public delegate void Part(in PackingSource source, int part, Span<float> target);

    /// <summary>Floats of the whole.</summary>
    public long Count { get; init; } = Math.Max(4, PartCount);

    public override ElementType ElementType => ElementType.Float32;

    public override long Elements => Count;

    public override int Parts => PartCount;

    public bool Equals(TestPacking? other) => other?.Name == Name;

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The memory of a job.</summary>
    public static unsafe Span<float> Target(PackingJob job) => new((void*)job.Target.Address, (int)(job.Target.Bytes / sizeof(float)));

    public override unsafe void Pack(in PackingSource source, int part, void* target) =>
        Write(in source, part, new Span<float>(target, (int)Count));
}
