using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Signatures;

/// <summary>Declared shapes as the protocol writes them: -1 where any extent is taken.</summary>
internal static class ShapeText
{
    public static long[] Extents(SymbolicShape shape) => [.. (shape.Dimensions ?? []).Select(dimension => dimension.Value ?? -1)];

    public static string Of(SymbolicShape shape) => $"[{string.Join(',', Extents(shape))}]";
}
