using System.Runtime.InteropServices;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Simd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Planes to pixels and back, every operand ending at a guard page.</summary>
public sealed unsafe class PlaneKernelTests
{
    private const int Groups = 3;

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Planes_of_any_length_become_pixels_and_back(InstructionSet instructionSet)
    {
        foreach (int planes in new[] { 2, 4 })
        {
            var move = new Moves(planes);
            Fovea.Kernels.Simd.InstructionSets.Instantiate(instructionSet, ref move);
            for (int count = move.Lanes; count <= (3 * move.Lanes) + 3; count++)
            {
                foreach (int gap in new[] { 0, 5 })
                {
                    Check(move, planes, count, gap, toPixels: true);
                    Check(move, planes, count, gap, toPixels: false);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Other_numbers_of_planes_have_no_kernel(InstructionSet instructionSet)
    {
        foreach (int planes in new[] { 1, 3, 5 })
        {
            var move = new Moves(planes);
            Fovea.Kernels.Simd.InstructionSets.Instantiate(instructionSet, ref move);
            Assert.True(move.ToPixels == null && move.ToPlanes == null);
        }
    }

    // Between planes, and behind the pixels of a group, are elements that belong to nothing.
    private static void Check(in Moves move, int planes, int count, int gap, bool toPixels)
    {
        int plane = count + gap, planeGroup = (planes * plane) + gap, pixelGroup = (planes * count) + gap;
        using var ofPlanes = new GuardedMemory((Groups * planeGroup) - (2 * gap));
        using var ofPixels = new GuardedMemory((Groups * pixelGroup) - gap);
        (GuardedMemory source, GuardedMemory target) = toPixels ? (ofPlanes, ofPixels) : (ofPixels, ofPlanes);
        new Random(count).NextBytes(MemoryMarshal.AsBytes(source.Elements<uint>()));
        target.Elements<uint>().Fill(uint.MaxValue);
        uint[] expected = target.Elements<uint>().ToArray();
        for (int group = 0; group < Groups; group++)
        {
            for (int p = 0; p < planes; p++)
            {
                for (int i = 0; i < count; i++)
                {
                    int inPlanes = (group * planeGroup) + (p * plane) + i, inPixels = (group * pixelGroup) + (i * planes) + p;
                    expected[toPixels ? inPixels : inPlanes] = source.Elements<uint>()[toPixels ? inPlanes : inPixels];
                }
            }
        }

        var arguments = new PlaneArguments
        {
            Planes = ofPlanes.Pointer,
            Plane = plane,
            PlaneGroup = planeGroup,
            Pixels = ofPixels.Pointer,
            PixelGroup = pixelGroup,
            Groups = Groups,
            Count = count,
        };
        if (toPixels)
            move.ToPixels(in arguments);
        else
            move.ToPlanes(in arguments);
        Assert.Equal(expected, target.Elements<uint>());
    }

    private struct Moves(int planes) : IVectorized
    {
        public int Lanes { get; private set; }

        public delegate*<in PlaneArguments, void> ToPixels { get; private set; }

        public delegate*<in PlaneArguments, void> ToPlanes { get; private set; }

        public void Instantiate<TSimd, TVec>()
            where TSimd : struct, ISimd<TVec>
            where TVec : struct
        {
            Lanes = TSimd.Lanes;
            ToPixels = PlaneKernel<TSimd, TVec>.For(planes, toPixels: true);
            ToPlanes = PlaneKernel<TSimd, TVec>.For(planes, toPixels: false);
        }
    }
}
