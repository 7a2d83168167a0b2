using Fovea.Inference.Memory;

namespace Fovea.Inference.Weights;

/// <summary>A model's constants as one compilation asks for them: knows which weights its plan needs and are not written yet.</summary>
internal sealed unsafe class PlanConstants(ConstantStore store)
{
    private readonly HashSet<PackingJob> _needed = [];

    /// <summary>The source object of constants that come from no tensor; the same for all plans of a model.</summary>
    public object Owner => store;

    /// <summary>A tensor's elements in plain order.</summary>
    public PlanBuffer Plain(Tensor tensor) => Packed(tensor, "plain", tensor.ByteLength, target =>
        tensor.Read(0, new Span<byte>((void*)target, checked((int)tensor.ByteLength))));

    /// <inheritdoc cref="ConstantStore.Packed(object, string, long, Action{nint})"/>
    public PlanBuffer Packed(object source, string packing, long bytes, Action<nint> fill) => store.Packed(source, packing, bytes, fill);

    /// <summary>The memory that <paramref name="pack"/> writes completely, part by part, before <see cref="Fill"/> returns.</summary>
    public PlanBuffer Packed(object source, string packing, long bytes, int parts, PackPart pack)
    {
        (PlanBuffer buffer, PackingJob? job) = store.Packed(source, packing, bytes, parts, pack);
        if (job is not null)
            _needed.Add(job);
        return buffer;
    }

    /// <summary>Writes the weights that were asked for, on up to so many threads.</summary>
    public void Fill(int threads) => store.Fill(_needed, threads);
}
