namespace Fovea.Imaging.Resampling;

/// <summary>What is computed once for resizes along one axis from one length to another.</summary>
internal interface IResizeTable
{
    /// <summary>Its memory in bytes.</summary>
    long ByteCount { get; }
}
