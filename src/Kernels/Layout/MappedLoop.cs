namespace Fovea.Kernels.Layout;

/// <summary>One loop of a <see cref="MappedCopy"/>.</summary>
/// <param name="Count">The extent of the result.</param>
/// <param name="Target">Elements of the result from one index to the next.</param>
/// <param name="Source">Elements of the source from one index to the next; unused where a table says which.</param>
/// <param name="Block">The elements of the inner loops together, if they are contiguous in the result; else 0.</param>
internal readonly record struct MappedLoop(long Count, long Target, long Source, long Block);
