namespace Fovea.Kernels.Convolution;

/// <summary>When the weights of the next panel are brought to the second-level cache by instructions while a panel is used.</summary>
internal enum WeightFetch
{
    /// <summary>Never: the processor's own prefetching does as well.</summary>
    None,

    /// <summary>With the first block of rows: after it they are in the cache.</summary>
    Once,

    /// <summary>With each block of rows, because the cache does not hold them.</summary>
    Always,
}
