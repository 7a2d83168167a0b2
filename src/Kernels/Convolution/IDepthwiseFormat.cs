namespace Fovea.Kernels.Convolution;

/// <summary>How the elements of a depthwise convolution lie in memory. Sums are floats.</summary>
internal unsafe interface IDepthwiseFormat<TVec> where TVec : struct
{
    /// <summary>Bytes of an element of the input.</summary>
    static abstract int ElementBytes { get; }

    /// <summary>Bytes of an element of the output.</summary>
    static abstract int ResultBytes { get; }

    /// <summary>What is subtracted from each element, in every lane.</summary>
    static abstract TVec Zero(in DepthwiseLine line);

    /// <summary>As many elements as there are lanes, as floats.</summary>
    static abstract TVec Load(byte* source, TVec zero);

    /// <summary>The first <paramref name="count"/> (1 to Lanes - 1) elements; the other lanes are not used.</summary>
    static abstract TVec LoadTail(byte* source, TVec zero, int count);

    /// <summary>Stores the results of as many sums as there are lanes.</summary>
    /// <param name="line">The line.</param>
    /// <param name="channel">The channel of the first lane, from the line's first on.</param>
    /// <param name="pixel">The pixel of the line.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="min">The line's lower bound, in every lane.</param>
    /// <param name="max">The line's upper bound, in every lane.</param>
    static abstract void Store(in DepthwiseLine line, int channel, nint pixel, TVec sums, TVec min, TVec max);

    /// <summary>The same for the first <paramref name="count"/> (1 to Lanes - 1) sums.</summary>
    static abstract void StoreTail(in DepthwiseLine line, int channel, nint pixel, TVec sums, TVec min, TVec max, int count);
}
