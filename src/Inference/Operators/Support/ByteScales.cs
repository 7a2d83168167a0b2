using Fovea.Inference.Tensors;

namespace Fovea.Inference.Operators.Support;

/// <summary>The scales of a product of bytes.</summary>
/// <param name="Input">That of the input.</param>
/// <param name="Weights">Those of the weights, Float32: one, or one per column.</param>
/// <param name="Output">That of the output.</param>
internal sealed record ByteScales(float Input, ConstantData Weights, float Output);
