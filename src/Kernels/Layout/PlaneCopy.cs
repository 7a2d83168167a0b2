using Fovea.Inference;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Layout;

/// <summary>
/// The copy between planes and pixels that the inner two loops of a <see cref="StridedCopy"/> of elements of 32 bits are, by the
/// widest vectors of the machine: what only moves has the same bits at any width.
/// </summary>
internal sealed unsafe class PlaneCopy
{
    private readonly bool _toPixels;
    private readonly long _count;
    private readonly long _plane;
    private readonly int _lanes;
    private readonly int _planes;
    private readonly delegate*<in PlaneArguments, void> _move;

    private PlaneCopy(bool toPixels, long planes, long count, long plane)
    {
        _toPixels = toPixels;
        _planes = (int)planes;
        _count = count;
        _plane = plane;
        var choice = new Choice(planes, toPixels, count);
        foreach (InstructionSet set in InstructionSets.Available)
            InstructionSets.Instantiate(set, ref choice);
        _move = choice.Move;
        _lanes = choice.Lanes;
    }

    /// <summary>
    /// The copy of the last two loops; null if they are none between planes and pixels, or of a number of planes without a kernel.
    /// </summary>
    public static PlaneCopy? Of(ReadOnlySpan<long> extents, ReadOnlySpan<long> from, ReadOnlySpan<long> to)
    {
        (long outer, long inner) = (extents[^2], extents[^1]);
        if (from[^2] != 1 || to[^1] != 1)
            return null;
        PlaneCopy? toPixels = to[^2] == inner ? WithKernel(new PlaneCopy(true, inner, outer, from[^1])) : null;
        return toPixels ?? (from[^1] == outer ? WithKernel(new PlaneCopy(false, outer, inner, to[^2])) : null);
    }

    private static PlaneCopy? WithKernel(PlaneCopy copy) => copy._move == null ? null : copy;

    /// <summary>Copies groups of planes, which are elements of the source and of the target apart.</summary>
    public void Run(float* source, float* target, long groups, long from, long to) => Run(source, target, groups, from, to, 0, _count);

    /// <summary>Copies one part of the pixels of one group.</summary>
    public void Run(float* source, float* target, int part, int parts)
    {
        // Parts begin at whole vectors, and none is shorter than one.
        (long first, long last) = Partition.Of(_count / _lanes, part, parts);
        if (first < last)
            Run(source, target, 1, 0, 0, first * _lanes, last == _count / _lanes ? _count : last * _lanes);
    }

    private void Run(float* source, float* target, long groups, long from, long to, long first, long last)
    {
        var arguments = new PlaneArguments
        {
            Planes = (_toPixels ? source : target) + first,
            Plane = _plane,
            PlaneGroup = _toPixels ? from : to,
            Pixels = (_toPixels ? target : source) + (first * _planes),
            PixelGroup = _toPixels ? to : from,
            Groups = groups,
            Count = last - first,
        };
        _move(in arguments);
    }

    /// <summary>The widest vectors that the planes fill.</summary>
    private struct Choice(long planes, bool toPixels, long count) : IVectorized
    {
        public delegate*<in PlaneArguments, void> Move { get; private set; }

        public int Lanes { get; private set; }

        public void Instantiate<TSimd, TVec>()
            where TSimd : struct, ISimd<TVec>
            where TVec : struct
        {
            if (TSimd.Lanes <= Lanes || TSimd.Lanes > count)
                return;
            Move = PlaneKernel<TSimd, TVec>.For(planes, toPixels);
            Lanes = TSimd.Lanes;
        }
    }
}
