namespace Fovea.Kernels.Layout;

/// <summary>Which element along an axis of the source each element along that axis of the result is. Has value equality.</summary>
internal abstract record AxisMap
{
    /// <summary>The extent of the result.</summary>
    public abstract long Count { get; }

    /// <summary>The source's element for one of the result; -1 if the result has the filler there.</summary>
    public abstract long At(long index);
}
